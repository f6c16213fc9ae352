import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { EstimateScreen } from '@/components/pricing/estimate-screen'
import { quoteOptions } from '@/lib/pricing/client'
import { loadEstimatePage } from '@/lib/pricing/loaders'

export const metadata: Metadata = { title: 'Estimate' }

export default async function EstimatePage({ searchParams }: PageProps<'/pricing/estimate'>) {
  const { requests, answers, ...page } = await loadEstimatePage(searchParams)
  const queries = new QueryClient()
  queries.setQueryData(quoteOptions(requests).queryKey, answers)
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <EstimateScreen {...page} />
    </HydrationBoundary>
  )
}

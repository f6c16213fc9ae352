import type { Metadata } from 'next'
import { ModelsScreen } from '@/components/pricing/models-screen'
import { loadModelsPage } from '@/lib/pricing/loaders'

export const metadata: Metadata = { title: 'Pricing' }

export default async function PricingPage({ searchParams }: PageProps<'/pricing'>) {
  return <ModelsScreen {...(await loadModelsPage(searchParams))} />
}

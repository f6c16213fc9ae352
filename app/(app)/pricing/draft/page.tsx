import type { Metadata } from 'next'
import { DraftScreen } from '@/components/pricing/draft-screen'
import { loadDraftPage } from '@/lib/pricing/loaders'

export const metadata: Metadata = { title: 'Price draft' }

export default async function DraftPage({ searchParams }: PageProps<'/pricing/draft'>) {
  return <DraftScreen {...(await loadDraftPage(searchParams))} />
}

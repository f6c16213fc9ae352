import type { Metadata } from 'next'
import { FindingScreen } from '@/components/triage/finding-screen'
import { loadFindingPage } from '@/lib/triage/loaders'

export const metadata: Metadata = { title: 'Finding' }

export default async function FindingPage({ params }: PageProps<'/triage/[id]'>) {
  const { id } = await params
  return <FindingScreen {...(await loadFindingPage(id))} />
}

import type { Metadata } from 'next'
import { TriageScreen } from '@/components/triage/triage-screen'
import { loadTriagePage } from '@/lib/triage/loaders'

export const metadata: Metadata = { title: 'Triage' }

export default async function TriagePage({ searchParams }: PageProps<'/triage'>) {
  return <TriageScreen {...(await loadTriagePage(searchParams))} />
}

import type { Metadata } from 'next'
import { ProgressScreen } from '@/components/triage/progress-screen'
import { loadProgressPage } from '@/lib/triage/loaders'

export const metadata: Metadata = { title: 'Path to zero' }

export default async function ProgressPage() {
  return <ProgressScreen {...(await loadProgressPage())} />
}

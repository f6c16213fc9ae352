import type { Metadata } from 'next'
import { DisputesScreen } from '@/components/disputes/disputes-screen'
import { loadDisputesPage } from '@/lib/attribution/disputes/loaders'

export const metadata: Metadata = { title: 'Disputes' }

export default async function DisputesPage() {
  return <DisputesScreen {...(await loadDisputesPage())} />
}

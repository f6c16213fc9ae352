import type { Metadata } from 'next'
import { RequestsScreen } from '@/components/spend/requests-screen'
import { loadRequestsPage } from '@/lib/reports/requests/loaders'

export const metadata: Metadata = { title: 'Requests' }

export default async function RequestsPage({ searchParams }: PageProps<'/spend/requests'>) {
  return <RequestsScreen {...(await loadRequestsPage(searchParams))} />
}

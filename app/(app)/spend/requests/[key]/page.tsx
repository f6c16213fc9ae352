import type { Metadata } from 'next'
import { RequestScreen } from '@/components/spend/request-screen'
import { loadRequestPage } from '@/lib/reports/requests/loaders'

export const metadata: Metadata = { title: 'Request' }

export default async function RequestPage({ params }: PageProps<'/spend/requests/[key]'>) {
  const { key } = await params
  return <RequestScreen {...(await loadRequestPage(key))} />
}

import type { Metadata } from 'next'
import { PoolsScreen } from '@/components/pools/pools-screen'
import { loadPoolsPage } from '@/lib/attribution/pools/loaders'

export const metadata: Metadata = { title: 'Shared pools' }

export default async function PoolsPage({ searchParams }: PageProps<'/settings/pools'>) {
  return <PoolsScreen {...(await loadPoolsPage(searchParams))} />
}

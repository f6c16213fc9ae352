import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { MovementScreen } from '@/components/finance/movement/movement-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { movementOptions } from '@/lib/finance/movement/client'
import { loadMovement } from '@/lib/finance/movement/loaders'
import { movementSearchParams } from '@/lib/finance/movement/search-params'
import { getOrganization } from '@/lib/organization/queries'
import { dateInZone } from '@/lib/time/instant'

export const metadata: Metadata = { title: 'Movement' }

const readAddress = createLoader(movementSearchParams)

export default async function MovementPage({ searchParams }: PageProps<'/finance/movement'>) {
  await requirePagePermission('finance.read')
  const [address, { reportingZone }] = await Promise.all([readAddress(searchParams), getOrganization()])
  return (
    <Hydrate queries={[prefetch(movementOptions(address), () => loadMovement(address))]}>
      <MovementScreen zone={reportingZone} today={dateInZone(new Date(), reportingZone)} />
    </Hydrate>
  )
}

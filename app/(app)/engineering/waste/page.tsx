import type { Metadata } from 'next'
import { WasteScreen } from '@/components/engineering/waste/waste-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { loadPeriod } from '@/lib/engineering/load-period'
import { wasteOptions } from '@/lib/engineering/waste/client'
import { loadOwnWaste } from '@/lib/engineering/waste/loaders'

export const metadata: Metadata = { title: 'Waste' }

export default async function WastePage({ searchParams }: PageProps<'/engineering/waste'>) {
  const { period, ...shared } = await loadPeriod(searchParams)
  return (
    <Hydrate queries={[prefetch(wasteOptions(period), () => loadOwnWaste(period))]}>
      <WasteScreen {...shared} />
    </Hydrate>
  )
}

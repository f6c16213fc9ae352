import type { Metadata } from 'next'
import { ModelsScreen } from '@/components/engineering/models/models-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { loadPeriod } from '@/lib/engineering/load-period'
import { modelsOptions } from '@/lib/engineering/models/client'
import { loadModels } from '@/lib/engineering/models/loaders'

export const metadata: Metadata = { title: 'Models' }

export default async function ModelsPage({ searchParams }: PageProps<'/engineering/models'>) {
  const { period, labels, zone, today } = await loadPeriod(searchParams)
  return (
    <Hydrate queries={[prefetch(modelsOptions(period), () => loadModels(period))]}>
      <ModelsScreen labels={labels} zone={zone} today={today} />
    </Hydrate>
  )
}

import type { Metadata } from 'next'
import { ModelsScreen } from '@/components/engineering/models/models-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { loadPeriod } from '@/lib/engineering/load-period'
import { modelsOptions } from '@/lib/engineering/models/client'
import { loadModels } from '@/lib/engineering/models/loaders'

export const metadata: Metadata = { title: 'Models' }

export default async function ModelsPage({ searchParams }: PageProps<'/engineering/models'>) {
  const { period, ...place } = await loadPeriod(searchParams)
  return (
    <Hydrate queries={[prefetch(modelsOptions(period), () => loadModels(period))]}>
      <ModelsScreen {...place} />
    </Hydrate>
  )
}

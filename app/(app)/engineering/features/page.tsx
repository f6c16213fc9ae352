import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { FeaturesScreen } from '@/components/engineering/features/features-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { featuresOptions } from '@/lib/engineering/features/client'
import { loadFeatures } from '@/lib/engineering/features/loaders'
import { featuresSearchParams } from '@/lib/engineering/features/search-params'
import { loadPeriod } from '@/lib/engineering/load-period'

export const metadata: Metadata = { title: 'Features' }

export default async function FeaturesPage({ searchParams }: PageProps<'/engineering/features'>) {
  const { period, ...place } = await loadPeriod(searchParams)
  const { by } = await createLoader(featuresSearchParams)(searchParams)
  const question = { ...period, by }
  return (
    <Hydrate queries={[prefetch(featuresOptions(question), () => loadFeatures(question))]}>
      <FeaturesScreen {...place} />
    </Hydrate>
  )
}

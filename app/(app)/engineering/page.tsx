import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { ExploreScreen } from '@/components/engineering/explore/explore-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { exploreOptions } from '@/lib/engineering/explore/client'
import { loadExplore } from '@/lib/engineering/explore/loaders'
import { exploreSearchParams, readExplore } from '@/lib/engineering/explore/search-params'
import { loadPeriod } from '@/lib/engineering/load-period'

export const metadata: Metadata = { title: 'Explore' }

export default async function ExplorePage({ searchParams }: PageProps<'/engineering'>) {
  const [{ period, ...shared }, address] = await Promise.all([
    loadPeriod(searchParams),
    createLoader(exploreSearchParams)(searchParams),
  ])
  const { params } = readExplore(address, period)
  return (
    <Hydrate queries={[prefetch(exploreOptions(params), () => loadExplore(params))]}>
      <ExploreScreen {...shared} />
    </Hydrate>
  )
}

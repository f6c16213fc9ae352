import type { Metadata } from 'next'
import { TeamScreen } from '@/components/engineering/teams/team-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { exploreOptions } from '@/lib/engineering/explore/client'
import { loadExplore } from '@/lib/engineering/explore/loaders'
import { featuresOptions } from '@/lib/engineering/features/client'
import { loadFeatures } from '@/lib/engineering/features/loaders'
import { loadPeriod } from '@/lib/engineering/load-period'
import { loadTeam } from '@/lib/engineering/teams/loaders'
import { teamQuestions } from '@/lib/engineering/teams/questions'

export const metadata: Metadata = { title: 'Team' }

export default async function TeamPage({ params, searchParams }: PageProps<'/engineering/teams/[team]'>) {
  const [{ team: slug }, { period, ...place }] = await Promise.all([params, loadPeriod(searchParams)])
  const loaded = await loadTeam(decodeURIComponent(slug), place.today)
  const { explore, features } = teamQuestions(loaded.team.slug, period)
  // Models and waste, further down, are asked for by their panels: the page does not wait for the longest answers.
  return (
    <Hydrate
      queries={[
        prefetch(exploreOptions(explore), () => loadExplore(explore)),
        prefetch(featuresOptions(features), () => loadFeatures(features)),
      ]}
    >
      <TeamScreen {...place} {...loaded} />
    </Hydrate>
  )
}

import { engineeringHref } from '@/components/engineering/engineering-href'
import { loadPeriod } from '@/lib/engineering/load-period'
import { findFirstTeam } from '@/lib/engineering/teams/loaders'

/** The address that an engineer begins with: the page of their first team, or Explore where they have none. */
export async function findTeamLanding(searchParams: Parameters<typeof loadPeriod>[0]): Promise<string> {
  const { period, today } = await loadPeriod(searchParams)
  const team = await findFirstTeam(today)
  return engineeringHref(team ? `/engineering/teams/${encodeURIComponent(team.slug)}` : '/engineering', period)
}

import { redirect } from 'next/navigation'
import { engineeringHref } from '@/components/engineering/engineering-href'
import { loadPeriod } from '@/lib/engineering/load-period'
import { findFirstTeam } from '@/lib/engineering/teams/loaders'

/** The landing of engineers: the page of their first team, or Explore where they have none. */
export default async function TeamsPage({ searchParams }: PageProps<'/engineering/teams'>) {
  const { period, today } = await loadPeriod(searchParams)
  const team = await findFirstTeam(today)
  redirect(engineeringHref(team ? `/engineering/teams/${encodeURIComponent(team.slug)}` : '/engineering', period))
}

import { redirect } from 'next/navigation'
import { findTeamLanding } from '@/app/team-landing'

/** Teams have no list of their own: whoever asks for it begins with their first. */
export default async function TeamsPage({ searchParams }: PageProps<'/engineering/teams'>) {
  redirect(await findTeamLanding(searchParams))
}

import { redirect } from 'next/navigation'
import { requirePageActor } from '@/lib/auth/page-actor'
import type { Role } from '@/lib/auth/permissions'
import { findTeamLanding } from './team-landing'

/** A lead answers for budgets, an engineer for a team's usage; everybody else begins with the month. */
const landings: Partial<Record<Role, (address: PageProps<'/'>['searchParams']) => Promise<string>>> = {
  lead: async () => '/budgets',
  engineer: findTeamLanding,
}

export default async function HomePage({ searchParams }: PageProps<'/'>) {
  const { role } = await requirePageActor()
  redirect((await landings[role]?.(searchParams)) ?? '/overview')
}

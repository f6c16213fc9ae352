import { redirect } from 'next/navigation'
import { requirePageActor } from '@/lib/auth/page-actor'
import type { Role } from '@/lib/auth/permissions'

/** A lead answers for budgets, an engineer for a team's usage; everybody else begins with the month. */
const landings: Partial<Record<Role, string>> = { lead: '/budgets', engineer: '/engineering/teams' }

export default async function HomePage() {
  const { role } = await requirePageActor()
  redirect(landings[role] ?? '/overview')
}

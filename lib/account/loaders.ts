import { requirePagePermission } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { listCostCenters, listTeams } from '@/lib/registry/queries'
import { listOwnSessions } from './queries'

/** What people see of themselves. */
export async function loadAccountPage() {
  const actor = await requirePagePermission('account.read')
  const db = getDatabase()
  const [sessions, teams, costCenters, { reportingZone }] = await Promise.all([
    listOwnSessions(db, actor),
    listTeams(db),
    listCostCenters(db),
    getOrganization(),
  ])
  return {
    name: actor.name,
    email: actor.email,
    role: actor.role,
    teams: teams.filter(({ id }) => actor.teamIds.includes(id)).map(({ name }) => name),
    costCenters: costCenters.filter(({ id }) => actor.costCenterIds.includes(id)).map(({ code, name }) => `${code} ${name}`),
    sessions: sessions.map(({ createdAt, lastSeenAt, expiresAt, ...session }) => ({
      ...session,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    zone: reportingZone,
  }
}

/** The account page as plain values. */
export type AccountPageData = Awaited<ReturnType<typeof loadAccountPage>>
/** One signed-in browser on it; instants are ISO texts. */
export type SessionView = AccountPageData['sessions'][number]

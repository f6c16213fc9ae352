import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { listCostCenters, listTeams } from '@/lib/registry/queries'
import { listUsers } from './queries'

/** What the page of people shows to the person who opens it. */
export async function loadUsersPage() {
  const actor = await requirePagePermission('user.read')
  const db = getDatabase()
  const [users, teams, costCenters, { reportingZone }] = await Promise.all([
    listUsers(db),
    listTeams(db),
    listCostCenters(db),
    getOrganization(),
  ])
  return {
    users: users.map(({ createdAt, lastSignInAt, disabledAt, ...user }) => ({
      ...user,
      createdAt: createdAt.toISOString(),
      lastSignInAt: lastSignInAt?.toISOString() ?? null,
      disabledAt: disabledAt?.toISOString() ?? null,
    })),
    // What is archived is not assigned anew; whoever has it keeps it.
    teams: teams
      .filter(({ archivedFrom }) => archivedFrom === null)
      .map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` })),
    costCenters: costCenters
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
    ownId: actor.id,
    canEdit: actorMay(actor, 'user.edit'),
    zone: reportingZone,
  }
}

/** The page of people as plain values. */
export type UsersPageData = Awaited<ReturnType<typeof loadUsersPage>>
/** One person on it; instants are ISO texts. */
export type UserView = UsersPageData['users'][number]

import { and, asc, eq, sql } from 'drizzle-orm'
import { isOpenSession } from '@/lib/auth/sessions'
import type { Database } from '@/lib/db/client'
import { appUser, userCostCenter, userSession, userTeam } from '@/lib/db/schema/auth'
import { costCenter, team } from '@/lib/db/schema/registry'

/** Everyone who can sign in, with what they see and how many browsers they are signed in with. */
export function listUsers(db: Database) {
  const teams = db
    .select({ slug: team.slug })
    .from(userTeam)
    .innerJoin(team, eq(team.id, userTeam.teamId))
    .where(eq(userTeam.userId, appUser.id))
    .orderBy(team.slug)
  const costCenters = db
    .select({ code: costCenter.code })
    .from(userCostCenter)
    .innerJoin(costCenter, eq(costCenter.id, userCostCenter.costCenterId))
    .where(eq(userCostCenter.userId, appUser.id))
    .orderBy(costCenter.code)
  return db
    .select({
      id: appUser.id,
      email: appUser.email,
      name: appUser.name,
      role: appUser.role,
      createdAt: appUser.createdAt,
      lastSignInAt: appUser.lastSignInAt,
      disabledAt: appUser.disabledAt,
      // Built, not written: in the fields of a select from one table drizzle leaves the table's name off written columns.
      teams: sql<string[]>`array(${teams})`,
      costCenters: sql<string[]>`array(${costCenters})`,
      sessions: db.$count(userSession, and(eq(userSession.userId, appUser.id), isOpenSession)),
    })
    .from(appUser)
    .orderBy(asc(appUser.email))
}

import { asc, inArray } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { costCenter, team } from '@/lib/db/schema/registry'

/** The teams and cost centres that bound what a reader sees, by name; all of them where nothing bounds it. */
export async function listScopeOwners(db: Database, scope: Scope) {
  const teams = await db
    .select({ slug: team.slug, name: team.name })
    .from(team)
    .where(scope.everything ? undefined : inArray(team.id, [...scope.teamIds]))
    .orderBy(asc(team.slug))
  const costCenters = await db
    .select({ code: costCenter.code, name: costCenter.name })
    .from(costCenter)
    .where(scope.everything ? undefined : inArray(costCenter.id, [...scope.costCenterIds]))
    .orderBy(asc(costCenter.code))
  return { teams, costCenters }
}

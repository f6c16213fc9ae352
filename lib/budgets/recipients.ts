import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { roleMay, roles } from '@/lib/auth/permissions'
import type { Database } from '@/lib/db/client'
import { appUser, userCostCenter, userTeam } from '@/lib/db/schema/auth'
import type { BudgetFilters } from '@/lib/db/schema/budgets'
import { costCenter, team } from '@/lib/db/schema/registry'

/** The owners that a budget names, as an inbox bounds its readers by them; null where it names none of the kind. */
export interface BudgetOwners {
  readonly teamIds: readonly string[] | null
  readonly costCenterIds: readonly string[] | null
}

/** The ids of the teams and cost centres that a budget filters by; null where one of them is none that is registered. */
export async function findOwners(db: Database, { team: slugs, cost_center: codes }: BudgetFilters): Promise<BudgetOwners> {
  const teams = slugs
    ? await db
        .select({ id: team.id })
        .from(team)
        .where(inArray(team.slug, [...slugs]))
    : []
  const costCenters = codes
    ? await db
        .select({ id: costCenter.id })
        .from(costCenter)
        .where(inArray(costCenter.code, [...codes]))
    : []
  const allOf = (names: readonly string[] | undefined, found: readonly { id: string }[]) =>
    names !== undefined && names.length > 0 && found.length === names.length ? found.map(({ id }) => id) : null
  return { teamIds: allOf(slugs, teams), costCenterIds: allOf(codes, costCenters) }
}

/** Those who may approve amounts. */
export function listApprovers(db: Database): Promise<string[]> {
  const approvers = roles.filter((role) => roleMay(role, 'budget.approve'))
  return selectIds(db, inArray(appUser.role, approvers))
}

/**
 * Who is told that a threshold was reached: who answers for the budget and the leads who see it; those who may approve another
 * amount too once it is spent, and where nobody else would be told.
 */
export async function listTold(
  db: Database,
  { ownerEmail, owners, isSpent }: { ownerEmail: string | null; owners: BudgetOwners; isSpent: boolean },
): Promise<string[]> {
  const leads = and(
    eq(appUser.role, 'lead'),
    or(leadsAll(userTeam, owners.teamIds), leadsAll(userCostCenter, owners.costCenterIds)),
  )
  const owner = ownerEmail === null ? undefined : eq(appUser.email, ownerEmail)
  const near = await selectIds(db, or(owner, leads))
  return isSpent || near.length === 0 ? [...near, ...(await listApprovers(db))] : near
}

/** Whether a person is assigned to all of some teams, or cost centres. */
function leadsAll(assigned: typeof userTeam | typeof userCostCenter, ids: readonly string[] | null) {
  if (ids === null || ids.length === 0) return sql`false`
  const owned = 'teamId' in assigned ? assigned.teamId : assigned.costCenterId
  return sql`(select count(*) from ${assigned} where ${assigned.userId} = ${appUser.id} and ${inArray(owned, [...ids])}) = ${ids.length}`
}

async function selectIds(db: Database, where: ReturnType<typeof or>): Promise<string[]> {
  const rows = await db
    .select({ id: appUser.id })
    .from(appUser)
    .where(and(where, isNull(appUser.disabledAt)))
  return rows.map(({ id }) => id)
}

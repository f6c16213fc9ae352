import { inArray } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { BudgetFilters } from '@/lib/db/schema/budgets'
import { costCenter, team } from '@/lib/db/schema/registry'

/** Whose budgets a reader sees, by the names that budgets use. */
export interface Reach {
  readonly everything: boolean
  readonly teams: ReadonlySet<string>
  readonly costCenters: ReadonlySet<string>
}

/** The reach of a scope. */
export async function readReach(db: Database, scope: Scope): Promise<Reach> {
  const { everything, teamIds, costCenterIds } = scope
  if (everything) return { everything, teams: new Set(), costCenters: new Set() }
  const teams =
    teamIds.length === 0
      ? []
      : await db
          .select({ slug: team.slug })
          .from(team)
          .where(inArray(team.id, [...teamIds]))
  const costCenters =
    costCenterIds.length === 0
      ? []
      : await db
          .select({ code: costCenter.code })
          .from(costCenter)
          .where(inArray(costCenter.id, [...costCenterIds]))
  return {
    everything,
    teams: new Set(teams.map(({ slug }) => slug)),
    costCenters: new Set(costCenters.map(({ code }) => code)),
  }
}

/**
 * Whether all that a budget can count lies within a reach: it names teams and all of them are the reader's, or cost centres and
 * all of those are. Whatever else it filters by only narrows it.
 */
export function isWithinReach(
  { everything, teams, costCenters }: Reach,
  { team: ofTeams, cost_center: ofCostCenters }: BudgetFilters,
): boolean {
  if (everything) return true
  const areAll = (names: readonly string[] | undefined, own: ReadonlySet<string>) =>
    names !== undefined && names.length > 0 && names.every((name) => own.has(name))
  return areAll(ofTeams, teams) || areAll(ofCostCenters, costCenters)
}

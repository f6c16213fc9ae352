import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { type BudgetView, listBurns } from './list-burns'

/** The budgets that are about teams and nothing else, by the team's slug: monthly ones first. */
export async function listTeamBudgets(db: Database, scope: Scope, now: Date): Promise<Record<string, BudgetView>> {
  const isOfOneTeam = ({ filters }: { filters: BudgetView['filters'] }) =>
    Object.keys(filters).length === 1 && filters.team?.length === 1
  const { budgets } = await listBurns(db, scope, { now, keep: isOfOneTeam })
  const order = ['month', 'quarter', 'year']
  const sorted = budgets.toSorted((left, right) => order.indexOf(right.periodKind) - order.indexOf(left.periodKind))
  return Object.fromEntries(sorted.map((budget) => [budget.filters.team?.[0] ?? '', budget]))
}

import { actorMay, type UserActor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import type { BudgetView } from './list-burns'
import { loadMonthForecast, type MonthForecast } from './month-forecast'
import { listTeamBudgets } from './team-budget'

/** The forecast of a month of all that the signed-in person sees, for a card among other figures. */
export function loadForecastPanel(actor: UserActor, { now, month }: { now: Date; month: string }): Promise<MonthForecast> {
  return loadMonthForecast(getDatabase(), scopeFor(actor, 'spend.read'), { now, month })
}

/** A team's budget as one person may see it. */
export interface TeamBudgetPanel {
  /** Absent: the team has none. */
  readonly budget: BudgetView | undefined
  readonly canEdit: boolean
}

/** The budget of a team; null for those to whom it is not shown. */
export async function loadTeamBudgetPanel(
  actor: UserActor,
  { id, slug }: { id: string; slug: string },
): Promise<TeamBudgetPanel | null> {
  const scope = scopeFor(actor, 'budget.read')
  const isTheirs = scope.everything || scope.teamIds.includes(id)
  if (!actorMay(actor, 'budget.read') || !isTheirs) return null
  const budgets = await listTeamBudgets(getDatabase(), scope, new Date())
  return { budget: budgets[slug], canEdit: actorMay(actor, 'budget.edit') }
}

import { and, asc, desc, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { budget, budgetAmendment, budgetPlan, budgetRequest, budgetThresholdEvent } from '@/lib/db/schema/budgets'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { PeriodKind } from './budget-period'
import { isWithinReach, type Reach, readReach } from './reach'
import type { FullAction } from './schema'
import { sortThresholds } from './thresholds'

/** Where somebody may look, or change things: which budgets are theirs. */
export type BudgetRecord = Awaited<ReturnType<typeof readBudgets>>[number]
export type AmendmentRecord = BudgetRecord['amendments'][number]

const exact = (amount: string) => formatDecimal(parseDecimal(amount))

/** Budgets with their amendments, by name. */
export async function readBudgets(db: Database, where?: SQL) {
  const budgets = await db.select().from(budget).where(where).orderBy(asc(budget.name), asc(budget.slug))
  const ids = budgets.map(({ id }) => id)
  const amendments =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(budgetAmendment)
          .where(inArray(budgetAmendment.budgetId, ids))
          .orderBy(asc(budgetAmendment.position))
  return budgets.map(({ periodKind, fullAction, actualThresholds, forecastThresholds, ...row }) => ({
    ...row,
    // Checked by the table.
    periodKind: periodKind as PeriodKind,
    fullAction: fullAction as FullAction,
    actualThresholds: sortThresholds(actualThresholds),
    forecastThresholds: sortThresholds(forecastThresholds),
    amendments: amendments.flatMap((one) => (one.budgetId === row.id ? [{ ...one, amount: exact(one.amount) }] : [])),
  }))
}

/** The budgets that a reader sees. */
export async function listBudgets(
  db: Database,
  scope: Scope,
  { includesArchived = false }: { includesArchived?: boolean } = {},
): Promise<BudgetRecord[]> {
  const reach = await readReach(db, scope)
  const budgets = await readBudgets(db, includesArchived ? undefined : isNull(budget.archivedAt))
  return budgets.filter(({ filters }) => isWithinReach(reach, filters))
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A budget by its id or slug; null where there is none, or where it is not the reader's. */
export async function findBudget(db: Database, scope: Scope, idOrSlug: string): Promise<BudgetRecord | null> {
  return findBudgetWithin(db, await readReach(db, scope), idOrSlug)
}

async function findBudgetWithin(db: Database, reach: Reach, idOrSlug: string): Promise<BudgetRecord | null> {
  const [found] = await readBudgets(db, uuidForm.test(idOrSlug) ? eq(budget.id, idOrSlug) : eq(budget.slug, idOrSlug))
  return found && isWithinReach(reach, found.filters) ? found : null
}

/** Requests for another amount, the latest first. */
export async function listRequests(db: Database, budgetIds: readonly string[], onlyOpen = false) {
  if (budgetIds.length === 0) return []
  const rows = await db
    .select()
    .from(budgetRequest)
    .where(and(inArray(budgetRequest.budgetId, [...budgetIds]), onlyOpen ? eq(budgetRequest.state, 'open') : undefined))
    .orderBy(desc(budgetRequest.requestedAt), desc(budgetRequest.id))
  return rows.map((row) => ({ ...row, amount: exact(row.amount) }))
}

/** Threshold events of a budget, the latest first. */
export async function listEvents(db: Database, budgetId: string, limit = 200) {
  const rows = await db
    .select()
    .from(budgetThresholdEvent)
    .where(eq(budgetThresholdEvent.budgetId, budgetId))
    .orderBy(
      desc(budgetThresholdEvent.periodStart),
      desc(budgetThresholdEvent.recordedAt),
      desc(budgetThresholdEvent.threshold),
      asc(budgetThresholdEvent.basis),
    )
    .limit(limit)
  return rows.map((row) => ({
    ...row,
    threshold: exact(row.threshold),
    spend: exact(row.spend),
    amount: exact(row.amount),
  }))
}

/** The plan of a budget by month (`2026-10`), in order. */
export async function listPlan(db: Database, budgetId: string): Promise<{ month: string; amount: string }[]> {
  const rows = await db.select().from(budgetPlan).where(eq(budgetPlan.budgetId, budgetId)).orderBy(asc(budgetPlan.month))
  return rows.map(({ month, amount }) => ({ month: month.slice(0, 7), amount: exact(amount) }))
}

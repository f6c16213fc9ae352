import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { findZone } from '@/lib/reports/spend/queries'
import type { Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { findAmount } from './amendments'
import { periodOn } from './budget-period'
import { type Burn, readBurn } from './burn'
import { readDailySpend } from './daily-spend'
import { describeScope } from './describe-scope'
import { forecastHistory } from './forecast/forecast-spend'
import { type BudgetRecord, listBudgets, listRequests } from './queries'

/** A budget as plain values, and where it stands. */
export interface BudgetView
  extends Pick<
    BudgetRecord,
    'id' | 'slug' | 'name' | 'filters' | 'periodKind' | 'ownerEmail' | 'fullAction' | 'critical' | 'createdBy'
  > {
  readonly scopeText: string
  readonly actualThresholds: readonly string[]
  readonly forecastThresholds: readonly string[]
  readonly isArchived: boolean
  readonly hasOpenRequest: boolean
  readonly burn: Burn
}

export interface BudgetList {
  readonly zone: string
  /** The instant that all figures are from. */
  readonly asOf: string
  readonly today: string
  readonly budgets: readonly BudgetView[]
}

interface ListOptions {
  readonly now: Date
  readonly includesArchived?: boolean
  /** Only those that a test holds for. */
  readonly keep?: (record: BudgetRecord) => boolean
}

/** The budgets that a reader sees, each where it stands in the period that runs. */
export async function listBurns(
  db: Database,
  scope: Scope,
  { now, includesArchived, keep = () => true }: ListOptions,
): Promise<BudgetList> {
  const zone = await findZone(db)
  const today = dateInZone(now, zone)
  const records = (await listBudgets(db, scope, { includesArchived })).filter(keep)
  const periods = new Map(records.map(({ id, periodKind }) => [id, periodOn(periodKind, today)]))
  const periodOf = (record: BudgetRecord): Period => periods.get(record.id) ?? periodOn(record.periodKind, today)
  const spend = await readDailySpend(
    db,
    scope,
    zone,
    records.map((record) => ({ key: record.id, filters: record.filters, period: forecastHistory(periodOf(record), today) })),
  )
  const open = new Set(
    (
      await listRequests(
        db,
        records.map(({ id }) => id),
        true,
      )
    ).map(({ budgetId }) => budgetId),
  )
  const budgets = records.map((record) => {
    const period = periodOf(record)
    const amount = findAmount(record.amendments, period)
    const burn = readBurn(spend.get(record.id) ?? new Map(), period, { amount, today })
    return viewBudget(record, burn, open.has(record.id))
  })
  return { zone, asOf: now.toISOString(), today, budgets }
}

/** A budget and where it stands, as plain values. */
export function viewBudget(record: BudgetRecord, burn: Burn, hasOpenRequest: boolean): BudgetView {
  const { id, slug, name, filters, periodKind, ownerEmail, fullAction, critical, createdBy } = record
  return {
    ...{ id, slug, name, filters, periodKind, ownerEmail, fullAction, critical, createdBy },
    scopeText: describeScope(filters),
    actualThresholds: record.actualThresholds,
    forecastThresholds: record.forecastThresholds,
    isArchived: record.archivedAt !== null,
    hasOpenRequest,
    burn,
  }
}

import { and, eq, inArray, isNull } from 'drizzle-orm'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { budget, budgetThresholdEvent } from '@/lib/db/schema/budgets'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { readReportingZone } from '@/lib/registry/registry-version'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { findAmendment } from './amendments'
import { periodBefore, periodOn } from './budget-period'
import { readDailySpend, type SpendByDay, type SpendQuestion, type SpendSum, sumDays } from './daily-spend'
import { fromEstimate } from './forecast/estimate'
import { forecastHistory, forecastSpend } from './forecast/forecast-spend'
import { type AmendmentRecord, type BudgetRecord, readBudgets } from './queries'
import { tellThreshold } from './tell-threshold'
import { listReached, type ThresholdBasis } from './thresholds'

/** What an evaluation did. */
export interface Evaluation {
  readonly budgets: number
  /** Threshold events that are new. */
  readonly recorded: number
  /** Those among them that people are told of. */
  readonly told: number
}

interface EvaluateOptions {
  readonly now: Date
  /** All that are in use where absent. */
  readonly budgetIds?: readonly string[]
  /** The amendment in force is new: what was reached under the one before is known already. */
  readonly isAmended?: boolean
}

/**
 * Compares the spend of budgets with their amounts, in the period that runs and, for events that come late, the one before; and
 * records each threshold that was reached and has no event. Any number may run at once and as often as they like: the unique key
 * of the events decides whose record stands, and only its writer tells people.
 */
export async function evaluateBudgets(db: Database, { now, budgetIds, isAmended = false }: EvaluateOptions): Promise<Evaluation> {
  const where = and(isNull(budget.archivedAt), budgetIds && inArray(budget.id, [...budgetIds]))
  const budgets = await readBudgets(db, where)
  const zone = await readReportingZone(db)
  const today = dateInZone(now, zone)
  const tasks = budgets.flatMap((one) => listTasks(one, today))
  const scope = scopeFor({ kind: 'system', name: 'job' }, 'budget.read')
  const spend = await readDailySpend(
    db,
    scope,
    zone,
    tasks.map(({ question }) => question),
  )
  let [recorded, told] = [0, 0]
  // In one order everywhere, so that two evaluations never wait for each other in a circle.
  for (const task of tasks.toSorted((left, right) => (left.question.key < right.question.key ? -1 : 1))) {
    const days = spend.get(task.question.key) ?? new Map()
    const records = await db.transaction((tx) => recordTask(tx, task, days, { today, isAmended }))
    recorded += records.length
    told += records.filter(({ telling }) => telling === 'told').length
  }
  return { budgets: budgets.length, recorded, told }
}

interface Task {
  readonly record: BudgetRecord
  readonly amendment: AmendmentRecord
  readonly period: Period
  readonly hasForecast: boolean
  readonly question: SpendQuestion
}

function listTasks(record: BudgetRecord, today: CalendarDate): Task[] {
  const current = periodOn(record.periodKind, today)
  return [periodBefore(record.periodKind, current), current].flatMap((period) => {
    const amendment = findAmendment(record.amendments, period)
    if (amendment === null) return []
    const hasForecast = period === current && record.forecastThresholds.length > 0
    const history = hasForecast ? forecastHistory(period, today) : period
    const question = { key: `${record.id} ${period.from}`, filters: record.filters, period: history }
    return [{ record, amendment, period, hasForecast, question }]
  })
}

async function recordTask(
  tx: Database,
  task: Task,
  days: SpendByDay,
  { today, isAmended }: { today: CalendarDate; isAmended: boolean },
) {
  const { record, amendment, period } = task
  const events = await tx
    .select({
      threshold: budgetThresholdEvent.threshold,
      basis: budgetThresholdEvent.basis,
      amendmentId: budgetThresholdEvent.amendmentId,
    })
    .from(budgetThresholdEvent)
    .where(and(eq(budgetThresholdEvent.budgetId, record.id), eq(budgetThresholdEvent.periodStart, period.from)))
  const known = (basis: ThresholdBasis, isUnderThis: boolean) =>
    new Set(
      events.flatMap((event) =>
        event.basis === basis && (event.amendmentId === amendment.id) === isUnderThis ? [shorten(event.threshold)] : [],
      ),
    )
  const amount = parseDecimal(amendment.amount)
  const actual = sumDays(days, period)
  const records = await write(tx, task, 'actual', actual, {
    amount,
    recorded: known('actual', true),
    before: isAmended ? known('actual', false) : new Set(),
  })
  const recorded = known('forecast', true)
  if (!task.hasForecast || record.forecastThresholds.every((threshold) => recorded.has(threshold))) return records
  const forecast = forecastSpend(days, period, today)
  // An average of a few days is no reason to alarm anybody.
  if (forecast.method !== 'profile') return records
  const expected = { spend: parseDecimal(fromEstimate(forecast.expected)), isAtLeast: actual.isAtLeast }
  // What is spent already is no news as a forecast.
  const spent = record.forecastThresholds.filter(
    (threshold) => listReached({ ...actual, amount, thresholds: [threshold] }, new Set()).length > 0,
  )
  const before = new Set([...spent, ...(isAmended ? known('forecast', false) : [])])
  return [...records, ...(await write(tx, task, 'forecast', expected, { amount, recorded, before }))]
}

const shorten = (threshold: string) => formatDecimal(parseDecimal(threshold))

async function write(
  tx: Database,
  { record, amendment, period }: Task,
  basis: ThresholdBasis,
  { spend, isAtLeast }: SpendSum,
  { amount, recorded, before }: { amount: Usd; recorded: ReadonlySet<string>; before: ReadonlySet<string> },
) {
  const thresholds = basis === 'actual' ? record.actualThresholds : record.forecastThresholds
  const reached = listReached({ spend, amount, thresholds }, recorded, before)
  if (reached.length === 0) return []
  const shared = { budgetId: record.id, basis, periodStart: period.from, amendmentId: amendment.id, isAtLeast }
  const written = await tx
    .insert(budgetThresholdEvent)
    .values(reached.map((one) => ({ ...shared, ...one, spend: formatDecimal(spend), amount: amendment.amount })))
    .onConflictDoNothing()
    .returning({ id: budgetThresholdEvent.id, threshold: budgetThresholdEvent.threshold, telling: budgetThresholdEvent.telling })
  for (const { id, threshold } of written.filter(({ telling }) => telling === 'told')) {
    const event = { id, threshold: shorten(threshold), basis, spend: formatDecimal(spend), isAtLeast, amount: amendment.amount }
    await tellThreshold(tx, record, period, event)
  }
  return written
}

import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import { findZone, readSnapshot } from '@/lib/reports/spend/queries'
import type { CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { findAmendment, findAmount } from './amendments'
import { type PeriodKind, periodBefore, periodOn } from './budget-period'
import { type BurnPoint, listBurnPoints, listThresholdLevels, readBurn } from './burn'
import { readDailySpend } from './daily-spend'
import { describePeriod } from './describe-period'
import { type DriversView, readDrivers } from './driver-queries'
import { forecastHistory } from './forecast/forecast-spend'
import { type BudgetView, viewBudget } from './list-burns'
import { findBudget, listEvents, listPlan, listRequests } from './queries'

/** A budget with all that its page shows. Amounts are decimal text of US dollars, instants ISO. */
export interface BudgetDetails {
  readonly zone: string
  readonly asOf: string
  readonly today: CalendarDate
  readonly budget: BudgetView
  /** Periods that can be looked at, the one that runs first. */
  readonly periods: readonly { readonly from: CalendarDate; readonly label: string }[]
  readonly points: readonly BurnPoint[]
  readonly levels: readonly { readonly threshold: string; readonly amountUsd: string }[]
  readonly hasPlan: boolean
  readonly plan: readonly { readonly month: string; readonly amount: string }[]
  readonly drivers: DriversView | null
  readonly events: readonly EventView[]
  readonly requests: readonly RequestView[]
  readonly amendments: readonly AmendmentView[]
}

export interface EventView {
  readonly id: string
  readonly threshold: string
  readonly basis: string
  readonly periodStart: CalendarDate
  readonly periodLabel: string
  readonly spend: string
  readonly isAtLeast: boolean
  readonly amount: string
  readonly recordedAt: string
  readonly telling: string
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: string | null
}

export interface RequestView {
  readonly id: string
  readonly effectiveFrom: CalendarDate
  readonly amount: string
  readonly reason: string
  readonly requestedBy: string
  readonly requestedByUserId: string | null
  readonly requestedAt: string
  readonly state: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly decisionNote: string | null
}

export interface AmendmentView {
  readonly id: string
  readonly effectiveFrom: CalendarDate
  readonly amount: string
  readonly reason: string
  readonly requestedBy: string
  readonly approvedBy: string
  readonly approvedAt: string
  /** Its amount holds in the period that is looked at. */
  readonly isInForce: boolean
}

const offeredPeriods: Readonly<Record<PeriodKind, number>> = { month: 13, quarter: 8, year: 3 }

/**
 * A budget in one of its periods, of one snapshot.
 * @param options.from the first day of the period; absent, or none that is offered: the one that runs.
 * @returns null where there is no such budget, or it is not the reader's.
 */
export async function readBudget(
  db: Database,
  scope: Scope,
  idOrSlug: string,
  { now, from }: { now: Date; from?: CalendarDate | null },
): Promise<BudgetDetails | null> {
  return readSnapshot(db, async (tx) => {
    const record = await findBudget(tx, scope, idOrSlug)
    if (record === null) return null
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const periods = listPeriods(record.periodKind, today)
    const period = periods.find((one) => one.from === from) ?? periodOn(record.periodKind, today)
    const amount = findAmount(record.amendments, period)
    const question = { key: 'budget', filters: record.filters, period: forecastHistory(period, today) }
    const days = (await readDailySpend(tx, scope, zone, [question])).get('budget') ?? new Map()
    const plan = await listPlan(tx, record.id)
    const requests = await listRequests(tx, [record.id])
    const planned = new Map(plan.map((one) => [one.month, parseDecimal(one.amount)]))
    const inForce = findAmendment(record.amendments, period)?.id
    return {
      zone,
      asOf: now.toISOString(),
      today,
      budget: viewBudget(
        record,
        readBurn(days, period, { amount, today }),
        requests.some(({ state }) => state === 'open'),
      ),
      periods: periods.map((one) => ({ from: one.from, label: describePeriod(record.periodKind, one) })),
      points: listBurnPoints(days, period, { amount, today, plan: planned }),
      levels: listThresholdLevels(amount, record.actualThresholds),
      hasPlan: plan.some(({ month }) => `${month}-01` >= period.from && `${month}-01` < period.to),
      plan,
      drivers: await readDrivers(tx, scope, record, period, { zone, today }),
      events: (await listEvents(tx, record.id)).map((event) => ({
        ...event,
        periodLabel: describePeriod(record.periodKind, periodOn(record.periodKind, event.periodStart)),
        recordedAt: event.recordedAt.toISOString(),
        acknowledgedAt: event.acknowledgedAt?.toISOString() ?? null,
      })),
      requests: requests.map((request) => ({
        ...request,
        requestedAt: request.requestedAt.toISOString(),
        decidedAt: request.decidedAt?.toISOString() ?? null,
      })),
      amendments: record.amendments
        .map((one) => ({ ...one, approvedAt: one.approvedAt.toISOString(), isInForce: one.id === inForce }))
        .reverse(),
    }
  })
}

function listPeriods(kind: PeriodKind, today: CalendarDate) {
  const periods = [periodOn(kind, today)]
  while (periods.length < offeredPeriods[kind]) {
    const last = periods.at(-1)
    if (last) periods.push(periodBefore(kind, last))
  }
  return periods
}

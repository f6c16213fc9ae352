import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { BudgetFilters } from '@/lib/db/schema/budgets'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { sumFields } from '@/lib/money/sum-fields'
import { isDimensionName } from '@/lib/reports/spend/dimension-names'
import { readLabelColumns } from '@/lib/reports/spend/labels'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { addDays, type CalendarDate, countDays, type Period } from '@/lib/time/calendar'
import { type PeriodKind, periodBefore } from './budget-period'
import { type Driver, type DriverCell, type DriverDimension, driverAmounts, driverDimensions, findDrivers } from './drivers'

/** A driver on the wire. */
export type DriverView = { readonly value: string | null } & Readonly<
  Record<'beforeUsd' | 'nowUsd' | 'changeUsd' | 'trafficUsd' | 'lengthUsd' | 'retriesUsd' | 'priceUsd', string>
>

/** What moved spend between the complete days of a period and as many of the one before. */
export interface DriversView {
  readonly period: Period
  readonly previousPeriod: Period
  /** Something in either has no known cost. */
  readonly isAtLeast: boolean
  readonly total: DriverView
  readonly dimensions: Readonly<Record<DriverDimension, readonly DriverView[]>>
}

interface Place {
  readonly zone: string
  readonly today: CalendarDate
}

const shownDrivers = 8

/** The drivers of a budget's period; null on its first day, when nothing is complete to compare. */
export async function readDrivers(
  db: Database,
  scope: Scope,
  { filters, periodKind }: { filters: BudgetFilters; periodKind: PeriodKind },
  whole: Period,
  { zone, today }: Place,
): Promise<DriversView | null> {
  const period = { from: whole.from, to: today < whole.to ? today : whole.to }
  if (period.to <= period.from) return null
  const before = periodBefore(periodKind, whole)
  const sameDays = addDays(before.from, countDays(period))
  const previousPeriod = { from: before.from, to: period.to === whole.to || sameDays > before.to ? before.to : sameDays }
  const [now, then] = [
    await readCells(db, scope, filters, period, zone),
    await readCells(db, scope, filters, previousPeriod, zone),
  ]
  const drivers = findDrivers(then.cells, now.cells)
  return {
    period,
    previousPeriod,
    isAtLeast: now.isAtLeast || then.isAtLeast,
    total: view(drivers.total),
    dimensions: { feature: shorten(drivers.feature), model: shorten(drivers.model), environment: shorten(drivers.environment) },
  }
}

/** The largest, and what the others come to together, so that what is shown adds up still. */
function shorten(drivers: readonly Driver[]): DriverView[] {
  if (drivers.length <= shownDrivers + 1) return drivers.map(view)
  const rest = { value: otherValue, ...sumFields(driverAmounts, drivers.slice(shownDrivers)) }
  return [...drivers.slice(0, shownDrivers), rest].map(view)
}

/** Stands for what is left after the largest; no feature is called so. */
export const otherValue = '~other drivers'

function view({ value, before, now, change, traffic, length, retries, price }: Driver): DriverView {
  return {
    value,
    beforeUsd: formatDecimal(before),
    nowUsd: formatDecimal(now),
    changeUsd: formatDecimal(change),
    trafficUsd: formatDecimal(traffic),
    lengthUsd: formatDecimal(length),
    retriesUsd: formatDecimal(retries),
    priceUsd: formatDecimal(price),
  }
}

interface Line extends Record<string, unknown> {
  feature: string | null
  model: string | null
  environment: string | null
  attempt: string
  cost: string
  requests: string
  tokens: string
  unknown: string
}

async function readCells(
  db: Database,
  scope: Scope,
  filters: BudgetFilters,
  period: Period,
  zone: string,
): Promise<{ cells: DriverCell[]; isAtLeast: boolean }> {
  const names = Object.keys(filters).filter(isDimensionName)
  const labels = await readLabelColumns(
    db,
    names.map((name) => ({ name, path: name })),
  )
  const measures = [
    'cost_usd',
    'requests',
    'input_tokens',
    'output_tokens',
    'unpriced_requests',
    'missing_token_requests',
  ] as const
  const groupBy = [...driverDimensions, 'attempt'] as const
  const lines = await db.execute<Line>(sql`
    with ${groupUsage(scope, { period, zone, groupBy, filters, measures, labels })}
    select feature, model, environment, attempt, coalesce(cost_usd, 0)::text as cost, coalesce(requests, 0)::text as requests,
      (coalesce(input_tokens, 0) + coalesce(output_tokens, 0))::text as tokens,
      (coalesce(unpriced_requests, 0) + coalesce(missing_token_requests, 0))::text as unknown
    from grouped`)
  return {
    cells: lines.map(({ feature, model, environment, attempt, cost, requests, tokens }) => ({
      ...{ feature, model, environment, isRetry: attempt === 'retry' },
      ...{ cost: parseDecimal(cost), requests: Number(requests), tokens: BigInt(tokens) },
    })),
    isAtLeast: lines.some(({ unknown }) => unknown !== '0'),
  }
}

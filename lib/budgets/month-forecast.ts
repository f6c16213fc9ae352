import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { BudgetFilters } from '@/lib/db/schema/budgets'
import { formatDecimal } from '@/lib/money/decimal'
import { findZone, readSnapshot } from '@/lib/reports/spend/queries'
import { type CalendarDate, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { type ForecastView, viewForecast } from './burn'
import { readDailySpend, sumDays } from './daily-spend'
import { forecastHistory, forecastSpend } from './forecast/forecast-spend'

/** Where a month is expected to end. */
export interface MonthForecast {
  readonly zone: string
  readonly asOf: string
  /** The whole month, half-open. */
  readonly period: Period
  readonly today: CalendarDate
  /** Decimal text; what Spend totals for the month so far. */
  readonly spendUsd: string
  readonly isAtLeast: boolean
  readonly forecast: ForecastView
}

/**
 * Forecasts the end of the month that runs, of all that a reader sees or of a part of it.
 * @param options.month `YYYY-MM`; absent: the current one. A month that is over is its total.
 */
export async function loadMonthForecast(
  db: Database,
  scope: Scope,
  { now, month, filters = {} }: { now: Date; month?: string; filters?: BudgetFilters },
): Promise<MonthForecast> {
  return readSnapshot(db, async (tx) => {
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const period = monthPeriod(month ?? monthOf(today))
    const question = { key: 'month', filters, period: forecastHistory(period, today) }
    const days = (await readDailySpend(tx, scope, zone, [question])).get('month') ?? new Map()
    const { spend, isAtLeast } = sumDays(days, period)
    const forecast = viewForecast(forecastSpend(days, period, today))
    return { zone, asOf: now.toISOString(), period, today, spendUsd: formatDecimal(spend), isAtLeast, forecast }
  })
}

import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { addDays, type CalendarDate, countDays, listDays, type Period } from '@/lib/time/calendar'
import { type SpendByDay, sumDays } from './daily-spend'
import { fromEstimate, toEstimate } from './forecast/estimate'
import type { Forecast } from './forecast/forecast-period'
import { forecastSpend } from './forecast/forecast-spend'
import { usedPercent } from './thresholds'

/** How a budget stands, for people: `over` its amount; `at_risk`, the forecast is; `watch`, the forecast's range is. */
export type BurnStatus = 'over' | 'at_risk' | 'watch' | 'on_track' | 'ended' | 'no_amount'

/** A forecast on the wire: estimates as decimal text, to the cent. The range holds the truth four times in five. */
export interface ForecastView {
  readonly expectedUsd: string
  readonly lowUsd: string
  readonly highUsd: string
  readonly method: Forecast['method']
  readonly knownDays: number
  readonly launchDay: CalendarDate | null
}

/** Where a budget stands in a period. */
export interface Burn {
  readonly period: Period
  /** Null where no amount holds in the period. */
  readonly amountUsd: string | null
  /** Exactly what Spend totals for the scope and the period. */
  readonly spendUsd: string
  /** Some request in it has no known cost, so that spend and used percent are lower bounds. */
  readonly isAtLeast: boolean
  /** `spend ÷ amount × 100`, exact; null without an amount. */
  readonly usedPercent: string | null
  /** What is left of the amount; negative where more was spent. */
  readonly leftUsd: string | null
  readonly totalDays: number
  /** Days of the period that are not over, today among them. */
  readonly daysLeft: number
  /** What one of the last days cost on average, up to seven complete ones of the period; null before the first. */
  readonly runRateUsd: string | null
  readonly forecast: ForecastView
  /** The day on which the amount is, or is expected to be, used up; null where it lasts. */
  readonly runsOutOn: CalendarDate | null
  readonly status: BurnStatus
}

const runRateDays = 7

/** Where a budget stands on a day. */
export function readBurn(days: SpendByDay, period: Period, { amount, today }: { amount: Usd | null; today: CalendarDate }): Burn {
  return describeBurn(days, period, { amount, today, forecast: forecastSpend(days, period, today) })
}

/** The same with the forecast at hand. */
export function describeBurn(
  days: SpendByDay,
  period: Period,
  { amount, today, forecast }: { amount: Usd | null; today: CalendarDate; forecast: Forecast },
): Burn {
  const { spend, isAtLeast } = sumDays(days, period)
  const isOver = today >= period.to
  return {
    period,
    amountUsd: amount === null ? null : formatDecimal(amount),
    spendUsd: formatDecimal(spend),
    isAtLeast,
    usedPercent: amount === null ? null : usedPercent(spend, amount),
    leftUsd: amount === null ? null : formatDecimal(amount - spend),
    totalDays: countDays(period),
    daysLeft: isOver ? 0 : countDays({ from: today < period.from ? period.from : today, to: period.to }),
    runRateUsd: findRunRate(days, period, today),
    forecast: viewForecast(forecast),
    runsOutOn: amount === null ? null : findRunOut(days, period, amount, forecast),
    status: findStatus({ spend, amount, isOver, forecast }),
  }
}

export function viewForecast({ expected, low, high, method, knownDays, launchDay }: Forecast): ForecastView {
  const amounts = { expectedUsd: fromEstimate(expected), lowUsd: fromEstimate(low), highUsd: fromEstimate(high) }
  return { ...amounts, method, knownDays, launchDay }
}

function findRunRate(days: SpendByDay, period: Period, today: CalendarDate): string | null {
  const to = today < period.to ? today : period.to
  const week = addDays(to, -runRateDays)
  const span = { from: week > period.from ? week : period.from, to }
  if (span.to <= span.from) return null
  return formatDecimal(divideHalfEven(sumDays(days, span).spend, BigInt(countDays(span))))
}

function findRunOut(days: SpendByDay, period: Period, amount: Usd, forecast: Forecast): CalendarDate | null {
  let spent = 0n
  for (const day of listDays(period)) {
    spent += days.get(day)?.cost ?? 0n
    if (spent >= amount) return day
  }
  const limit = toEstimate(amount)
  return forecast.days.find(({ expected }) => expected >= limit)?.day ?? null
}

interface Standing {
  readonly spend: Usd
  readonly amount: Usd | null
  readonly isOver: boolean
  readonly forecast: Forecast
}

function findStatus({ spend, amount, isOver, forecast }: Standing): BurnStatus {
  if (amount === null) return 'no_amount'
  if (spend >= amount) return 'over'
  if (isOver) return 'ended'
  const limit = toEstimate(amount)
  if (forecast.method === 'none') return 'on_track'
  if (forecast.expected >= limit) return 'at_risk'
  return forecast.high >= limit ? 'watch' : 'on_track'
}

/** A day of the burn-up: cumulated decimal text; null where it is not known, or not yet. */
export interface BurnPoint {
  readonly day: CalendarDate
  readonly spendUsd: string | null
  readonly isAtLeast: boolean
  readonly planUsd: string | null
  readonly expectedUsd: string | null
  readonly lowUsd: string | null
  readonly highUsd: string | null
}

/**
 * The burn-up of a period: what was spent up to the end of each day, what the plan meant to have spent by then, and from today on
 * the forecast with its range.
 * @param plan by month; a month without one takes its even share of the amount.
 */
export function listBurnPoints(
  days: SpendByDay,
  period: Period,
  { amount, today, plan }: { amount: Usd | null; today: CalendarDate; plan: ReadonlyMap<string, Usd> },
): BurnPoint[] {
  const forecast = forecastSpend(days, period, today)
  const ahead = new Map(forecast.days.map((one) => [one.day, one]))
  const planned = cumulatePlan(period, amount, plan)
  let [spent, isAtLeast] = [0n, false]
  return listDays(period).map((day, index) => {
    const one = days.get(day)
    spent += one?.cost ?? 0n
    isAtLeast ||= (one?.unknownRequests ?? 0) > 0
    const expected = ahead.get(day)
    // The forecast begins where what is known ends.
    const isLastKnown = addDays(day, 1) === today
    const now = formatDecimal(spent)
    return {
      day,
      spendUsd: day <= today ? now : null,
      isAtLeast: isAtLeast && day <= today,
      planUsd: planned?.[index] ?? null,
      expectedUsd: expected ? fromEstimate(expected.expected) : isLastKnown ? now : null,
      lowUsd: expected ? fromEstimate(expected.low) : isLastKnown ? now : null,
      highUsd: expected ? fromEstimate(expected.high) : isLastKnown ? now : null,
    }
  })
}

/** What was meant to be spent by the end of each day, even within a month; null where neither plan nor amount says. */
function cumulatePlan(period: Period, amount: Usd | null, plan: ReadonlyMap<string, Usd>): string[] | null {
  const days = listDays(period)
  const months = new Map<string, number>()
  for (const day of days) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + 1)
  if (amount === null && [...months.keys()].some((month) => !plan.has(month))) return null
  let before = 0n
  const result: string[] = []
  for (const [month, count] of months) {
    const own = plan.get(month) ?? divideHalfEven((amount ?? 0n) * BigInt(count), BigInt(days.length))
    for (let position = 1; position <= count; position += 1) {
      result.push(formatDecimal(before + divideHalfEven(own * BigInt(position), BigInt(count))))
    }
    before += own
  }
  return result
}

/** The levels of an amount at which something is told, with what they come to. */
export function listThresholdLevels(
  amount: Usd | null,
  thresholds: readonly string[],
): { threshold: string; amountUsd: string }[] {
  if (amount === null) return []
  const hundred = 100n * 10n ** 18n
  return thresholds.map((threshold) => ({
    threshold,
    amountUsd: formatDecimal(divideHalfEven(amount * parseDecimal(threshold), hundred)),
  }))
}

import { addDays, type CalendarDate, countDays, type Period } from '@/lib/time/calendar'
import { placeDays } from './calendar-days'
import { type ErrorRange, findRange } from './find-range'
import { type DailyFit, fitDaily } from './fit-daily'
import { sum } from './robust'

/** What a forecast is made from. Dollars as numbers: a forecast is an estimate, and is never added to anything exact. */
export interface ForecastQuestion {
  /** The period whose end is asked for. */
  readonly period: Period
  /** The first day that is not over, in or after the period. */
  readonly today: CalendarDate
  /** Every day before `today` from some day on, in order, without gaps; the period's days are among them. */
  readonly history: readonly number[]
  /** What was spent on `today` so far. */
  readonly todaySoFar: number
}

/** What a day is expected to bring the period's spend to, with the range that holds the truth four times in five. */
export interface ForecastDay {
  readonly day: CalendarDate
  readonly expected: number
  readonly low: number
  readonly high: number
}

export interface Forecast {
  /** What the period is expected to end at, with the range that holds the truth four times in five. */
  readonly expected: number
  readonly low: number
  readonly high: number
  /** From today to the period's last day, cumulated over the period; empty where it is over. */
  readonly days: readonly ForecastDay[]
  /** `profile`: from weekdays, trend and steps; `run_rate`: too few days for more than their average; `none`: nothing known. */
  readonly method: 'profile' | 'run_rate' | 'none'
  /** How many days with a first spend behind them it rests on. */
  readonly knownDays: number
  /** The first day of a new level, where the last eight weeks hold one. */
  readonly launchDay: CalendarDate | null
  /** Growth a day, as a share. */
  readonly dailyGrowth: number
}

/** Fewer days than this know no weekday and no trend. */
const minProfileDays = 10
/** Days before these say nothing that the later ones do not say better; five months have four edges. */
export const memoryDays = 155

/** Forecasts the end of a period from its days and those before it. The same question has the same answer. */
export function forecastPeriod({ period, today, history, todaySoFar }: ForecastQuestion): Forecast {
  const known = Math.min(history.length, Math.max(0, countDays({ from: period.from, to: today })))
  const spent = sum(history.slice(history.length - known))
  const remaining = Math.max(0, countDays({ from: today, to: period.to }))
  const first = history.findIndex((value) => value > 0)
  const values = first < 0 ? [] : history.slice(Math.max(first, history.length - memoryDays))
  const facts = { knownDays: values.length, launchDay: null, dailyGrowth: 0 }
  if (remaining === 0) return { ...facts, expected: spent, low: spent, high: spent, days: [], method: 'profile' }
  if (values.length === 0) return forecastNothing({ spent: spent + todaySoFar, today, remaining, facts })
  if (values.length < minProfileDays) return forecastRunRate({ values, spent, todaySoFar, today, remaining })

  const places = placeDays(addDays(today, -values.length), values.length + remaining)
  const fit = fitDaily(values, places)
  const expectations = places.slice(values.length).map((place, index) => fit.expect(place, index + 1))
  const range = findRange(values, places, remaining, fit)
  return {
    ...accumulate({ expectations, range, spent, todaySoFar, today }),
    method: 'profile',
    knownDays: values.length,
    launchDay: tellLaunch(fit, addDays(today, -values.length)),
    dailyGrowth: fit.growth,
  }
}

function tellLaunch({ launchIndex }: DailyFit, from: CalendarDate): CalendarDate | null {
  return launchIndex === null ? null : addDays(from, launchIndex)
}

interface Span {
  readonly spent: number
  readonly todaySoFar: number
  readonly today: CalendarDate
}

/** Adds the days up. What is spent already is certain: neither the expectation nor the range ever falls below it. */
function accumulate({
  expectations,
  range,
  spent,
  todaySoFar,
  today,
}: Span & { readonly expectations: readonly number[]; readonly range: ErrorRange }) {
  const certain = spent + todaySoFar
  let running = spent
  const days = expectations.map((expectation, index): ForecastDay => {
    running += index === 0 ? Math.max(expectation, todaySoFar) : expectation
    const open = running - spent
    const at = (share: number) => Math.max(certain, spent + open * (1 + share))
    return { day: addDays(today, index), expected: running, low: at(range.low), high: at(range.high) }
  })
  const { expected, low, high } = days.at(-1) ?? { expected: certain, low: certain, high: certain }
  return { expected, low, high, days }
}

/** The average of the few days that there are; a range as wide as their number makes it. */
function forecastRunRate({
  values,
  remaining,
  ...span
}: Span & { readonly values: readonly number[]; readonly remaining: number }): Forecast {
  const average = sum(values) / values.length
  const share = Math.min(0.9, 1 / Math.sqrt(values.length + 1))
  const range = { low: -share, high: 1.3 * share, trials: 0 }
  const totals = accumulate({ ...span, expectations: Array.from({ length: remaining }, () => average), range })
  return { ...totals, method: 'run_rate', knownDays: values.length, launchDay: null, dailyGrowth: 0 }
}

function forecastNothing({
  spent,
  today,
  remaining,
  facts,
}: {
  readonly spent: number
  readonly today: CalendarDate
  readonly remaining: number
  readonly facts: Pick<Forecast, 'knownDays' | 'launchDay' | 'dailyGrowth'>
}): Forecast {
  const days = Array.from({ length: remaining }, (_, index) => ({
    ...{ day: addDays(today, index), expected: spent, low: spent, high: spent },
  }))
  return { ...facts, expected: spent, low: spent, high: spent, days, method: 'none' }
}

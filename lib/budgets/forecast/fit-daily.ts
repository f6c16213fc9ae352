import type { DayPlace } from './calendar-days'
import { findLaunch } from './find-launch'
import { type DayProfile, findProfile } from './find-profile'
import { median, spreadAround, theilSenSlope } from './robust'

/** What is known of the days of a series, and what follows for those after them. */
export interface DailyFit {
  /** What a day is expected to cost, `ahead` days after the last known one (1 is the next). */
  readonly expect: (place: DayPlace, ahead: number) => number
  /** The spread of a single day around what was expected of it, as a share. */
  readonly spread: number
  /** How many days the level rests on. */
  readonly levelDays: number
  /** The first day of the level that holds now, counted from the first known day; null where no step was found. */
  readonly launchIndex: number | null
  /** Growth a day, as a share; 0 where none could be told from chance. */
  readonly growth: number
  readonly profile: DayProfile
}

const memoryDays = 12
const centreDays = 15
const trendDays = 56
const minTrendDays = 14
const maxGrowth = 0.006
const damping = 0.97
/** Days beyond so many spreads count as if they lay there: an outlier says little of the level. */
const clipSpreads = 2.5
/** A day that is usually next to nothing says nothing of the level. */
const minFactor = 0.3

/**
 * Fits a level, a trend since the last step, and a profile of weekdays and month edges to days of spend in order.
 * @param values from the first day with spend on; at least three.
 * @param places of the same days, or more.
 */
export function fitDaily(values: readonly number[], places: readonly DayPlace[]): DailyFit {
  const profile = findProfile(values, places)
  const factors = values.map((_, index) => profile.factorOf(places[index] ?? noPlace))
  const logs = values.map((value, index) => {
    const factor = factors[index] ?? 1
    return value > 0 && factor >= minFactor ? Math.log(value / factor) : null
  })
  const launchIndex = findLaunch(logs)
  const from = launchIndex ?? 0
  const points = logs.flatMap((value, at) =>
    value !== null && at >= Math.max(from, values.length - trendDays) ? [{ at, value }] : [],
  )
  const { growth, spread } = findTrend(points)
  const level = findLevel(values, factors, { from, growth, spread })
  return {
    expect: (place, ahead) => level * Math.exp(growth * dampedDays(ahead)) * profile.factorOf(place),
    spread,
    levelDays: Math.max(1, values.length - from),
    launchIndex,
    growth,
    profile,
  }
}

const noPlace: DayPlace = { weekday: 0, fromStart: 15, toEnd: 15, month: 0 }

/** The sum of the first powers of the damping: a trend is believed less the further it reaches. */
const dampedDays = (ahead: number) => (damping * (1 - damping ** ahead)) / (1 - damping)

function findTrend(points: readonly { at: number; value: number }[]): { growth: number; spread: number } {
  const values = points.map(({ value }) => value)
  const flat = Math.max(0.02, spreadAround(values, median(values)) || 0)
  if (points.length < minTrendDays) return { growth: 0, spread: Number.isFinite(flat) ? flat : 0.3 }
  const slope = theilSenSlope(points)
  const residuals = points.map(({ at, value }) => value - slope * at)
  const spread = Math.max(0.02, spreadAround(residuals, median(residuals)))
  const count = points.length
  // The standard error of a slope over evenly spaced points; a slope is believed as far as it stands out from that.
  const error = spread / Math.sqrt((count * (count * count - 1)) / 12)
  const strength = (slope / error) ** 2
  const growth = (slope * strength) / (strength + 12)
  return { growth: Math.max(-maxGrowth, Math.min(maxGrowth, growth)), spread }
}

/** The level at the last day: recent days count most, each freed of its profile and carried on by the trend. */
function findLevel(
  values: readonly number[],
  factors: readonly number[],
  { from, growth, spread }: { from: number; growth: number; spread: number },
): number {
  const days = values
    .map((value, index) => {
      const age = values.length - 1 - index
      const factor = factors[index] ?? 1
      return { carried: (value / factor) * Math.exp(growth * age), weight: factor * Math.exp(-age / memoryDays), factor }
    })
    .slice(from)
  const telling = days.filter(({ factor }) => factor >= minFactor)
  const centre = median((telling.length > 0 ? telling : days).slice(-centreDays).map(({ carried }) => carried))
  const [low, high] = [centre * Math.exp(-clipSpreads * spread), centre * Math.exp(clipSpreads * spread)]
  let [total, weights] = [0, 0]
  for (const { carried, weight } of days) {
    total += weight * Math.max(low, Math.min(high, carried))
    weights += weight
  }
  return weights > 0 ? total / weights : 0
}

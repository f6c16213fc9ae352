import type { DayPlace } from './calendar-days'
import { type DailyFit, fitDaily } from './fit-daily'
import { quantile, sum } from './robust'

/** How far the truth may lie below and above what is expected of some days, as shares of it: 80 % of the time within. */
export interface ErrorRange {
  readonly low: number
  readonly high: number
  /** How often the forecaster was tried on its own past. */
  readonly trials: number
}

const maxTrials = 16
const stepDays = 3
const minHistory = 14
const normal90 = 1.2816
/** How much of the implied range stands as a floor where trials speak for themselves. */
const floorShare = 0.7

/**
 * The range of errors that the same forecaster made on the known days: at origins in the past, for as many days ahead as are
 * asked for now. Trials overlap, so that few independent ones are among them: what the spread of single days and the drift of the
 * level imply is a floor to the range.
 * @param ahead how many days are to be forecast; above 0.
 */
export function findRange(values: readonly number[], places: readonly DayPlace[], ahead: number, fit: DailyFit): ErrorRange {
  const horizon = Math.min(ahead, Math.max(3, Math.floor((values.length - minHistory) / 2)))
  const errors: number[] = []
  for (let origin = values.length - horizon; origin >= minHistory && errors.length < maxTrials; origin -= stepDays) {
    const past = fitDaily(values.slice(0, origin), places)
    const expected = sum(places.slice(origin, origin + horizon).map((place, index) => past.expect(place, index + 1)))
    const actual = sum(values.slice(origin, origin + horizon))
    if (expected > 0) errors.push(actual / expected - 1)
  }
  const stretch = Math.sqrt(ahead / horizon)
  const floor = normal90 * impliedError(fit, ahead)
  if (errors.length < 5) return { low: -Math.min(0.95, 1.5 * floor), high: 1.5 * floor, trials: errors.length }
  return {
    low: Math.max(-0.95, Math.min(quantile(errors, 0.1) * stretch, -floorShare * floor)),
    high: Math.max(quantile(errors, 0.9) * stretch, floorShare * floor),
    trials: errors.length,
  }
}

/** The standard error of a sum of days: of the days themselves, of the level they are measured from, and of its drift. */
function impliedError({ spread, levelDays }: DailyFit, ahead: number): number {
  const ofDays = spread ** 2 / ahead
  const ofLevel = spread ** 2 / Math.min(levelDays, 18)
  const ofDrift = 0.0006 * ahead
  return Math.sqrt(ofDays + ofLevel + ofDrift)
}

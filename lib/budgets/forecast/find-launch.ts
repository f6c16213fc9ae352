import { median, spreadAround } from './robust'

const lookBackDays = 56
const sideDays = 14
const minBefore = 7
const minAfter = 4
/** A step smaller than a sixth either way is left to the trend. */
const minStep = Math.log(1.18)
const minScore = 4.5
const maxLaunches = 3

/**
 * Where the level of a series of days stepped to another one, as when a feature is launched or taken away: the latest day from
 * which on the median of two weeks differs from that of the two weeks before by more than their spread explains.
 * @param levels logarithms of spend without its weekday; null where a day says nothing.
 * @returns the index of the first day on the new level; null where there is no step.
 */
export function findLaunch(levels: readonly (number | null)[]): number | null {
  let launch: number | null = null
  for (let found = 0; found < maxLaunches; found += 1) {
    const next = findStep(levels, launch ?? 0)
    if (next === null) break
    launch = next
  }
  return launch
}

function findStep(levels: readonly (number | null)[], from: number): number | null {
  let best: { at: number; score: number } | null = null
  for (let at = Math.max(from + minBefore, levels.length - lookBackDays); at <= levels.length - minAfter; at += 1) {
    const before = known(levels.slice(Math.max(from, at - sideDays), at))
    const after = known(levels.slice(at, at + sideDays))
    if (before.length < minBefore - 2 || after.length < minAfter - 1) continue
    const score = scoreStep(before, after)
    if (score > (best?.score ?? minScore)) best = { at, score }
  }
  return best === null ? null : placeStep(levels, best.at, from)
}

/** Medians do not mind a day on the wrong side: the step lies where the days of either side are nearest to their median. */
function placeStep(levels: readonly (number | null)[], found: number, from: number): number {
  const [start, end] = [Math.max(from, found - sideDays), found + sideDays]
  let best = { at: found, distance: Number.POSITIVE_INFINITY }
  for (let at = start + minAfter; at <= Math.min(levels.length, end) - minAfter; at += 1) {
    const distance = distanceToMedian(known(levels.slice(start, at))) + distanceToMedian(known(levels.slice(at, end)))
    if (distance < best.distance) best = { at, distance }
  }
  return best.at
}

function distanceToMedian(values: readonly number[]): number {
  const centre = median(values)
  return values.reduce((total, value) => total + Math.abs(value - centre), 0)
}

function scoreStep(before: readonly number[], after: readonly number[]): number {
  const [low, high] = [median(before), median(after)]
  const step = Math.abs(high - low)
  if (step < minStep) return 0
  const residuals = [...before.map((value) => value - low), ...after.map((value) => value - high)]
  // A floor on the spread: a few days that happen to be alike prove nothing.
  const spread = Math.max(0.04, spreadAround(residuals, 0))
  return step / (1.25 * spread * Math.sqrt(1 / before.length + 1 / after.length))
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null)

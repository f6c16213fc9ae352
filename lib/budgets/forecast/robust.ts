/** The middle of some values; the mean of the two middle ones of an even count; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** A quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan); NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  // Typed arrays sort by number and without a callback: medians are most of a forecast's work.
  const sorted = Float64Array.from(values).sort()
  const position = (sorted.length - 1) * share
  const lower = sorted[Math.floor(position)] ?? Number.NaN
  const upper = sorted[Math.ceil(position)] ?? Number.NaN
  return lower + (upper - lower) * (position - Math.floor(position))
}

/** The spread around a centre: the median absolute deviation, scaled to be the standard deviation of normal values. */
export function spreadAround(values: readonly number[], centre: number): number {
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)))
}

/** The slope that the median pair of points has (Theil 1950, Sen 1968): a quarter of the points may be anything. */
export function theilSenSlope(points: readonly { at: number; value: number }[]): number {
  const slopes: number[] = []
  for (const [index, left] of points.entries()) {
    for (const right of points.slice(index + 1)) {
      if (right.at !== left.at) slopes.push((right.value - left.value) / (right.at - left.at))
    }
  }
  return slopes.length === 0 ? 0 : median(slopes)
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

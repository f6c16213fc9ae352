/** The nearest-rank percentile of measured values, which need not be in order; null where there are none. */
export function findPercentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

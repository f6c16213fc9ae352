/**
 * Percentiles from counts by bucket. A roll-up holds four exponential buckets per doubling from 1 ms: bucket `b` counts the
 * whole milliseconds from `2^(b/4)` to below `2^((b+1)/4)`, as `latency_bucket` in SQL puts them; what took less than 1 ms
 * counts as 1.
 *
 * The percentile is the nearest rank (ISO 3534-1): the smallest latency that at least `percent` of the calls do not exceed. Its
 * bucket is known exactly; within it, the geometric middle of its first and last millisecond is told, which is off by
 * `2^(1/8) − 1` at most, whatever lies in the bucket.
 */
export const maxRelativeError = 2 ** (1 / 8) - 1

/** How the bound reads beside a figure. */
export const errorBoundText = '±9 %'

/** Calls by bucket. Counts may be split over several entries of the same bucket. */
export type LatencyCounts = Iterable<readonly [bucket: number, calls: bigint]>

/** Adds up counts of the same buckets, as for Other or a total. */
export function addCounts(parts: Iterable<LatencyCounts>): Map<number, bigint> {
  const sums = new Map<number, bigint>()
  for (const part of parts) for (const [bucket, calls] of part) sums.set(bucket, (sums.get(bucket) ?? 0n) + calls)
  return sums
}

/**
 * The latency in milliseconds that `percent` of the calls do not exceed, within `maxRelativeError`.
 *
 * @param percent above 0 and up to 100.
 * @returns null where no call has a known latency.
 * @throws RangeError for another percent.
 */
export function findPercentile(counts: LatencyCounts, percent: number): number | null {
  if (!(percent > 0 && percent <= 100)) throw new RangeError('a percentile lies above 0 and up to 100')
  const sorted = [...addCounts([counts])].filter(([, calls]) => calls > 0n).sort(([one], [other]) => one - other)
  const total = sorted.reduce((sum, [, calls]) => sum + calls, 0n)
  // The rank is a whole number of calls, rounded up; hundredths of a percent are as fine as anybody asks.
  const rank = (total * BigInt(Math.round(percent * 100)) + 9_999n) / 10_000n
  let passed = 0n
  for (const [bucket, calls] of sorted) {
    passed += calls
    if (passed >= rank) return middleOf(bucket)
  }
  return null
}

/** The first whole millisecond of a bucket; that of the next one where it holds none. */
export const bucketStart = (bucket: number): number => Math.ceil(2 ** (bucket / 4))

function middleOf(bucket: number): number {
  const first = bucketStart(bucket)
  const last = Math.max(first, bucketStart(bucket + 1) - 1)
  return Math.sqrt(first * last)
}

/** A latency as decimal text with four significant digits, which adds less than 0.05 % to its error. */
export function writeLatency(latencyMs: number | null): string | null {
  if (latencyMs === null) return null
  const text =
    latencyMs >= 1_000
      ? String(Math.round(latencyMs / 10 ** digitsBeyond(latencyMs)) * 10 ** digitsBeyond(latencyMs))
      : latencyMs.toPrecision(4)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** How many digits before the point are more than four. */
const digitsBeyond = (latencyMs: number) => Math.max(0, Math.floor(Math.log10(latencyMs)) - 3)

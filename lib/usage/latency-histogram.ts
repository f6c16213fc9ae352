/** Decimal digits of each bucket's count: a sum may hold a trillion calls less one before it would run into the next. */
const countDigits = 12

/** Calls by latency bucket; a bucket without calls is absent. */
export type LatencyHistogram = ReadonlyMap<number, bigint>

/**
 * The counts of a histogram as the database sums it: bucket `b` stands at `10^(12 b)`, so that histograms add up, and are taken
 * off each other, as plain numbers do.
 *
 * @param text a whole number that is not negative, as decimal text.
 */
export function readHistogram(text: string): LatencyHistogram {
  const counts = new Map<number, bigint>()
  for (let bucket = 0, end = text.length; end > 0; bucket += 1, end -= countDigits) {
    const calls = BigInt(text.slice(Math.max(0, end - countDigits), end))
    if (calls > 0n) counts.set(bucket, calls)
  }
  return counts
}

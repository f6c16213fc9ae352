import { lagOfBucketMs } from '@/lib/ingest/lag-bucket'

/**
 * The lag below which a share of calls came, in milliseconds, by the nearest rank; within 9 % and half a millisecond, which is what
 * buckets and whole milliseconds tell. Null
 * where no call came.
 */
export function lagPercentileMs(calls: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...calls].sort(([left], [right]) => left - right)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(share * total))
  let seen = 0
  for (const [bucket, count] of buckets) {
    seen += count
    if (seen >= rank) return lagOfBucketMs(bucket)
  }
  return null
}

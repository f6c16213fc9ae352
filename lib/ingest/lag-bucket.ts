/** Buckets for each doubling: neighbouring bounds are 19 % apart, so that a middle is off by 9 % at most. */
const bucketsPerDoubling = 4

/** The bucket of a lag: 0 up to a millisecond, also where the sender's clock is ahead of ours, then four for each doubling. */
export function lagBucket(lagMs: number): number {
  return lagMs <= 1 ? 0 : Math.floor(bucketsPerDoubling * Math.log2(lagMs))
}

/** The middle of a bucket, in milliseconds. */
export const lagOfBucketMs = (bucket: number): number => Math.round(2 ** ((bucket + 0.5) / bucketsPerDoubling))

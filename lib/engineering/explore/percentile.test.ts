import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCounts, bucketStart, findPercentile, maxRelativeError, writeLatency } from './percentile'

/** Where SQL puts a latency: the last bucket that begins at or below it. */
function bucketOf(latencyMs: number): number {
  let bucket = Math.floor(4 * Math.log2(Math.max(1, latencyMs))) - 2
  while (bucketStart(bucket + 1) <= Math.max(1, latencyMs)) bucket += 1
  return bucket
}

const countsOf = (latencies: readonly number[]) => addCounts(latencies.map((latencyMs) => [[bucketOf(latencyMs), 1n] as const]))

/** The smallest of the latencies that at least so many percent do not exceed. */
function truePercentile(latencies: readonly number[], percent: number): number {
  const sorted = latencies.toSorted((one, other) => one - other)
  return sorted[Math.ceil((sorted.length * percent) / 100 - 1e-9) - 1] ?? Number.NaN
}

const latencyMs = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 60_000 }),
  fc.integer({ min: 1, max: 2 ** 31 - 1 }),
)

describe('percentiles from buckets', () => {
  it('lie within the stated bound of the true ones, whatever the latencies are', () => {
    fc.assert(
      fc.property(
        fc.array(latencyMs, { minLength: 1, maxLength: 300 }),
        fc.constantFrom(1, 25, 50, 90, 95, 99, 99.9, 100),
        (latencies, percent) => {
          const truth = truePercentile(latencies, percent)
          const found = findPercentile(countsOf(latencies), percent)
          expect(found).not.toBeNull()
          expect(Math.abs((found ?? 0) - truth) / truth).toBeLessThanOrEqual(maxRelativeError + 1e-12)
          expect(Math.abs(Number(writeLatency(found)) - truth) / truth).toBeLessThanOrEqual(maxRelativeError + 0.000_6)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('of a whole are those of its parts added up', () => {
    const few = [12, 15, 900]
    const many = [4, 4, 5, 80, 81, 82, 3_000]
    const added = addCounts([countsOf(few), countsOf(many)])
    for (const percent of [50, 95, 99])
      expect(findPercentile(added, percent)).toBe(findPercentile(countsOf([...few, ...many]), percent))
  })

  it('are exact where a bucket holds one millisecond only', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((truth) => findPercentile(countsOf([truth]), 50))).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('take the nearest rank: 19 of 20 calls are the 95th percentile', () => {
    const calls = [...Array.from({ length: 19 }, () => 10), 5_000]
    expect(writeLatency(findPercentile(countsOf(calls), 95))).toBe('10.49')
    expect(Number(writeLatency(findPercentile(countsOf(calls), 96)))).toBeGreaterThan(4_800)
  })

  it('are unknown where no call has a latency', () => {
    expect(findPercentile([], 95)).toBeNull()
    expect(findPercentile([[12, 0n]], 95)).toBeNull()
    expect(writeLatency(null)).toBeNull()
  })

  it.each([0, -1, 100.5, Number.NaN])('refuse %s percent', (percent) => {
    expect(() => findPercentile([[1, 1n]], percent)).toThrow(RangeError)
  })

  it.each([
    [1, '1'],
    [8.485_28, '8.485'],
    [10.488_08, '10.49'],
    [987.66, '987.7'],
    [1_234.5, '1235'],
    [123_456.7, '123500'],
    [100, '100'],
  ])('writes %s ms as %s', (given, text) => expect(writeLatency(given)).toBe(text))
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHistogram } from './latency-histogram'

const calls = fc.bigInt({ min: 1n, max: 499_999_999_999n })
const histogram = fc.dictionary(fc.integer({ min: 0, max: 124 }).map(String), calls).map((counts) => Object.entries(counts))
const pack = (counts: readonly (readonly [string, bigint])[]) =>
  counts.reduce((sum, [bucket, count]) => sum + count * 10n ** (12n * BigInt(bucket)), 0n)

describe('a histogram in one number', () => {
  it('reads back each count', () => {
    expect([...readHistogram('0')]).toEqual([])
    expect([...readHistogram('7')]).toEqual([[0, 7n]])
    expect([...readHistogram('3000000000042000000000000')]).toEqual([
      [1, 42n],
      [2, 3n],
    ])
    expect([...readHistogram('999999999999')]).toEqual([[0, 999_999_999_999n]])
  })

  it('adds up, and comes apart again, bucket by bucket', () => {
    fc.assert(
      fc.property(histogram, histogram, (one, other) => {
        const sum = new Map<number, bigint>()
        for (const [bucket, count] of [...one, ...other]) sum.set(Number(bucket), (sum.get(Number(bucket)) ?? 0n) + count)
        const sorted = (counts: Iterable<readonly [number, bigint]>) => [...counts].sort(([left], [right]) => left - right)
        expect([...readHistogram(String(pack(one) + pack(other)))]).toEqual(sorted(sum))
        const rest = String(pack(one) + pack(other) - pack(other))
        expect([...readHistogram(rest)]).toEqual(sorted(one.map(([bucket, count]) => [Number(bucket), count] as const)))
      }),
    )
  })
})

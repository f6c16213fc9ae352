import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lagBucket } from '@/lib/ingest/lag-bucket'
import { lagPercentileMs } from './lag-percentile'

const bucketsOf = (lags: readonly number[]) => {
  const calls = new Map<number, number>()
  for (const lag of lags) calls.set(lagBucket(lag), (calls.get(lagBucket(lag)) ?? 0) + 1)
  return calls
}

describe('the lag of calls', () => {
  it('is within 9 % and half a millisecond of what sorting them all would tell', () => {
    const lags = fc.array(fc.integer({ min: 2, max: 86_400_000 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(lags, fc.constantFrom(0.5, 0.95), (all, share) => {
        const exact = all.toSorted((left, right) => left - right)[Math.max(1, Math.ceil(share * all.length)) - 1] ?? 0
        const told = lagPercentileMs(bucketsOf(all), share) ?? 0
        expect(Math.abs(told - exact)).toBeLessThanOrEqual((2 ** (1 / 8) - 1) * exact + 0.5)
      }),
    )
  })

  it('is a millisecond where the sender’s clock is ahead, and unknown where nothing came', () => {
    expect(lagPercentileMs(bucketsOf([-5_000, 0, 1]), 0.5)).toBe(1)
    expect(lagPercentileMs(new Map(), 0.95)).toBeNull()
  })
})

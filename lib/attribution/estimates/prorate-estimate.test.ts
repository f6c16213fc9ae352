import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { allocateByWeight } from '@/lib/money/allocate'
import { addDays, listDays, type Period } from '@/lib/time/calendar'
import { prorateEstimate } from './prorate-estimate'

const quarter: Period = { from: '2026-01-01', to: '2026-04-01' }

describe('prorateEstimate', () => {
  test.each<[string, bigint, Period, bigint]>([
    ['all of it to a period around it', 900n, { from: '2025-01-01', to: '2027-01-01' }, 900n],
    ['a month by its days', 900n, { from: '2026-02-01', to: '2026-03-01' }, 280n],
    ['nothing to days before', 900n, { from: '2025-12-01', to: '2026-01-01' }, 0n],
    ['nothing to days after', 900n, { from: '2026-04-01', to: '2026-05-01' }, 0n],
    ['what does not divide to the first days', 92n, { from: '2026-01-01', to: '2026-01-03' }, 4n],
    ['no more than the rest to later ones', 92n, { from: '2026-01-03', to: '2026-01-05' }, 2n],
    ['something to the first days where there is less than a unit a day', 2n, { from: '2026-01-01', to: '2026-01-02' }, 1n],
  ])('gives %s', (_what, amount, within, expected) => {
    expect(prorateEstimate(amount, quarter, within)).toBe(expected)
  })

  const amounts = fc.bigInt(1n, 10n ** 30n)
  const periodsUpTo = (max: number) =>
    fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max })).map(([start, length]) => {
      const from = addDays('2025-01-01', start)
      return { from, to: addDays(from, length) }
    })
  const [periods, shortPeriods] = [periodsUpTo(400), periodsUpTo(40)]

  it('adds up to the amount over all days, and agrees with largest remainder on each', () => {
    fc.assert(
      fc.property(amounts, shortPeriods, (amount, period) => {
        const days = listDays(period)
        const parts = days.map((day) => prorateEstimate(amount, period, { from: day, to: addDays(day, 1) }))
        expect(parts).toEqual(
          allocateByWeight(
            amount,
            days.map(() => 1n),
          ),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('adds up wherever it is cut', () => {
    fc.assert(
      fc.property(amounts, periods, fc.integer({ min: 0, max: 800 }), (amount, period, cut) => {
        const day = addDays('2025-01-01', cut)
        const before = prorateEstimate(amount, period, { from: '2020-01-01', to: day })
        return before + prorateEstimate(amount, period, { from: day, to: '2030-01-01' }) === amount
      }),
    )
  })
})

import { describe, expect, it, test } from 'vitest'
import { isPeriodStart, namePeriod, periodAfter, periodBefore, periodOn } from './budget-period'

describe('the period of a day', () => {
  test.each([
    ['month', '2026-02-28', '2026-02-01', '2026-03-01', '2026-02'],
    ['month', '2026-12-31', '2026-12-01', '2027-01-01', '2026-12'],
    ['quarter', '2026-01-01', '2026-01-01', '2026-04-01', '2026 Q1'],
    ['quarter', '2026-11-15', '2026-10-01', '2027-01-01', '2026 Q4'],
    ['year', '2026-07-01', '2026-01-01', '2027-01-01', '2026'],
  ] as const)('%s of %s', (kind, day, from, to, name) => {
    expect(periodOn(kind, day)).toEqual({ from, to })
    expect(namePeriod(kind, { from, to })).toBe(name)
    expect(periodBefore(kind, periodAfter(kind, { from, to }))).toEqual({ from, to })
  })

  it('begins on its first day only', () => {
    expect(isPeriodStart('quarter', '2026-04-01')).toBe(true)
    expect(isPeriodStart('quarter', '2026-05-01')).toBe(false)
    expect(isPeriodStart('month', '2026-05-02')).toBe(false)
  })
})

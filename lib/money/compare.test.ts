import { describe, expect, it } from 'vitest'
import { compareAmounts, compareSizes, sizeOf } from './compare'
import { sumFields } from './sum-fields'

const huge = 10n ** 37n

describe('exact amounts', () => {
  it('sort by their last digit, where a number would see no difference', () => {
    expect([huge + 1n, -1n, huge, 0n].sort(compareAmounts)).toEqual([-1n, 0n, huge, huge + 1n])
    expect(compareAmounts(huge, huge)).toBe(0)
  })

  it('sort by size whichever way they go', () => {
    expect([-huge - 1n, huge, -2n, 1n].sort(compareSizes)).toEqual([1n, -2n, huge, -huge - 1n])
    expect(compareSizes(-5n, 5n)).toBe(0)
    expect([sizeOf(-7n), sizeOf(7n), sizeOf(0n)]).toEqual([7n, 7n, 0n])
  })

  it('add up name by name, to 0 where there is nothing, and leave what is not named', () => {
    const parts = [
      { traffic: huge, price: -1n, other: 5n },
      { traffic: 1n, price: -2n, other: 5n },
    ]
    expect(sumFields(['traffic', 'price'], parts)).toEqual({ traffic: huge + 1n, price: -3n })
    expect(sumFields(['traffic', 'price'], [])).toEqual({ traffic: 0n, price: 0n })
    expect(parts[0]).toEqual({ traffic: huge, price: -1n, other: 5n })
  })
})

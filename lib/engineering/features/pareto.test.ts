import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { rankPareto, sharesOf } from './pareto'

const amounts = fc.array(fc.bigInt(0n, 10n ** 24n), { maxLength: 40 })

describe('rankPareto', () => {
  it.each([
    ['the first alone makes 80 %', [80n, 10n, 10n], 1],
    ['two are needed where the first makes just less', [799n, 101n, 100n], 2],
    ['all of equal ones but the last fifth', [1n, 1n, 1n, 1n, 1n], 4],
    ['nothing cost anything', [0n, 0n], 0],
    ['there is nothing', [], 0],
  ])('counts the fewest that make 80 %%: %s', (_case, costs, vitalCount) => {
    expect(rankPareto(costs)).toMatchObject({ count: costs.length, vitalCount })
  })

  it('ends the cumulative line at the total, never falling, and needs no fewer than it says', () => {
    fc.assert(
      fc.property(amounts, (given) => {
        const costs = given.toSorted((left, right) => (left > right ? -1 : 1))
        const { vitalCount, total, cumulative } = rankPareto(costs)
        expect(cumulative.at(-1) ?? 0n).toBe(total)
        expect(cumulative.every((sum, index) => sum >= (cumulative[index - 1] ?? 0n))).toBe(true)
        const makes = (count: number) => (count === 0 ? 0n : (cumulative[count - 1] ?? 0n)) * 100n >= total * 80n
        if (total > 0n) expect([makes(vitalCount), makes(vitalCount - 1)]).toEqual([true, false])
      }),
    )
  })
})

describe('sharesOf', () => {
  it('says percents with two decimals, of which the largest remainder is rounded up', () => {
    expect(sharesOf([2n, 1n])).toEqual(['66.67', '33.33'])
    expect(sharesOf([1n, 1n, 1n])).toEqual(['33.34', '33.33', '33.33'])
    expect(sharesOf([5n, 0n])).toEqual(['100', '0'])
  })

  it('adds up to exactly 100, or is not known where there is nothing', () => {
    fc.assert(
      fc.property(amounts, (given) => {
        const shares = sharesOf(given)
        if (given.every((amount) => amount === 0n)) expect(shares.every((share) => share === null)).toBe(true)
        else expect(shares.reduce((sum, share) => sum + parseDecimal(share ?? '0'), 0n)).toBe(parseDecimal('100'))
      }),
    )
  })
})

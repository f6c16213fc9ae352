import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { allocateByWeight, roundToTotal } from './allocate'
import { MoneyError } from './decimal'
import { cent, toCents } from './usd'

const weightLists = fc
  .array(fc.bigInt(0n, 10n ** 30n), { minLength: 1, maxLength: 30 })
  .filter((weights) => weights.some((w) => w > 0n))
const totals = fc.bigInt(-(10n ** 36n), 10n ** 36n)
const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n)

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof MoneyError) return error.code
    throw error
  }
  return undefined
}

describe('allocateByWeight', () => {
  test.each([
    ['thirds of ten: the odd one goes to the first', 10n, [1n, 1n, 1n], [4n, 3n, 3n]],
    ['the largest remainder wins over the earlier index', 10n, [1n, 1n, 4n], [2n, 2n, 6n]],
    ['a weight of nothing bears nothing', 7n, [0n, 1n, 0n], [0n, 7n, 0n]],
    ['a credit mirrors the charge', -10n, [1n, 1n, 1n], [-4n, -3n, -3n]],
    ['nothing is divided into nothings', 0n, [3n, 5n], [0n, 0n]],
  ])('%s', (_name, total, weights, expected) => {
    expect(allocateByWeight(total, weights)).toEqual(expected)
  })

  it('hands out whole cents when asked to', () => {
    expect(allocateByWeight(100n * cent, [1n, 1n, 1n], { unit: cent })).toEqual([34n * cent, 33n * cent, 33n * cent])
  })

  it('always sums to the total', () => {
    fc.assert(fc.property(totals, weightLists, (total, weights) => sum(allocateByWeight(total, weights)) === total))
  })

  it('never moves a share by a whole unit', () => {
    fc.assert(
      fc.property(totals, weightLists, (total, weights) => {
        const whole = sum(weights)
        return allocateByWeight(total, weights).every((share, index) => {
          const off = share * whole - total * (weights[index] ?? 0n)
          return off < whole && off > -whole
        })
      }),
    )
  })

  it('reverses a charge line by line', () => {
    fc.assert(
      fc.property(totals, weightLists, (total, weights) => {
        const charge = allocateByWeight(total, weights)
        return allocateByWeight(-total, weights).every((share, index) => share === -(charge[index] ?? 0n))
      }),
    )
  })

  test.each([
    ['no weights', () => allocateByWeight(1n, []), 'no_weight'],
    ['weights that are all zero', () => allocateByWeight(0n, [0n, 0n]), 'no_weight'],
    ['a negative weight', () => allocateByWeight(1n, [2n, -1n]), 'negative_weight'],
    ['a total that is not whole units', () => allocateByWeight(cent + 1n, [1n], { unit: cent }), 'not_a_multiple'],
    ['a unit of zero', () => allocateByWeight(1n, [1n], { unit: 0n }), 'not_positive'],
  ])('refuses %s', (_name, run, code) => {
    expect(codeOf(run)).toBe(code)
  })
})

describe('roundToTotal', () => {
  it('posts lines so that they add up to the posted total', () => {
    const third = cent / 3n
    expect(roundToTotal(cent, [third, third, third + 1n], { unit: cent })).toEqual([0n, 0n, cent])
  })

  it('posts charges beside credits', () => {
    expect(roundToTotal(0n, [15n, -15n], { unit: 10n })).toEqual([20n, -20n])
  })

  it('adds up on every level below a total that was itself rounded', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.bigInt(-(10n ** 20n), 10n ** 20n), { minLength: 1 }), { minLength: 1 }), (teams) => {
        const exact = teams.map(sum)
        const total = toCents(sum(exact)) * cent
        const posted = roundToTotal(total, exact, { unit: cent })
        const lines = teams.map((team, index) => roundToTotal(posted[index] ?? 0n, team, { unit: cent }))
        return sum(posted) === total && lines.every((line, index) => sum(line) === posted[index])
      }),
    )
  })

  it('refuses a total that the amounts cannot reach by rounding', () => {
    expect(codeOf(() => roundToTotal(100n, [1n, 2n], { unit: 10n }))).toBe('total_out_of_reach')
    expect(codeOf(() => roundToTotal(-10n, [1n, 2n], { unit: 10n }))).toBe('total_out_of_reach')
  })
})

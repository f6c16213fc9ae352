import { describe, expect, it } from 'vitest'
import { dollar } from '@/lib/money/usd'
import { findingBit, findingCodes, findPriceFindings, hasCostVariance, listFindings } from './findings'

const micro = dollar / 1_000_000n

describe('findings', () => {
  it('are a set without repetition, in the order of the contract', () => {
    const all = findingCodes.reduce((set, code) => set | findingBit(code), 0)
    expect(listFindings(all | findingBit('bad_slug'))).toEqual(findingCodes)
    expect(listFindings(0)).toEqual([])
  })

  it.each([
    [100n * micro, 100n * micro, false],
    [100n * micro, 101n * micro, false],
    [1_000n * micro, 1_010n * micro, false],
    [1_000n * micro, 1_011n * micro, true],
    [1_011n * micro, 1_000n * micro, true],
    [0n, micro, false],
    [0n, micro + 1n, true],
    [null, dollar, false],
    [dollar, null, false],
  ])('a cost of %s against a reported %s varies: %s', (cost, reported, varies) => {
    expect(hasCostVariance(cost, reported)).toBe(varies)
  })

  it.each([
    [0, 'unpriced_model'],
    [-1, 'no_rate_for_tier'],
    [-2, 'no_rate'],
    [-3, 'missing_tokens'],
  ])('the reserved rate set %s is %s', (rateSetId, code) => {
    expect(listFindings(findPriceFindings({ rateSetId, isPartlyPriced: false, cost: null }, dollar))).toEqual([code])
  })

  it('a call that is known to have cost nothing is none, a price in part is', () => {
    expect(findPriceFindings({ rateSetId: -4, isPartlyPriced: false, cost: 0n }, null)).toBe(0)
    expect(listFindings(findPriceFindings({ rateSetId: 5, isPartlyPriced: true, cost: dollar }, dollar))).toEqual([
      'unpriced_meter',
    ])
  })
})

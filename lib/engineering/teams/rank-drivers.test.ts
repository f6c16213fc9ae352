import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { featureRow } from '../features/testing/feature-rows'
import { rankDrivers } from './rank-drivers'

const row = (key: string, cost_usd: string, previous_cost_usd: string | null) => featureRow({ key, cost_usd, previous_cost_usd })

describe('rankDrivers', () => {
  it('names what changed most in either direction, exactly, new things with all of their cost', () => {
    const rows = [row('same', '5', '5'), row('less', '1', '9.5'), row('new', '3.000000000000000001', null), row('more', '8', '7')]
    expect(rankDrivers(rows, 3).map(({ key, change_usd }) => [key, change_usd])).toEqual([
      ['less', '-8.5'],
      ['new', '3.000000000000000001'],
      ['more', '1'],
    ])
    expect(rankDrivers(rows, 1)).toHaveLength(1)
    expect(rankDrivers([], 5)).toEqual([])
  })

  it('leaves out nothing that changed more than what it names', () => {
    const cents = fc.bigInt({ min: 0n, max: 1_000n }).map(String)
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, fc.option(cents))), fc.nat({ max: 5 }), (costs, limit) => {
        const rows = costs.map(([cost, previous], index) => row(`row ${index}`, cost, previous))
        const sizes = rankDrivers(rows, limit)
          .map(({ change_usd }) => change_usd.replace('-', ''))
          .map((text) => parseDecimal(text))
        expect(sizes).toEqual(sizes.toSorted((one, other) => (one < other ? 1 : one > other ? -1 : 0)))
        const all = rankDrivers(rows, rows.length)
        expect(rankDrivers(rows, limit)).toEqual(all.slice(0, limit))
      }),
    )
  })
})

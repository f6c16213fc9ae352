import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classCost } from '@/lib/engineering/models/testing/model-rows'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { meterNames } from '@/lib/pricing/meters'
import { bandText, classGroups, groupCost, quantityText, unitCost } from './model-words'

describe('groupCost', () => {
  it('puts every class into one group, so that the groups sum to the cost', () => {
    const classes = fc.uniqueArray(
      fc.tuple(fc.constantFrom(...meterNames, 'other' as const), fc.bigInt(-(10n ** 20n), 10n ** 24n)),
      { selector: ([name]) => name },
    )
    fc.assert(
      fc.property(classes, (given) => {
        const rows = given.map(([name, cost]) => classCost({ name, cost_usd: formatDecimal(cost) }))
        const sum = classGroups.reduce((all, group) => all + parseDecimal(groupCost(rows, group)), 0n)
        expect(sum).toBe(given.reduce((all, [, cost]) => all + cost, 0n))
      }),
    )
  })
})

describe('unitCost', () => {
  it.each([
    ['tokens by the million', classCost({ quantity: '3000', cost_usd: '0.0074' }), '2.466666666666666667', 'per 1M tokens'],
    ['calls by the thousand', classCost({ name: 'web_search', quantity: '2', cost_usd: '0.02' }), '10', 'per 1,000'],
    ['seconds by the hour', classCost({ name: 'audio_second', quantity: '1.5', cost_usd: '0.0003' }), '0.72', 'per hour'],
    ['only what has a price', classCost({ quantity: '30', unpriced_quantity: '20', cost_usd: '0.00002' }), '2', 'per 1M tokens'],
  ])('tells %s', (_case, row, usd, unit) => {
    expect(unitCost(row)).toEqual({ usd, unit })
  })

  it('tells none where nothing with a price was counted', () => {
    expect(unitCost(classCost({ quantity: '30', unpriced_quantity: '30', cost_usd: '0' }))).toBeNull()
    expect(unitCost(classCost({ name: 'other', quantity: '0' }))).toBeNull()
  })
})

describe('words', () => {
  it('names bands by their thresholds', () => {
    const band = { over: 200_000, is_inclusive: false, is_unpriced: false, cost_usd: '1', is_at_least: false, requests: 1 }
    expect(bandText(band)).toBe('Over 200,000 input tokens')
    expect(bandText({ ...band, is_inclusive: true })).toBe('200,000 input tokens or more')
    expect(bandText({ ...band, over: null })).toBe('Base price')
    expect(bandText({ ...band, over: null, is_unpriced: true })).toBe('No price applied')
  })

  it('counts whole tokens and tenths of a second', () => {
    expect([quantityText('1234567'), quantityText('1234.567')]).toEqual(['1,234,567', '1,234.5'])
  })
})

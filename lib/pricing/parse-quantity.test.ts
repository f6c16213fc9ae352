import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuantity } from './parse-quantity'

describe('parseQuantity', () => {
  it.each([
    ['0', 0n],
    ['1.2B', 1_200_000_000n],
    ['180M', 180_000_000n],
    ['180 m', 180_000_000n],
    ['1,200,000,000', 1_200_000_000n],
    ['1_000', 1000n],
    ['45 million', 45_000_000n],
    ['.5k', 500n],
    ['2.50k', 2500n],
    ['1,234.5K', 1_234_500n],
    ['3.000', 3n],
  ])('reads %s', (text, value) => expect(parseQuantity(text)).toEqual({ ok: true, value }))

  it.each([
    '',
    ' ',
    '-1',
    '1,2B',
    '1.200.000',
    '12,34',
    '1e9',
    '10 apples',
    'B',
    '1.5',
    '1.2345k',
    '9'.repeat(19),
    '1.'.repeat(3),
  ])('refuses "%s" instead of guessing', (text) => expect(parseQuantity(text).ok).toBe(false))

  it('reads every count back from its grouped form', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), (count) => {
        const grouped = count.toString().replace(/\B(?=(\d{3})+$)/g, ',')
        expect(parseQuantity(grouped)).toEqual({ ok: true, value: count })
      }),
    )
  })
})

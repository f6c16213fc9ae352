import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseDecimal } from './decimal'
import { fromCents, multiplyRate, toCents } from './usd'

describe('multiplyRate', () => {
  it('prices tokens exactly', () => {
    expect(multiplyRate(1_220n, parseDecimal('0.15'), 1_000_000n)).toBe(parseDecimal('0.000183'))
  })

  it('rounds half-even at 18 places where the divisor does not come out even', () => {
    expect(multiplyRate(1n, parseDecimal('0.111'), 3600n)).toBe(parseDecimal('0.000030833333333333'))
    expect(multiplyRate(2n, parseDecimal('0.1'), 3n)).toBe(parseDecimal('0.066666666666666667'))
  })

  it('is linear wherever it is exact, so that a roll-up costs what its rows cost', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 9n), (left, right, micros) => {
        const rate = micros * 10n ** 12n
        return (
          multiplyRate(left + right, rate, 10n ** 6n) ===
          multiplyRate(left, rate, 10n ** 6n) + multiplyRate(right, rate, 10n ** 6n)
        )
      }),
    )
  })
})

describe('toCents', () => {
  test.each([
    ['1.005', 100n],
    ['1.015', 102n],
    ['-1.015', -102n],
    ['0.004999', 0n],
    ['12', 1200n],
  ])('posts %s as %s cents', (text, cents) => {
    expect(toCents(parseDecimal(text))).toBe(cents)
  })

  it('comes back from whole cents unchanged', () => {
    fc.assert(fc.property(fc.bigInt(), (cents) => toCents(fromCents(cents)) === cents))
  })
})

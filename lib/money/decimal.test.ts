import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { divideHalfEven, formatDecimal, MoneyError, parseDecimal } from './decimal'

const amounts = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof MoneyError) return error.code
    throw error
  }
  return undefined
}

describe('parseDecimal', () => {
  test.each([
    ['0', 0n],
    ['-0', 0n],
    ['1', 10n ** 18n],
    ['-12.5', -125n * 10n ** 17n],
    ['+2', 2n * 10n ** 18n],
    ['.5', 5n * 10n ** 17n],
    ['007.10', 71n * 10n ** 17n],
    ['0.000000000000000001', 1n],
    ['0.0000000000000000010000', 1n],
    ['1e-18', 1n],
    ['1.5E3', 1500n * 10n ** 18n],
    ['99999999999999999999.999999999999999999', 10n ** 38n - 1n],
    ['0e999', 0n],
  ])('reads %s exactly', (text, expected) => {
    expect(parseDecimal(text)).toBe(expected)
  })

  test.each([
    '',
    ' ',
    '1 ',
    '1,000',
    '1.',
    '.',
    'e5',
    '1e',
    '1e1.5',
    '--1',
    '0x10',
    'NaN',
    'Infinity',
    '١',
    '1_000',
    '1e9999',
    '9'.repeat(121),
  ])('refuses %j as no decimal', (text) => {
    expect(codeOf(() => parseDecimal(text))).toBe('not_a_decimal')
  })

  it('refuses digits beyond 18 places unless a rounding is named', () => {
    expect(codeOf(() => parseDecimal('0.0000000000000000015'))).toBe('too_many_places')
    expect(parseDecimal('0.0000000000000000015', { rounding: 'half-even' })).toBe(2n)
    expect(parseDecimal('0.0000000000000000025', { rounding: 'half-even' })).toBe(2n)
    expect(parseDecimal('-0.0000000000000000035', { rounding: 'half-even' })).toBe(-4n)
    expect(parseDecimal('1e-400', { rounding: 'half-even' })).toBe(0n)
  })

  test.each(['100000000000000000000', '-1e20', '1e999'])('refuses %s, which numeric(38,18) cannot hold', (text) => {
    expect(codeOf(() => parseDecimal(text))).toBe('out_of_range')
  })

  it('returns what formatDecimal wrote, for every amount', () => {
    fc.assert(fc.property(amounts, (amount) => parseDecimal(formatDecimal(amount)) === amount))
  })
})

describe('formatDecimal', () => {
  test.each([
    [0n, '0'],
    [1n, '0.000000000000000001'],
    [-5n * 10n ** 17n, '-0.5'],
    [1200n * 10n ** 18n, '1200'],
  ])('writes %s as %s', (amount, expected) => {
    expect(formatDecimal(amount)).toBe(expected)
  })

  it('never writes an exponent, a trailing zero or a negative zero', () => {
    fc.assert(fc.property(amounts, (amount) => /^(?:0|-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?)$/.test(formatDecimal(amount))))
  })
})

describe('divideHalfEven', () => {
  test.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-1n, 2n, 0n],
    [-2n, 3n, -1n],
  ])('%s ÷ %s is %s', (numerator, denominator, expected) => {
    expect(divideHalfEven(numerator, denominator)).toBe(expected)
  })

  it('is never off by more than half of the denominator', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (numerator, denominator) => {
        const off = numerator - divideHalfEven(numerator, denominator) * denominator
        return (off < 0n ? -off : off) * 2n <= denominator
      }),
    )
  })

  test.each([0n, -1n])('refuses a denominator of %s', (denominator) => {
    expect(codeOf(() => divideHalfEven(1n, denominator))).toBe('not_positive')
  })
})

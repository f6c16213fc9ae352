import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { formatUsedPercent, hasReached, listReached, sortThresholds, usedPercent } from './thresholds'

const usd = (text: string) => parseDecimal(text)
const defaults = ['75', '90', '100']

describe('used percent', () => {
  test.each([
    ['74.9', '100', '74.9'],
    ['75', '100', '75'],
    ['0', '3', '0'],
    ['1', '3', '33.333333333333333333'],
    ['0.000000000000000001', '100000', '0'],
    ['250', '100', '250'],
  ])('of %s over %s is %s', (spend, amount, expected) => expect(usedPercent(usd(spend), usd(amount))).toBe(expected))

  test.each([
    ['74.999999999999999999', '74.9%'],
    ['75', '75.0%'],
    ['1234.56', '1,234.5%'],
    ['0.04', '0.0%'],
    ['-3.19', '−3.1%'],
  ])('%s reads %s: it is cut, never rounded up', (used, text) => expect(formatUsedPercent(used)).toBe(text))

  it('has no value without an amount', () => expect(() => usedPercent(1n, 0n)).toThrow('above 0'))
})

describe('a threshold', () => {
  it('is reached by the last digit and not before it', () => {
    expect(hasReached(usd('74.999999999999999999'), usd('100'), '75')).toBe(false)
    expect(hasReached(usd('75'), usd('100'), '75')).toBe(true)
    expect(hasReached(usd('0.333333333333333333'), usd('1'), '33.34')).toBe(false)
  })

  it('is reached exactly where the used percent, before rounding, says so', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 30n })
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        amounts,
        fc.integer({ min: 1, max: 20_000 }),
        (spend, amount, hundredths) => {
          const threshold = (hundredths / 100).toString()
          expect(hasReached(spend, amount, threshold)).toBe(spend * 10_000n >= amount * BigInt(hundredths))
        },
      ),
    )
  })

  it('is told in order, each once', () => expect(sortThresholds(['100.00', '75', '75.00', '7.5'])).toEqual(['7.5', '75', '100']))
})

describe('what is recorded', () => {
  const at = (spend: string, amount = '100') => ({ spend: usd(spend), amount: usd(amount), thresholds: defaults })
  const told = (threshold: string) => ({ threshold, telling: 'told' })

  it('is nothing below the first threshold, and one event at it', () => {
    expect(listReached(at('74.9'), new Set())).toEqual([])
    expect(listReached(at('75'), new Set())).toEqual([told('75')])
  })

  it('is nothing again for what is recorded', () => {
    expect(listReached(at('80'), new Set(['75']))).toEqual([])
    expect(listReached(at('91'), new Set(['75']))).toEqual([told('90')])
  })

  it('tells of the highest of several alone', () => {
    expect(listReached(at('120'), new Set())).toEqual([
      { threshold: '75', telling: 'below' },
      { threshold: '90', telling: 'below' },
      told('100'),
    ])
  })

  it('tells of the highest that is newly reached after an amendment, and keeps silent on what was known', () => {
    expect(listReached(at('80', '70'), new Set(), new Set(['75']))).toEqual([
      { threshold: '75', telling: 'before' },
      { threshold: '90', telling: 'below' },
      told('100'),
    ])
    expect(listReached(at('160', '200'), new Set(), new Set(['75', '90', '100']))).toEqual([
      { threshold: '75', telling: 'before' },
    ])
  })
})

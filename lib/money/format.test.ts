import { describe, expect, it, test } from 'vitest'
import { MoneyError } from './decimal'
import { formatPercent, formatUsd } from './format'
import { cent, dollar } from './usd'

describe('formatUsd', () => {
  test.each([
    ['1234.565', '$1,234.56'],
    ['-0.12', '−$0.12'],
    ['0', '$0.00'],
    ['0.000474', '$0.000474'],
    ['0.00047449', '$0.000474'],
    ['-0.005', '−$0.005'],
    ['0.00999999', '$0.01'],
    ['0.000000000000000001', '$0.000000000000000001'],
    ['999.996', '$1,000.00'],
  ])('shows %s in cents as %s', (amount, expected) => {
    expect(formatUsd(amount)).toBe(expected)
  })

  test.each([
    ['999.99', '$999.99'],
    ['999.999', '$1K'],
    ['1234', '$1.2K'],
    ['1250000', '$1.2M'],
    ['999960', '$1M'],
    ['-2000000000', '−$2B'],
    ['1500000000000000', '$1,500T'],
    ['0.000474', '$0.000474'],
  ])('shows %s compactly as %s', (amount, expected) => {
    expect(formatUsd(amount, { digits: 'compact' })).toBe(expected)
  })

  test.each([
    ['1234567.5', '$1,234,567.50'],
    ['0.000000000000000001', '$0.000000000000000001'],
    ['12', '$12.00'],
  ])('shows every digit of %s as %s', (amount, expected) => {
    expect(formatUsd(amount, { digits: 'exact' })).toBe(expected)
  })

  it('takes an exact amount as well as its decimal string', () => {
    expect(formatUsd(5n * dollar + cent)).toBe('$5.01')
  })

  it('signs a difference, and leaves nothing unsigned', () => {
    expect(formatUsd('3', { sign: true })).toBe('+$3.00')
    expect(formatUsd('-3', { sign: true })).toBe('−$3.00')
    expect(formatUsd('0', { sign: true })).toBe('$0.00')
  })

  it('refuses text that is no amount', () => {
    expect(() => formatUsd('$5')).toThrow(MoneyError)
  })
})

describe('formatPercent', () => {
  test.each([
    [1n, 8n, '12.5%'],
    [-1n, 3n, '−33.3%'],
    [1n, -4n, '−25.0%'],
    [-1n, -4n, '25.0%'],
    [0n, 5n, '0.0%'],
    [1n, 100_000n, '<0.1%'],
    [12_345n, 1n, '1,234,500.0%'],
  ])('%s of %s is %s', (part, whole, expected) => {
    expect(formatPercent(part, whole)).toBe(expected)
  })

  it('has no answer without a base', () => {
    expect(formatPercent(5n, 0n)).toBeNull()
    expect(formatPercent('5', '0')).toBeNull()
  })

  it('shows the places and the sign that are asked for', () => {
    expect(formatPercent(1n, 3n, { decimals: 0, sign: true })).toBe('+33%')
    expect(formatPercent(2n, 3n, { decimals: 2 })).toBe('66.67%')
    expect(formatPercent('0.02', '-0.03', { decimals: 2 })).toBe('−66.67%')
  })
})

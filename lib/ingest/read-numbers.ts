import { decimalPlaces, parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'

/** Every reader answers the value, or in words what is wrong with it and how to mend it. */

/** One record cannot count more: a thousand million million. Sums of all parts stay exact in a double. */
export const maxCount = 1e15

/** A whole count. */
export function readCount(value: unknown, least = 0): number | string {
  if (typeof value !== 'number') return explainNoNumber(value)
  if (Number.isInteger(value) && value >= least && value <= maxCount) return value
  if (!Number.isFinite(value)) return 'must be a finite number: leave the field out where the count is unknown'
  if (!Number.isInteger(value)) return 'must be a whole number: counts have no fractions'
  if (value < least) return least === 0 ? 'must not be negative' : `must be ${least} or more`
  return `must be at most ${maxCount}: no record counts more`
}

/** Seconds at 10^-18 s; may have a fraction. */
export function readSeconds(value: unknown): bigint | string {
  if (typeof value !== 'number') return explainNoNumber(value)
  if (!Number.isFinite(value)) return 'must be a finite number: leave the field out where it is unknown'
  if (value < 0) return 'must not be negative'
  if (value > maxCount) return `must be at most ${maxCount}: no record lasts longer`
  return parseDecimal(String(value), { rounding: 'half-even' })
}

/** The longest latency that the column holds: 24 days. */
const maxLatencyMs = 2_147_483_647

/** Milliseconds, rounded to whole ones. */
export function readLatency(value: unknown): number | string {
  if (typeof value !== 'number') return explainNoNumber(value)
  if (!Number.isFinite(value)) return 'must be a finite number of milliseconds'
  if (value < 0) return 'must not be negative'
  if (value > maxLatencyMs) return 'must be in milliseconds, at most 2147483647 (24 days)'
  return Math.round(value)
}

/** An HTTP status. */
export function readStatusCode(value: unknown): number | string {
  if (typeof value !== 'number') return explainNoNumber(value)
  if (Number.isInteger(value) && value >= 100 && value <= 599) return value
  return 'must be an HTTP status from 100 to 599: leave the field out where there was no answer'
}

const maxRetryCount = 32_767

/** How many attempts went before this one. */
export function readRetryCount(value: unknown): number | string {
  const count = readCount(value)
  return typeof count === 'number' && count > maxRetryCount ? `must be at most ${maxRetryCount}` : count
}

/**
 * US dollars, as a number or a decimal in quotes, at 10^-18, half-even beyond. A number that a double cannot hold (more than 15
 * digits) comes here in quotes: `quoteLongCosts` sees to that while the body is still text.
 */
export function readCost(value: unknown): Usd | string {
  if (value === 0) return 0n
  if (typeof value !== 'number' && typeof value !== 'string') return 'must be a number or a decimal in quotes, such as "0.0074"'
  if (typeof value === 'number' && !Number.isFinite(value))
    return 'must be a finite number: leave the field out where it is unknown'
  const text = typeof value === 'number' ? String(value) : value.trim()
  const short = readShortDecimal(text)
  if (short !== null) return short
  if (text.startsWith('-')) return 'must not be negative: credits are not part of a call'
  try {
    return parseDecimal(text, { rounding: 'half-even' })
  } catch {
    return 'must be a decimal such as "0.0074", below 10^20'
  }
}

const powersOfTen = Array.from({ length: decimalPlaces + 1 }, (_, exponent) => 10n ** BigInt(exponent))
const shortDecimal = /^\d{1,15}(?:\.\d{1,15})?$/

/** What `parseDecimal` answers, in a third of its time, for decimals as costs usually are; null for any other text. */
function readShortDecimal(text: string): Usd | null {
  if (!shortDecimal.test(text)) return null
  const point = text.indexOf('.')
  const places = point < 0 ? 0 : text.length - point - 1
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
  const scale = powersOfTen[decimalPlaces - places]
  return scale === undefined ? null : BigInt(digits) * scale
}

function explainNoNumber(value: unknown): string {
  if (typeof value === 'string') return 'must be a number, not text: send it without quotes'
  return 'must be a number'
}

/** Why a decimal or an allocation was refused. */
export type MoneyErrorCode =
  | 'not_a_decimal'
  | 'too_many_places'
  | 'out_of_range'
  | 'not_positive'
  | 'not_a_multiple'
  | 'negative_weight'
  | 'no_weight'
  | 'total_out_of_reach'

/** Refused money arithmetic or text; `code` is for programs, the message for people. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError'

  constructor(
    readonly code: MoneyErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** Decimal places that an amount carries: the scale of `numeric(38,18)`. */
export const decimalPlaces = 18

const scale = 10n ** BigInt(decimalPlaces)

/** First magnitude that `numeric(38,18)` cannot hold: 10^20 dollars. */
const limit = 10n ** 38n

/** Room for every decimal that fits the column, and a bound on the work that hostile text can cause. */
const maxTextLength = 120

const decimalPattern = /^([+-]?)(\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Quotient rounded to the nearest integer, ties to the even one (IEEE 754 roundTiesToEven).
 * @throws {MoneyError} `not_positive` unless `denominator` is above zero.
 */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new MoneyError('not_positive', `denominator must be above 0, got ${denominator}`)
  const quotient = numerator / denominator
  const remainder = numerator % denominator
  if (remainder === 0n) return quotient
  const doubled = (remainder < 0n ? -remainder : remainder) * 2n
  if (doubled < denominator || (doubled === denominator && quotient % 2n === 0n)) return quotient
  return numerator < 0n ? quotient - 1n : quotient + 1n
}

/**
 * A decimal string, plain (`-12.5`) or with an exponent (`1.5e-7`), as an integer at 10^-18.
 * @param options.rounding `refuse` (default) throws on digits beyond 18 places; `half-even` rounds them.
 * @throws {MoneyError} `not_a_decimal`, `too_many_places` or `out_of_range` (does not fit `numeric(38,18)`).
 */
export function parseDecimal(text: string, options: { rounding?: 'refuse' | 'half-even' } = {}): bigint {
  const match = text.length <= maxTextLength ? decimalPattern.exec(text) : null
  if (!match) throw new MoneyError('not_a_decimal', `expected a decimal such as "12.5", got ${quoteShort(text)}`)
  const [, sign, mantissa = '', exponentText = '0'] = match
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = BigInt(whole + fraction)
  const shift = Number(exponentText) - fraction.length + decimalPlaces
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : dropPlaces(digits, 10n ** BigInt(-shift), text, options.rounding)
  if (magnitude >= limit) throw new MoneyError('out_of_range', `${quoteShort(text)} does not fit 20 digits before the point`)
  return sign === '-' ? -magnitude : magnitude
}

function dropPlaces(digits: bigint, divisor: bigint, text: string, rounding: 'refuse' | 'half-even' = 'refuse'): bigint {
  if (rounding === 'refuse' && digits % divisor !== 0n) {
    throw new MoneyError('too_many_places', `${quoteShort(text)} has more than ${decimalPlaces} decimal places`)
  }
  return divideHalfEven(digits, divisor)
}

function quoteShort(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}

/** The canonical plain string of an integer at 10^-18: no exponent, no trailing zeros, `-` for negatives, `0` for zero. */
export function formatDecimal(amount: bigint): string {
  const magnitude = amount < 0n ? -amount : amount
  const whole = magnitude / scale
  const fraction = (magnitude % scale).toString().padStart(decimalPlaces, '0').replace(/0+$/, '')
  return `${amount < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

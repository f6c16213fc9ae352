import { sizeOf } from './compare'
import { divideHalfEven, formatDecimal, parseDecimal } from './decimal'
import { cent, dollar, toCents, type Usd } from './usd'

/** A typographic minus: as wide as a digit in tabular figures. */
const minus = '−'

/** Digits shown of an amount too small for cents. */
const significantDigits = 3

const magnitudes = [
  { suffix: 'T', size: 10n ** 12n * dollar },
  { suffix: 'B', size: 10n ** 9n * dollar },
  { suffix: 'M', size: 10n ** 6n * dollar },
  { suffix: 'K', size: 10n ** 3n * dollar },
] as const

/**
 * How an amount of dollars is shown; for people only, never to be parsed.
 * @param amount 10^-18 USD, or a decimal string as it travels on the wire.
 * @param options.digits `cents` (default): `$1,234.57`, and three significant digits below a cent (`$0.000474`), so that a
 *   cost never reads as nothing; `exact`: every digit, at least two decimals; `compact`: `$1.2M`.
 * @param options.sign show `+` on amounts above 0 (for differences).
 */
export function formatUsd(
  amount: Usd | string,
  options: { digits?: 'cents' | 'exact' | 'compact'; sign?: boolean } = {},
): string {
  const exact = toExact(amount)
  return `${signOf(exact, options.sign)}$${formatMagnitude(sizeOf(exact), options.digits ?? 'cents')}`
}

const toExact = (amount: bigint | string): bigint => (typeof amount === 'string' ? parseDecimal(amount) : amount)

function formatMagnitude(magnitude: Usd, digits: 'cents' | 'exact' | 'compact'): string {
  if (digits === 'exact') return groupThousands(padToCents(formatDecimal(magnitude)))
  if (magnitude !== 0n && magnitude < cent) return formatSubCent(magnitude)
  if (digits === 'compact') return formatCompact(magnitude)
  return formatCents(magnitude)
}

function formatCents(magnitude: Usd): string {
  return groupThousands(padToCents(formatDecimal(toCents(magnitude) * cent)))
}

/** Rounded to three significant digits; `0.00999…` may come out as a whole cent, and then reads as one. */
function formatSubCent(magnitude: Usd): string {
  const unit = 10n ** BigInt(Math.max(0, magnitude.toString().length - significantDigits))
  return padToCents(formatDecimal(divideHalfEven(magnitude, unit) * unit))
}

function formatCompact(magnitude: Usd): string {
  for (const [index, { suffix, size }] of magnitudes.entries()) {
    const tenths = divideHalfEven(magnitude * 10n, size)
    // Rounding may reach the next size: 999,960 is $1M, not $1000K, so the comparison is on the rounded figure.
    const larger = magnitudes[index - 1]
    if (tenths >= 10_000n && larger) return formatTenths(divideHalfEven(magnitude * 10n, larger.size), larger.suffix)
    if (tenths >= 10n && magnitude >= size) return formatTenths(tenths, suffix)
  }
  const rounded = toCents(magnitude) * cent
  return rounded >= 1000n * dollar ? formatTenths(10n, 'K') : formatCents(magnitude)
}

function formatTenths(tenths: bigint, suffix: string): string {
  const fraction = tenths % 10n
  return `${groupThousands((tenths / 10n).toString())}${fraction === 0n ? '' : `.${fraction}`}${suffix}`
}

/**
 * `part ÷ whole` as a percentage of exact sums, half-even at `decimals` places: `12.5%`, `−3.1%`, `<0.1%` for a share too small
 * to show. Null when there is no base (`whole` is 0): a caller then says "new" or "—", never 0 %.
 * A negative base keeps its sign in the quotient; a change from a credit is the caller's to word.
 * @param part an exact amount, or a decimal string as it travels on the wire; `whole` likewise, in the same unit.
 * @param options.decimals places shown, 0 to 6 (default 1).
 * @param options.sign show `+` above 0 (for changes).
 */
export function formatPercent(
  part: bigint | string,
  whole: bigint | string,
  options: { decimals?: number; sign?: boolean } = {},
): string | null {
  const [exact, exactWhole] = [toExact(part), toExact(whole)]
  if (exactWhole === 0n) return null
  const decimals = options.decimals ?? 1
  const numerator = exactWhole < 0n ? -exact : exact
  const [magnitude, base] = [sizeOf(numerator), sizeOf(exactWhole)]
  const units = divideHalfEven(magnitude * 100n * 10n ** BigInt(decimals), base)
  if (units === 0n && magnitude !== 0n) return `${signOf(numerator, options.sign)}<${formatUnits(1n, decimals)}%`
  return `${signOf(numerator, options.sign)}${groupThousands(formatUnits(units, decimals))}%`
}

function formatUnits(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function signOf(amount: bigint, showPlus = false): string {
  if (amount < 0n) return minus
  return showPlus && amount > 0n ? '+' : ''
}

function padToCents(decimal: string): string {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}

function groupThousands(decimal: string): string {
  const [whole = '0', fraction] = decimal.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

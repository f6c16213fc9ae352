import { decimalPlaces, formatDecimal } from '@/lib/money/decimal'

/** One, at 10^-18. */
export const one = 10n ** BigInt(decimalPlaces)

/** The plain text of a product of two decimals at 10^-18, which is at 10^-36: every digit of it. */
export function formatProduct(product: bigint): string {
  if (product % one === 0n) return formatDecimal(product / one)
  const magnitude = product < 0n ? -product : product
  const digits = magnitude.toString().padStart(2 * decimalPlaces + 1, '0')
  const whole = digits.slice(0, -2 * decimalPlaces)
  const fraction = digits.slice(-2 * decimalPlaces).replace(/0+$/, '')
  return `${product < 0n ? '-' : ''}${whole}.${fraction}`
}

/** An amount as Postgres writes `numeric(38,18)`, always with its 18 places: read without the care that other text needs. */
export function readStoredDecimal(text: string): bigint {
  return BigInt(text.replace('.', ''))
}

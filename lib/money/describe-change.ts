import { parseDecimal } from './decimal'
import { formatPercent, formatUsd } from './format'
import type { Usd } from './usd'

/** The change between two sums, in the words in which it is shown wherever it is. */
export interface Change {
  /** `new`: there was nothing to compare with, which is never 0 %. */
  readonly kind: 'new' | 'same' | 'up' | 'down'
  /** `+12.5%`, `−$3.00`, `new`, `no change`. */
  readonly text: string
  /** 10^-18 USD, signed. */
  readonly amount: Usd
}

/**
 * A change from a credit (a negative base) has no honest percentage and is told in dollars.
 * @param current decimal text.
 * @param base decimal text; null or zero: there was none.
 * @param show a percentage of the base, or the difference in dollars.
 */
export function describeChange(current: string, base: string | null, show: 'percent' | 'amount' = 'percent'): Change {
  const now = parseDecimal(current)
  const before = base === null ? 0n : parseDecimal(base)
  const amount = now - before
  if (before === 0n && now !== 0n) return { kind: 'new', text: 'new', amount }
  if (amount === 0n) return { kind: 'same', text: 'no change', amount }
  const percent = show === 'percent' && before > 0n ? formatPercent(amount, before, { sign: true }) : null
  return { kind: amount > 0n ? 'up' : 'down', text: percent ?? formatUsd(amount, { sign: true }), amount }
}

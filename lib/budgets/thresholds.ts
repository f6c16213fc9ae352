import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'

/** What a threshold is a percentage of: what was spent, or what the period is forecast to end at. */
export type ThresholdBasis = 'actual' | 'forecast'

/** One point of percent at the scale of a decimal. */
const percent = 10n ** 18n

/**
 * How much of an amount is used, in percent, as decimal text: `spend ÷ amount × 100` of exact figures, half-even at 18 places
 * where the quotient does not end.
 * @throws MoneyError where the amount is not above 0.
 */
export function usedPercent(spend: Usd, amount: Usd): string {
  return formatDecimal(divideHalfEven(spend * 100n * percent, amount))
}

/** Whether spend reached a threshold in percent, compared exactly: nothing is rounded up to it. */
export function hasReached(spend: Usd, amount: Usd, threshold: string): boolean {
  return spend * 100n * percent >= parseDecimal(threshold) * amount
}

/** Used percent as people read it, cut after the first decimal, so that 74.99 never reads as 75.0. */
export function formatUsedPercent(used: string): string {
  const tenths = parseDecimal(used) / (percent / 10n)
  const size = tenths < 0n ? -tenths : tenths
  const whole = (size / 10n).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  return `${tenths < 0n ? '−' : ''}${whole}.${size % 10n}%`
}

/** Thresholds in order, each once, as short decimal text: `75.00` is `75`. */
export function sortThresholds(thresholds: readonly string[]): string[] {
  const values = [...new Set(thresholds.map((text) => parseDecimal(text)))]
  return values.sort((left, right) => (left < right ? -1 : 1)).map(formatDecimal)
}

/** What is to be recorded of a threshold that was reached, and whether anybody is told. */
export interface ReachedThreshold {
  readonly threshold: string
  /** `told`; `below` a higher one that was reached at the same time; `before` under an earlier amendment of the period. */
  readonly telling: 'told' | 'below' | 'before'
}

/**
 * The thresholds to record: those that spend has reached and that no event holds yet. The highest of them is told of, those below
 * it go along in silence.
 * @param recorded those that have an event under the amendment in force.
 * @param recordedBefore those that had one under an earlier amendment of the same period, where the amendment is new: they are
 *   noted as known. Empty at every other time.
 */
export function listReached(
  { spend, amount, thresholds }: { spend: Usd; amount: Usd; thresholds: readonly string[] },
  recorded: ReadonlySet<string>,
  recordedBefore: ReadonlySet<string> = new Set(),
): ReachedThreshold[] {
  const reached = sortThresholds(thresholds).filter(
    (threshold) => !recorded.has(threshold) && hasReached(spend, amount, threshold),
  )
  const highest = reached.findLast((threshold) => !recordedBefore.has(threshold))
  return reached.map((threshold) => ({
    threshold,
    telling: threshold === highest ? 'told' : recordedBefore.has(threshold) ? 'before' : 'below',
  }))
}

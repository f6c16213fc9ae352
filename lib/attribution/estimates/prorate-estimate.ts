import type { Usd } from '@/lib/money/usd'
import { countDays, type Period } from '@/lib/time/calendar'

/**
 * The part of an amount that falls into `within`, when it is spread evenly over the days of its own period. Every day has the
 * same whole number of 10^-18 USD, and what does not divide goes to the first days, one unit each (largest remainder, ties to
 * the earlier day): so the parts of any periods that cover the whole without overlap add up to the amount, exactly.
 */
export function prorateEstimate(amount: Usd, period: Period, within: Period): Usd {
  const from = within.from > period.from ? within.from : period.from
  const to = within.to < period.to ? within.to : period.to
  if (to <= from) return 0n
  const days = BigInt(countDays(period))
  const first = BigInt(countDays({ from: period.from, to: from }))
  const end = BigInt(countDays({ from: period.from, to }))
  const remainder = amount % days
  const smaller = (left: bigint, right: bigint) => (left < right ? left : right)
  return (amount / days) * (end - first) + smaller(end, remainder) - smaller(first, remainder)
}

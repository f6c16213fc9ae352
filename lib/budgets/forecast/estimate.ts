import { formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'

/** An exact amount as the number that statistics work on. What comes of it is an estimate and never joins an exact sum. */
export function toEstimate(amount: Usd): number {
  return Number(formatDecimal(amount))
}

/** An estimate as decimal text, to the cent. */
export function fromEstimate(estimate: number): string {
  return estimate.toFixed(2)
}

import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import type { CalendarDate, Period } from '@/lib/time/calendar'

/** What the amount of a budget is, from a period on. */
export interface Amendment {
  readonly id: string
  /** Counts up in the order in which amendments were approved. */
  readonly position: number
  readonly effectiveFrom: CalendarDate
  /** Decimal text of US dollars. */
  readonly amount: string
}

/** The amendment whose amount holds in a period: the last approved one of those that begin with it or before. Null: none does. */
export function findAmendment<One extends Amendment>(amendments: readonly One[], { from }: Period): One | null {
  let found: One | null = null
  for (const one of amendments) {
    if (one.effectiveFrom <= from && (found === null || one.position > found.position)) found = one
  }
  return found
}

/** The amount of a period; null where no amendment holds in it. */
export function findAmount(amendments: readonly Amendment[], period: Period): Usd | null {
  const found = findAmendment(amendments, period)
  return found && parseDecimal(found.amount)
}

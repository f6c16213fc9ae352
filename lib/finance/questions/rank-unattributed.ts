import { compareAmounts } from '@/lib/money/compare'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { StatementException } from '../statement/schema'
import type { Questions } from './schema'

/** What nobody answers for, largest first, and the same by whom it lies with. The amounts of both add up to the total. */
export function rankUnattributed(exceptions: readonly StatementException[]): Questions['unattributed'] {
  const assignees = [...new Set(exceptions.map(({ assignee }) => assignee))].map((assignee) => {
    const theirs = exceptions.filter((exception) => exception.assignee === assignee)
    return {
      ...{ assignee, amount_usd: sumAmounts(theirs) },
      requests: theirs.reduce((sum, { requests }) => sum + requests, 0),
      is_at_least: theirs.some(({ is_at_least }) => is_at_least),
    }
  })
  return {
    total_usd: sumAmounts(exceptions),
    exceptions: exceptions.toSorted(byAmount),
    assignees: assignees.toSorted(byAmount),
  }
}

const sumAmounts = (exceptions: readonly StatementException[]): string =>
  formatDecimal(exceptions.reduce((sum, { amount_usd }) => sum + parseDecimal(amount_usd), 0n))

/** Largest first; the order of equal ones stays. */
function byAmount(left: { readonly amount_usd: string }, right: { readonly amount_usd: string }): number {
  return compareAmounts(parseDecimal(right.amount_usd), parseDecimal(left.amount_usd))
}

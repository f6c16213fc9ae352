import { formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { toCount } from '@/lib/reports/to-count'
import type { StatementFigures } from './schema'

/** What a line of a statement comes to, as sums that can be added up. */
export interface Amounts {
  readonly requests: bigint
  readonly success: Usd
  readonly retry: Usd
  readonly failure: Usd
  readonly received: Usd
  /** Never above 0. */
  readonly given: Usd
  readonly list: Usd
  readonly attributed: Usd
  readonly estimated: Usd
  /** Null where there was no such line in the month before. */
  readonly prior: Usd | null
  readonly unpriced: bigint
  readonly missingTokens: bigint
  readonly isAtLeast: boolean
}

export const noAmounts: Amounts = {
  ...{ requests: 0n, success: 0n, retry: 0n, failure: 0n, received: 0n, given: 0n, list: 0n, attributed: 0n, estimated: 0n },
  ...{ prior: null, unpriced: 0n, missingTokens: 0n, isAtLeast: false },
}

export function addAmounts(one: Amounts, other: Amounts): Amounts {
  return {
    requests: one.requests + other.requests,
    success: one.success + other.success,
    retry: one.retry + other.retry,
    failure: one.failure + other.failure,
    received: one.received + other.received,
    given: one.given + other.given,
    list: one.list + other.list,
    attributed: one.attributed + other.attributed,
    estimated: one.estimated + other.estimated,
    prior: one.prior === null ? other.prior : one.prior + (other.prior ?? 0n),
    unpriced: one.unpriced + other.unpriced,
    missingTokens: one.missingTokens + other.missingTokens,
    isAtLeast: one.isAtLeast || other.isAtLeast,
  }
}

/** What a line owns itself: first attempts that succeeded, further attempts, and first attempts that failed. */
export const directOf = ({ success, retry, failure }: Amounts): Usd => success + retry + failure

export const totalOf = (amounts: Amounts): Usd => directOf(amounts) + amounts.received + amounts.given

/** The figures of a line, with what is posted of it and what it may spend. */
export function toFigures(amounts: Amounts, { posted, budget }: { posted: Usd; budget: Usd | null }): StatementFigures {
  // Most figures of most lines are nothing, and writing one is most of the work of writing a line.
  // Of the others most are all of what the line owns itself.
  const direct = directOf(amounts)
  const directText = formatDecimal(direct)
  const usd = (amount: Usd) => (amount === 0n ? '0' : amount === direct ? directText : formatDecimal(amount))
  return {
    requests: toCount(amounts.requests),
    direct_usd: directText,
    shared_received_usd: usd(amounts.received),
    shared_given_usd: usd(amounts.given),
    adjustments_usd: '0',
    total_usd: usd(totalOf(amounts)),
    posted_usd: usd(posted),
    prior_total_usd: amounts.prior === null ? null : usd(amounts.prior),
    success_usd: usd(amounts.success),
    retry_usd: usd(amounts.retry),
    failure_usd: usd(amounts.failure),
    list_usd: usd(amounts.list),
    attributed_usd: usd(amounts.attributed),
    estimated_usd: usd(amounts.estimated),
    budget_usd: budget === null ? null : usd(budget),
    unpriced_requests: toCount(amounts.unpriced),
    missing_token_requests: toCount(amounts.missingTokens),
    is_at_least: amounts.isAtLeast,
  }
}

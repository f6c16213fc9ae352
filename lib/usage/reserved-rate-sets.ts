import type { PriceError } from '@/lib/pricing/price-event'

/** What stands where an event has no rates: ids of `rate_set` rows that the migrations make. Ids above 0 are published prices. */
export const reservedRateSets = {
  unpriced_model: 0,
  no_rate_for_tier: -1,
  no_rate: -2,
  /** Tokens unknown, so cost unknown. */
  missing_tokens: -3,
  /** Known to have cost nothing: failed without usage, or answered from a gateway's cache. */
  no_cost: -4,
} as const

/** The reason why a price error leaves an event without a cost. `invalid_usage` is refused before it comes here. */
export const rateSetOfError: Readonly<Record<Exclude<PriceError, 'invalid_usage'>, number>> = {
  unpriced_model: reservedRateSets.unpriced_model,
  no_rate_for_tier: reservedRateSets.no_rate_for_tier,
  no_rate: reservedRateSets.no_rate,
}

import type { Usd } from '@/lib/money/usd'
import type { PriceBook } from '@/lib/pricing/price-book'
import { type PricedEvent, priceEvent } from '@/lib/pricing/price-event'
import { type Usage, usageFields } from '@/lib/pricing/split-usage'
import type { Dimensions } from './normalized-event'
import { rateSetOfError, reservedRateSets } from './reserved-rate-sets'

/** A version of the prices in force, with the ids under which its rate sets are stored (`RateSet.key` → `rate_set.id`). */
export interface PublishedPrices {
  readonly book: PriceBook
  readonly rateSetIds: ReadonlyMap<string, number>
}

/** What an event's price depends on. */
export interface Priceable {
  readonly occurredAtMs: number
  readonly dimensions: Pick<
    Dimensions,
    'provider' | 'model' | 'serviceTier' | 'region' | 'billingAccount' | 'outcome' | 'missingTokens'
  >
  readonly usage: Usage
  readonly statusCode: number | null
}

/** An event's price as it is stored beside it. */
export interface StoredPrice {
  /** 0 and below: a reason, see `reservedRateSets`. */
  readonly rateSetId: number
  /** Null: unknown. */
  readonly cost: Usd | null
  /** At list rates. Of a gateway cache hit: what the call would have cost at contract rates, the avoided cost. */
  readonly listCost: Usd | null
  /** Some meter that was used has no rate: the cost is at least so much. */
  readonly isPartlyPriced: boolean
}

const costsNothing: StoredPrice = { rateSetId: reservedRateSets.no_cost, cost: 0n, listCost: 0n, isPartlyPriced: false }

/**
 * The price of an event, by the money rules: a gateway cache hit costs 0 and keeps its quote as avoided cost; a failed call
 * (status 400 and above) without usage costs 0, known; without token counts the cost is unknown; everything else costs what
 * the book says, whatever its outcome.
 * @throws Error where the book's rate set has no id, or the usage contradicts itself: both are settled before this.
 */
export function priceNormalizedEvent(event: Priceable, { book, rateSetIds }: PublishedPrices): StoredPrice {
  const { dimensions, usage, statusCode } = event
  if (dimensions.outcome === 'cache_hit') return { ...costsNothing, listCost: quoteAvoidedCost(event, book) }
  if (statusCode !== null && statusCode >= 400 && !hasUsage(usage)) return costsNothing
  if (dimensions.missingTokens) {
    return { rateSetId: reservedRateSets.missing_tokens, cost: null, listCost: null, isPartlyPriced: false }
  }
  const priced = price(event, book)
  if (!priced.ok) {
    if (priced.error === 'invalid_usage') throw new Error(`usage was not checked before pricing: ${priced.message}`)
    return { rateSetId: rateSetOfError[priced.error], cost: null, listCost: null, isPartlyPriced: false }
  }
  const rateSetId = rateSetIds.get(priced.rateSet.key)
  if (rateSetId === undefined) throw new Error(`rate set ${priced.rateSet.key} of price version ${book.version} has no id`)
  const { cost, listCost } = priced
  return { rateSetId, cost, listCost, isPartlyPriced: priced.unpriced.length > 0 }
}

function price({ dimensions, usage, occurredAtMs }: Priceable, book: PriceBook) {
  const { provider, model, serviceTier: tier, region, billingAccount } = dimensions
  return priceEvent(book, { provider, model, tier, region, billingAccount, atMs: occurredAtMs, usage })
}

/** A quote with a hole in it would understate without saying so: then it is unknown. */
function quoteAvoidedCost(event: Priceable, book: PriceBook): Usd | null {
  if (event.dimensions.missingTokens) return null
  const priced = price(event, book)
  return isComplete(priced) ? priced.cost : null
}

const isComplete = (priced: ReturnType<typeof price>): priced is PricedEvent => priced.ok && priced.unpriced.length === 0

/** Whether anything was counted; senders write a failed call's tokens as 0 as often as they leave them out. */
function hasUsage(usage: Usage): boolean {
  return usageFields.some((field) => field !== 'requests' && (usage[field] ?? 0n) > 0n)
}

import { AppError } from '@/lib/errors'
import { loadListPrices } from '@/lib/pricing/load-list-prices'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { priceEvent } from '@/lib/pricing/price-event'
import { splitUsage } from '@/lib/pricing/split-usage'
import { priceNormalizedEvent } from '@/lib/usage/price-normalized-event'
import type { AcceptedRecord } from '../../normalise'
import { payloadNowMs } from './mutate'
import { readAs } from './read-as'

const book = buildPriceBook(loadListPrices())

/** Any rate set is stored under some id. */
class AnyIds extends Map<string, number> {
  override get(): number {
    return 1
  }
}
const prices = { book, rateSetIds: new AnyIds() }

/** Answers that a body may be refused with; whatever else is thrown would be a 500. */
const refusals = new Set(['unreadable', 'too_large', 'invalid'])

/** What is wrong with how a body is read; null where nothing is. */
export function findPayloadFault({ format, text }: { format: string; text: string }): string | null {
  try {
    const { accepted, refused } = readAs(format, text, {}, payloadNowMs)
    if (refused.some(({ errors }) => errors.length === 0)) return 'a record was refused without a reason'
    return accepted.map(findEventFault).find((fault) => fault !== null) ?? null
  } catch (error) {
    if (error instanceof AppError && refusals.has(error.code)) return null
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

function findEventFault({ event }: AcceptedRecord): string | null {
  const negative = Object.entries(event.usage).find(([, count]) => count !== null && count < 0n)
  if (negative) return `${negative[0]} is negative`
  const split = splitUsage(event.usage)
  // Where a total is unknown its parts contradict nothing, and nothing is priced.
  if (!split.ok && !event.dimensions.missingTokens) return split.message
  if (event.dimensions.provider === '') return 'there is no provider'
  JSON.parse(event.archiveLine)
  const price = priceNormalizedEvent(event, prices)
  if (price.cost !== null && price.cost < 0n) return 'it costs less than nothing'
  return price.cost === 0n && !price.isPartlyPriced && !mayBeFree(event) ? `it costs 0: ${event.archiveLine}` : null
}

/** A refusal, a hit in a gateway's cache, or rates of 0 for everything that was used. */
function mayBeFree({ dimensions, statusCode, usage, occurredAtMs }: AcceptedRecord['event']): boolean {
  if (dimensions.outcome === 'cache_hit' || (statusCode !== null && statusCode >= 400)) return true
  const { provider, model, serviceTier: tier, region, billingAccount } = dimensions
  const priced = priceEvent(book, { provider, model, tier, region, billingAccount, atMs: occurredAtMs, usage })
  return priced.ok && priced.lines.length > 0 && priced.lines.every(({ cost }) => cost === 0n)
}

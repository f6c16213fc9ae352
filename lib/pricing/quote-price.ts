import { formatDecimal } from '@/lib/money/decimal'
import { dollar } from '@/lib/money/usd'
import { parseInstant } from '@/lib/time/instant'
import { quantityScale } from './meters'
import type { PriceBook } from './price-book'
import { type PriceLine, priceEvent } from './price-event'
import type { RateSet } from './rate-set'
import { type QuoteAnswer, type QuoteRequest, readUsage } from './schema'

/**
 * Answers what a request costs, or why it has no price, in decimal strings.
 * @param now the instant that counts where the request names none.
 */
export function quotePrice(book: PriceBook, request: QuoteRequest, now: Date): QuoteAnswer {
  const read = readUsage(request.usage)
  if (!read.ok) return refuse(book, 'invalid_usage', read.message)
  const priced = priceEvent(book, {
    provider: request.provider ?? null,
    model: request.model,
    atMs: (parseInstant(request.at) ?? now).getTime(),
    usage: read.usage,
    tier: request.tier ?? null,
    region: request.region ?? null,
    billingAccount: request.billing_account ?? null,
  })
  if (!priced.ok) return refuse(book, priced.error, priced.message)
  return {
    cost_usd: formatDecimal(priced.cost),
    list_cost_usd: formatDecimal(priced.listCost),
    error: null,
    message: null,
    unpriced: [...priced.unpriced],
    lines: priced.lines.map(describeLine),
    matched: describeRateSet(priced.rateSet),
    price_version: book.version,
  }
}

function refuse(book: PriceBook, error: QuoteAnswer['error'], message: string): QuoteAnswer {
  return {
    cost_usd: null,
    list_cost_usd: null,
    error,
    message,
    unpriced: [],
    lines: [],
    matched: null,
    price_version: book.version,
  }
}

function describeRateSet(rateSet: RateSet): QuoteAnswer['matched'] {
  return {
    provider: rateSet.provider,
    listed_under: rateSet.listedUnder,
    model: rateSet.model,
    tier: rateSet.tier,
    band: rateSet.band && { over: rateSet.band.over.toString(), inclusive: rateSet.band.inclusive },
    uplift: rateSet.uplift?.id ?? null,
    terms: [...rateSet.termIds],
  }
}

function describeLine(line: PriceLine): QuoteAnswer['lines'][number] {
  const quantity = line.quantity * (dollar / quantityScale(line.meter))
  return {
    meter: line.meter,
    quantity: formatDecimal(quantity),
    rate: formatDecimal(line.rate.contract),
    per: line.rate.per.toString(),
    cost_usd: formatDecimal(line.cost),
  }
}

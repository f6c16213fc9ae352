import { divideHalfEven } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import type { MeterName } from './meters'
import type { PriceBook } from './price-book'
import type { MeterRate, RateSet } from './rate-set'
import { findPriceRoute, findSegment, type PriceNames, type StatedContext, selectBand } from './select-rates'
import { splitUsage, type Usage } from './split-usage'

/** What decides the cost of a request, or of a roll-up of requests. */
export interface PriceableEvent extends PriceNames {
  /** When the call ran, in epoch milliseconds; rates are those in force then, not today's. */
  readonly atMs: number
  readonly usage: Usage
  /** Only where the row itself says in which context band its requests are (Anthropic's usage report does). */
  readonly statedContext?: StatedContext | null
}

/** Why an event has no cost. */
export type PriceError = 'invalid_usage' | 'unpriced_model' | 'no_rate_for_tier' | 'no_rate'

/** One metered part and what it costs. */
export interface PriceLine {
  readonly rate: MeterRate
  readonly meter: MeterName
  /** As billed, so at least the minimum; `audio_second` at 10^-18 s. */
  readonly quantity: bigint
  readonly cost: Usd
  readonly listCost: Usd
}

export interface PricedEvent {
  readonly ok: true
  /** At contract rates; the sum of the lines. Meters in `unpriced` are not in it. */
  readonly cost: Usd
  /** The same quantities at list rates. */
  readonly listCost: Usd
  readonly lines: readonly PriceLine[]
  /** Meters that were used and have no rate: their cost is unknown, not 0. */
  readonly unpriced: readonly MeterName[]
  readonly rateSet: RateSet
}

/** `rateSet` 0 with a reason. */
export interface UnpricedEvent {
  readonly ok: false
  readonly error: PriceError
  readonly message: string
}

/**
 * The cost of an event at the rates in force when it ran: cost = Σ quantity × rate ÷ per, exact, and half-even at 18 decimal
 * places on its own line where `per` does not divide evenly. Usage is checked first, then the model, the tier and the time.
 * Nothing is guessed: what the book does not say is `unpriced`, or an error with its reason.
 */
export function priceEvent(book: PriceBook, event: PriceableEvent): PricedEvent | UnpricedEvent {
  const split = splitUsage(event.usage)
  if (!split.ok) return { ok: false, error: 'invalid_usage', message: split.message }
  const route = findPriceRoute(book, event)
  if (!route.ok) return route
  const segment = findSegment(route.segments, event.atMs)
  if (!segment)
    return { ok: false, error: 'no_rate', message: `${route.match.model} has no ${route.tier} price in force at that time` }
  const rateSet = selectBand(segment, split.inputTokens, split.requests, event.statedContext ?? null)

  const lines: PriceLine[] = []
  const unpriced: MeterName[] = []
  let cost = 0n
  let listCost = 0n
  for (const { meter, quantity: counted } of split.parts) {
    const rate = rateSet.rates[meter]
    if (rate === undefined) {
      // Without a rate for requests there is no fee for them; every other count would be charged for.
      if (meter !== 'request') unpriced.push(meter)
      continue
    }
    const quantity = rate.minimum !== null && counted < rate.minimum ? rate.minimum : counted
    const lineListCost = multiply(quantity, rate.listUnit, rate.list, rate.divisor)
    const lineCost =
      rate.contract === rate.list ? lineListCost : multiply(quantity, rate.contractUnit, rate.contract, rate.divisor)
    cost += lineCost
    listCost += lineListCost
    lines.push({ rate, meter, quantity, cost: lineCost, listCost: lineListCost })
  }
  return { ok: true, cost, listCost, lines, unpriced, rateSet }
}

function multiply(quantity: bigint, unitRate: bigint | null, rate: Usd, divisor: bigint): Usd {
  return unitRate === null ? divideHalfEven(quantity * rate, divisor) : quantity * unitRate
}

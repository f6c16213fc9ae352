import { multiplyRate } from '@/lib/money/usd'
import type { RateSetRates } from '@/lib/reports/spend/class-costs'
import type { WasteFact } from './facts'
import { describeMeter, differenceTerm, type TermPart, type WasteItem } from './item'
import type { ComparedRates } from './rate-sets'

type Rates = ReadonlyMap<number, ComparedRates>

/**
 * What requests with a long input cost beyond the rates below the threshold of their band, for the same quantities:
 * Σ quantity × (rate of the band − base rate).
 */
export const findLongContext = (facts: readonly WasteFact[], rates: Rates): WasteItem[] =>
  facts.flatMap((fact) => {
    const price = rates.get(fact.rateSetId)
    if (!price || price.bandOver === null) return []
    return comparePrices(fact, price, price.base, `over ${price.bandOver.toLocaleString('en-US')} input tokens`)
  })

/** What a region adds to the rates of the same model elsewhere, for the same quantities. */
export const findRegionalPremium = (facts: readonly WasteFact[], rates: Rates): WasteItem[] =>
  facts.flatMap((fact) => {
    const price = rates.get(fact.rateSetId)
    return price?.uplift == null ? [] : comparePrices(fact, price, price.plain, price.uplift)
  })

function comparePrices(fact: WasteFact, price: ComparedRates, other: RateSetRates | null, detail: string): WasteItem[] {
  const unknown = { use: fact, detail, requests: fact.requests, cost: 0n, terms: [] }
  // The price compared with is in no version of the book that believed this one.
  if (other === null) return [{ ...unknown, unknownRequests: fact.requests }]
  const terms = explainDifference(fact, price.rates, other)
  const premium = terms.reduce((sum, { amount }) => sum + amount, 0n)
  if (premium > 0n) return [{ ...unknown, unknownRequests: fact.unknownRequests, cost: premium, terms }]
  return fact.unknownRequests > 0n ? [{ ...unknown, unknownRequests: fact.unknownRequests }] : []
}

/** Meter by meter; one that the other price has no rate for cannot be compared and counts nothing. */
function explainDifference({ quantities, model }: WasteFact, rates: RateSetRates, other: RateSetRates): TermPart[] {
  return [...quantities].flatMap(([meter, quantity]) => {
    const [rate, less] = [rates.get(meter), other.get(meter)]
    // Seconds are never billed by band or region: only tokens are.
    if (rate === undefined || less === undefined || meter === 'audio_second') return []
    const amount = multiplyRate(quantity, rate.contract, rate.per) - multiplyRate(quantity, less.contract, less.per)
    return amount === 0n ? [] : [differenceTerm(describeMeter(meter, model), { quantity, rate, less, meter }, amount)]
  })
}

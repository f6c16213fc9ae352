import { multiplyRate, type Usd } from '@/lib/money/usd'
import type { MeterName } from '@/lib/pricing/meters'
import type { WasteFact } from './facts'
import { compare, describeMeter, differenceTerm, type TermPart, type WasteItem } from './item'
import { type ComparedRates, cacheWriteMeters } from './rate-sets'

/**
 * Cache writes that reads did not pay for. To write a cache costs more than plain input, to read it costs less: over all calls
 * of a team's service and feature with one model,
 *
 *     premium = Σ written × (write rate − input rate)      saved = Σ read × (input rate − cached rate)
 *
 * and `premium − saved` is waste where it is above 0. Where nobody says what of the input a cache answered, what was saved is
 * not known: the use counts as unknown and not as waste.
 */
export function findUnreadWrites(facts: readonly WasteFact[], rates: ReadonlyMap<number, ComparedRates>): WasteItem[] {
  const keyOf = ({ team, service, feature, model }: WasteFact) => JSON.stringify([team, service, feature, model])
  const uses = new Map<string, WasteFact[]>(facts.filter(hasWrites).map((fact) => [keyOf(fact), []]))
  if (uses.size > 0) for (const fact of facts) uses.get(keyOf(fact))?.push(fact)
  return [...uses.values()].flatMap((alike) => judgeUse(alike, rates))
}

const hasWrites = ({ quantities }: WasteFact) => cacheWriteMeters.some((meter) => quantities.has(meter))

function judgeUse(facts: readonly WasteFact[], rates: ReadonlyMap<number, ComparedRates>): WasteItem[] {
  const [first] = facts
  const writers = facts.filter(hasWrites)
  if (!first) return []
  const { team, service, feature, model } = first
  const use = { team, service, feature, model }
  const sum = (of: readonly WasteFact[], field: 'requests' | 'unknownRequests' | 'cacheUnknownRequests') =>
    of.reduce((total, fact) => total + fact[field], 0n)
  const cacheUnknown = sum(facts, 'cacheUnknownRequests')
  if (cacheUnknown > 0n) {
    return [{ use, detail: null, requests: 0n, unknownRequests: cacheUnknown, cost: 0n, terms: [] }]
  }
  const terms = facts.flatMap((fact) => explainCache(fact, rates.get(fact.rateSetId)))
  const cost = terms.reduce((total, { amount }) => total + amount, 0n)
  const unknownRequests = sum(writers, 'unknownRequests')
  if (cost <= 0n && unknownRequests === 0n) return []
  const isWaste = cost > 0n
  return [
    {
      ...{ use, detail: isWaste ? describeUse(facts) : null, requests: sum(writers, 'requests'), unknownRequests },
      ...{ cost: isWaste ? cost : 0n, terms: isWaste ? terms : [] },
    },
  ]
}

/** What writing cost beyond plain input, and what reading saved, below 0. */
function explainCache({ quantities, model }: WasteFact, price: ComparedRates | undefined): TermPart[] {
  const input = price?.rates.get('input')
  if (!price || !input) return []
  const termOf = (meter: MeterName, what: string): TermPart[] => {
    const quantity = quantities.get(meter)
    const rate = price.rates.get(meter)
    if (quantity === undefined || rate === undefined) return []
    const amount: Usd = multiplyRate(quantity, rate.contract, rate.per) - multiplyRate(quantity, input.contract, input.per)
    return amount === 0n ? [] : [differenceTerm(what, { quantity, rate, less: input, meter }, amount)]
  }
  return [
    ...cacheWriteMeters.flatMap((meter) => termOf(meter, describeMeter(meter, model))),
    ...termOf('cached_input', `${describeMeter('cached_input', model)}, read`),
  ]
}

/** How much was written and how much of it was read, in words. */
function describeUse(facts: readonly WasteFact[]): string {
  const total = (meters: readonly MeterName[]) =>
    facts.reduce((sum, { quantities }) => meters.reduce((part, meter) => part + (quantities.get(meter) ?? 0n), sum), 0n)
  const [written, read] = [total(cacheWriteMeters), total(['cached_input'])]
  if (read === 0n) return 'never read'
  // Written for each token that was read; below one, what was read saved less than writing it cost.
  return compare(written, read) > 0 ? `read ${(read * 100n) / written}% of what was written` : 'read too little'
}

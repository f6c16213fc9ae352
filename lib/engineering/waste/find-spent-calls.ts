import { type ClassCost, splitCost } from '@/lib/reports/spend/class-costs'
import { reservedRateSets } from '@/lib/usage/reserved-rate-sets'
import type { WasteFact } from './facts'
import { describeMeter, type TermPart, unitOf, type WasteItem } from './item'
import type { ComparedRates } from './rate-sets'

type Rates = ReadonlyMap<number, ComparedRates>

/**
 * First attempts that failed: all that was paid for them. What the provider refused unread cost nothing and is no waste; where
 * tokens were spent and nobody knows how many, the call counts as unknown.
 */
export const findFailedCalls = (facts: readonly WasteFact[], rates: Rates): WasteItem[] =>
  findWhole(facts, rates, ({ outcome, isRetry }) => outcome === 'error' && !isRetry)

/** Second and later attempts, whatever came of them: all that was paid for them. */
export const findRetries = (facts: readonly WasteFact[], rates: Rates): WasteItem[] =>
  findWhole(facts, rates, ({ isRetry }) => isRetry)

/** What was spent in the environments that count as development. */
export const findDevelopment = (facts: readonly WasteFact[], rates: Rates, sandboxes: readonly string[]): WasteItem[] =>
  findWhole(facts, rates, ({ environment }) => environment !== null && sandboxes.includes(environment))

/** Uses of which every dollar counts. What is known to have cost nothing is left out. */
function findWhole(facts: readonly WasteFact[], rates: Rates, isWaste: (fact: WasteFact) => boolean): WasteItem[] {
  return facts
    .filter((fact) => isWaste(fact) && fact.rateSetId !== reservedRateSets.no_cost)
    .filter(({ cost, unknownRequests }) => cost !== 0n || unknownRequests > 0n)
    .map((fact) => ({
      use: fact,
      detail: null,
      requests: fact.requests,
      unknownRequests: fact.unknownRequests,
      cost: fact.cost,
      terms: explainCost(fact, rates.get(fact.rateSetId)),
    }))
}

/** What a cost is made of, meter by meter; the terms sum to it. */
function explainCost({ quantities, cost, model }: WasteFact, price: ComparedRates | undefined): TermPart[] {
  // Every field by name: to spread thousands of objects takes longer than to split all costs.
  const toTerm = ({ name, quantity, cost: amount }: ClassCost): TermPart => {
    const rate = name === 'other' ? undefined : price?.rates.get(name)
    return {
      what: describeMeter(name, model),
      unit: unitOf(name),
      quantity,
      rate: rate?.contract ?? null,
      lessRate: null,
      per: rate?.per ?? null,
      of: null,
      amount,
    }
  }
  return splitCost({ quantities, cost, listCost: cost }, price?.rates)
    .filter(({ cost: amount }) => amount !== 0n)
    .map(toTerm)
}

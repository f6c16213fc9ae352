import { multiplyRate, type Usd } from '@/lib/money/usd'
import type { Use } from './facts'
import { describeMeter, differenceTerm, type WasteItem } from './item'
import type { ComparedRates } from './rate-sets'

/** What the job summed of a use's repeats under one price. */
export interface RepeatSums extends Use {
  readonly rateSetId: number
  readonly repeats: bigint
  readonly repeatTokens: bigint
  readonly unknownRepeats: bigint
  readonly twins: bigint
  readonly twinCost: Usd
  readonly unknownTwins: bigint
}

/**
 * Prompts that came again while a cache could have held them: tokens × (input rate − cached rate). Without a price the saving is
 * unknown; where the price has no rate of its own for cached input there is nothing to save.
 */
export function findUncachedRepeats(sums: readonly RepeatSums[], rates: ReadonlyMap<number, ComparedRates>): WasteItem[] {
  return sums.flatMap((use) => {
    const { repeats, repeatTokens: quantity, unknownRepeats } = use
    const price = rates.get(use.rateSetId)
    const unknownRequests = unknownRepeats + (price === undefined ? repeats : 0n)
    const [rate, less] = [price?.rates.get('input'), price?.rates.get('cached_input')]
    const amount =
      rate && less ? multiplyRate(quantity, rate.contract, rate.per) - multiplyRate(quantity, less.contract, less.per) : 0n
    if (amount <= 0n || !rate) {
      return unknownRequests > 0n ? [{ use, detail: null, requests: 0n, unknownRequests, cost: 0n, terms: [] }] : []
    }
    const term = differenceTerm(describeMeter('input', use.model), { quantity, rate, less, meter: 'input' }, amount)
    return [{ use, detail: null, requests: repeats, unknownRequests, cost: amount, terms: [term] }]
  })
}

/** The second of two calls with the very same prompt, one right after the other: all that was paid for it. */
export function findTwins(sums: readonly RepeatSums[]): WasteItem[] {
  return sums
    .filter(({ twins }) => twins > 0n)
    .map((use) => ({
      use,
      detail: null,
      requests: use.twins,
      unknownRequests: use.unknownTwins,
      cost: use.twinCost,
      terms: [
        {
          ...{ what: `Second calls of ${use.model}`, unit: 'requests', quantity: use.twins },
          ...{ rate: null, lessRate: null, per: null, of: null, amount: use.twinCost },
        } as const,
      ],
    }))
}

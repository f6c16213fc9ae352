import { divideHalfEven, formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { quantityScale } from '@/lib/pricing/meters'
import { addClassCosts, type ClassCost, type Quantities, type RateSetRates, splitCost } from '@/lib/reports/spend/class-costs'
import { addCounts, findPercentile, type LatencyCounts, writeLatency } from '../explore/percentile'
import type { ClassCostRow, ModelRow, ModelsReport } from './schema'

/** What the book says of a rate set that usage names. */
export interface StoredRateSet {
  readonly listedUnder: string
  readonly model: string
  readonly tier: string
  readonly band: { readonly over: bigint; readonly inclusive: boolean } | null
}

/** Sums of one model, as its source names it, under one price. */
export interface ModelUsage {
  readonly provider: string
  /** Its name in the price book, also of calls that have no price; else the one that its source sent. */
  readonly model: string
  /** What the dimension `model_family` calls it: as `model`, but without a price as its source sent it. */
  readonly family: string
  readonly reportedTier: string
  readonly region: string | null
  /** Null: one of the reserved sets, so that nothing has a price. */
  readonly rateSet: StoredRateSet | null
  readonly rates: RateSetRates | undefined
  readonly quantities: Quantities
  readonly cost: Usd
  readonly listCost: Usd
  readonly requests: bigint
  readonly errors: bigint
  /** Requests whose cost is not known. */
  readonly open: bigint
}

/** What a model is known by: who bills it, and its name. */
export interface ModelKey {
  readonly provider: string
  readonly model: string
}

export const writeKey = ({ provider, model }: ModelKey) => JSON.stringify([provider, model])

/** Costs and latencies by `writeKey`. */
export interface ModelFacts {
  readonly usages: readonly ModelUsage[]
  readonly previous: ReadonlyMap<string, Usd>
  readonly latencies: ReadonlyMap<string, LatencyCounts>
}

/** Adds usage up by model, what costs most first, and over all of them. The parts of each split sum to its cost. */
export function foldModels({ usages, previous, latencies }: ModelFacts): Pick<ModelsReport, 'total' | 'models'> {
  const models = [...groupBy(usages, (usage) => writeKey(usage))].map(([key, ofModel]) => {
    const [first] = ofModel
    if (first === undefined) throw new Error('a group has a member')
    const sums = addUp(ofModel)
    const before = previous.get(key)
    const counts = latencies.get(key)
    return {
      ...{ sums, cost: sums.cost },
      row: {
        ...{ provider: first.provider, model: first.model, names: [...new Set(ofModel.map(({ family }) => family))].sort() },
        ...toParts(sums),
        list_cost_usd: formatDecimal(sums.listCost),
        errors: Number(sums.errors),
        cost_per_thousand_usd: sums.requests === 0n ? null : formatDecimal(divideHalfEven(sums.cost * 1_000n, sums.requests)),
        previous_cost_usd: before === undefined ? null : formatDecimal(before),
        latency: counts === undefined ? null : toLatency(counts),
        ...splitUp(ofModel),
      } satisfies ModelRow,
    }
  })
  const all = addUp(usages)
  const known = models.map(({ row }): LatencyCounts => latencies.get(writeKey(row)) ?? [])
  return {
    total: {
      ...toParts(all),
      list_cost_usd: formatDecimal(all.listCost),
      previous_cost_usd: previous.size === 0 ? null : formatDecimal([...previous.values()].reduce((sum, cost) => sum + cost, 0n)),
      latency: toLatency(addCounts(known)),
      ...splitUp(usages),
    },
    models: models
      .sort((left, right) => byCost(left.cost, right.cost, writeKey(left.row), writeKey(right.row)))
      .map(({ row }) => row),
  }
}

function byCost(left: Usd, right: Usd, leftName: string, rightName: string): number {
  if (left !== right) return left > right ? -1 : 1
  return leftName < rightName ? -1 : 1
}

interface Sums {
  readonly cost: Usd
  readonly listCost: Usd
  readonly requests: bigint
  readonly errors: bigint
  readonly open: bigint
}

const addUp = (usages: readonly ModelUsage[]): Sums =>
  usages.reduce<Sums>(
    (sum, usage) => ({
      cost: sum.cost + usage.cost,
      listCost: sum.listCost + usage.listCost,
      requests: sum.requests + usage.requests,
      errors: sum.errors + usage.errors,
      open: sum.open + usage.open,
    }),
    { cost: 0n, listCost: 0n, requests: 0n, errors: 0n, open: 0n },
  )

const toParts = ({ cost, requests, open }: Sums) => ({
  cost_usd: formatDecimal(cost),
  is_at_least: open > 0n,
  requests: Number(requests),
})

function toLatency(counts: LatencyCounts): ModelRow['latency'] {
  const calls = [...counts].reduce((sum, [, count]) => sum + count, 0n)
  const [p50, p95] = [50, 95].map((percent) => writeLatency(findPercentile(counts, percent)))
  return p50 && p95 ? { calls: Number(calls), p50_ms: p50, p95_ms: p95 } : null
}

function splitUp(usages: readonly ModelUsage[]): Pick<ModelRow, 'classes' | 'tiers' | 'bands'> {
  const tiers = groupBy(usages, ({ rateSet, reportedTier }) => rateSet?.tier ?? reportedTier)
  const bands = groupBy(usages, ({ rateSet }) =>
    rateSet === null ? 'none' : rateSet.band === null ? 'base' : `${rateSet.band.over} ${rateSet.band.inclusive}`,
  )
  return {
    classes: addClassCosts(usages.map((usage) => splitCost(usage, usage.rates))).map(toClassRow),
    tiers: [...tiers]
      .map(([tier, ofTier]) => ({ tier, sums: addUp(ofTier) }))
      .sort((left, right) => byCost(left.sums.cost, right.sums.cost, left.tier, right.tier))
      .map(({ tier, sums }) => ({ tier, ...toParts(sums) })),
    bands: [...bands.values()]
      .map((ofBand) => {
        const rateSet = ofBand[0]?.rateSet ?? null
        return {
          over: rateSet?.band ? Number(rateSet.band.over) : null,
          is_inclusive: rateSet?.band?.inclusive ?? false,
          is_unpriced: rateSet === null,
          ...toParts(addUp(ofBand)),
        }
      })
      .sort((left, right) => Number(left.is_unpriced) - Number(right.is_unpriced) || (left.over ?? -1) - (right.over ?? -1)),
  }
}

const toClassRow = ({ name, quantity, unpricedQuantity, cost, listCost }: ClassCost): ClassCostRow => ({
  name,
  quantity: writeQuantity(name, quantity),
  unpriced_quantity: writeQuantity(name, unpricedQuantity),
  cost_usd: formatDecimal(cost),
  list_cost_usd: formatDecimal(listCost),
})

const writeQuantity = (name: ClassCost['name'], quantity: bigint) =>
  name === 'other' || quantityScale(name) === 1n ? quantity.toString() : formatDecimal(quantity)

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

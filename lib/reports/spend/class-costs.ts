import { inArray } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { rateSetRate } from '@/lib/db/schema/rate-set'
import { divideHalfEven, parseDecimal } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import { type MeterName, meterNames, quantityScale } from '@/lib/pricing/meters'

/**
 * What each class of usage costs, exactly: the split of a roll-up's cost into its meters that every report uses.
 *
 * How to use it: group by `groupUsage` with `byRateSet: true` and `meters: meterNames`, take `readQuantities(row)` off each
 * row, `readRates` for the rate sets named in them, `splitCost` each row, and add rows up with `addClassCosts`.
 *
 * Cost is linear in the quantities of one rate set, so the parts are quantity × rate ÷ per. They always sum to the cost:
 * where one rate alone was rounded call by call or billed at a minimum, the difference is that meter's, since every other
 * part is exact; what no meter explains is `other`.
 */
export type CostClass = MeterName | 'other'

/** What one meter costs under a rate set, as stored. USD at 10^-18 for `per` units. */
export interface StoredRate {
  readonly per: bigint
  readonly list: Usd
  readonly contract: Usd
  /** As `quantity` is held; a call that counts less is billed as this much. */
  readonly minimum: bigint | null
}

/** The rates of a rate set by meter; empty for the reserved sets, which say why there are none. */
export type RateSetRates = ReadonlyMap<MeterName, StoredRate>

/** Counts by meter, whole; `audio_second` at 10^-18 s. A meter that counted nothing is absent. */
export type Quantities = ReadonlyMap<MeterName, bigint>

/** A class with what it counted and cost. `other` counts nothing. */
export interface ClassCost {
  readonly name: CostClass
  /** As `Quantities` hold it. */
  readonly quantity: bigint
  /** Part of `quantity` whose price nobody knows: its cost is in no sum. */
  readonly unpricedQuantity: bigint
  readonly cost: Usd
  readonly listCost: Usd
}

/** The sums of some usage under one rate set. */
export interface RateSetSums {
  readonly quantities: Quantities
  readonly cost: Usd
  readonly listCost: Usd
}

/** The column of `groupUsage` that holds a meter's quantity. */
export const meterColumn = (meter: MeterName) => `meter_${meter}` as const

/** The quantities of a row of `groupUsage` with `meters`; its columns are decimal text or null. */
export function readQuantities(row: Readonly<Record<string, unknown>>): Quantities {
  const quantities = new Map<MeterName, bigint>()
  for (const meter of meterNames) {
    const text = row[meterColumn(meter)]
    if (typeof text !== 'string') continue
    const quantity = (parseDecimal(text) * quantityScale(meter)) / dollar
    if (quantity !== 0n) quantities.set(meter, quantity)
  }
  return quantities
}

/** The rates of some rate sets. Those with an id of 0 and below have none. */
export async function readRates(db: Database, rateSetIds: Iterable<number>): Promise<ReadonlyMap<number, RateSetRates>> {
  const ids = [...new Set(rateSetIds)].filter((id) => id > 0)
  const rates = new Map<number, Map<MeterName, StoredRate>>()
  const rows = ids.length === 0 ? [] : await db.select().from(rateSetRate).where(inArray(rateSetRate.rateSetId, ids))
  for (const { rateSetId, meter: name, per, listRate, contractRate, minimum } of rows) {
    const meter = meterNames.find((known) => known === name)
    if (meter === undefined) throw new Error(`rate set ${rateSetId} has a rate for "${name}", which is no meter`)
    const ofSet = rates.get(rateSetId) ?? new Map<MeterName, StoredRate>()
    rates.set(
      rateSetId,
      ofSet.set(meter, {
        per,
        list: parseDecimal(listRate),
        contract: parseDecimal(contractRate),
        minimum: minimum === null ? null : (parseDecimal(minimum) * quantityScale(meter)) / dollar,
      }),
    )
  }
  return rates
}

/**
 * Splits the cost of usage under one rate set by class; `cost` and `listCost` of the classes sum to those given, always.
 * @param rates those of the rate set; undefined for a reserved one, which leaves every count unpriced.
 */
export function splitCost({ quantities, cost, listCost }: RateSetSums, rates: RateSetRates | undefined): ClassCost[] {
  const classes = [...quantities].flatMap(([name, quantity]): ClassCost[] => {
    const rate = rates?.get(name)
    // Without a rate for requests there is no fee for them; every other count would be charged for.
    if (rate === undefined && name === 'request') return []
    if (rate === undefined) return [{ name, quantity, unpricedQuantity: quantity, cost: 0n, listCost: 0n }]
    const costs = priceQuantity(name, quantity, rate)
    return [{ name, quantity, unpricedQuantity: 0n, cost: costs.cost, listCost: costs.listCost }]
  })
  const settled = settle(classes, { quantities, rates, field: 'cost', total: cost })
  return settle(settled, { quantities, rates, field: 'listCost', total: listCost })
}

/** What a quantity costs at a rate, half-even at 18 places, without minimums. */
export function priceQuantity(meter: MeterName, quantity: bigint, { per, list, contract }: StoredRate) {
  const divisor = per * quantityScale(meter)
  return { cost: divideHalfEven(quantity * contract, divisor), listCost: divideHalfEven(quantity * list, divisor) }
}

/** The one meter, if it is one alone, that calls did not pay for by the plain product: at a minimum, or rounded one by one. */
interface Uneven {
  readonly name: MeterName
  /** By how much a call may exceed the product, at 10^-18 USD. */
  readonly slack: Usd
}

function findUneven(quantities: Quantities, rates: RateSetRates | undefined, term: 'list' | 'contract'): Uneven | null {
  const found = [...quantities.keys()].flatMap((name): Uneven[] => {
    const rate = rates?.get(name)
    if (rate === undefined) return []
    const divisor = rate.per * quantityScale(name)
    if (rate.minimum !== null) return [{ name, slack: (rate.minimum * rate[term]) / divisor + 1n }]
    return rate[term] % divisor === 0n ? [] : [{ name, slack: 1n }]
  })
  return found.length === 1 ? (found[0] ?? null) : null
}

interface Settlement {
  readonly quantities: Quantities
  readonly rates: RateSetRates | undefined
  readonly field: 'cost' | 'listCost'
  /** What the classes have to sum to. */
  readonly total: Usd
}

/** Gives what is left of a sum to the one class that was not priced linearly, as far as that explains it, else to `other`. */
function settle(classes: ClassCost[], { quantities, rates, field, total }: Settlement): ClassCost[] {
  const rest = classes.reduce((sum, part) => sum - part[field], total)
  if (rest === 0n) return classes
  const requests = quantities.get('request') ?? 0n
  const uneven = findUneven(quantities, rates, field === 'cost' ? 'contract' : 'list')
  const isExplained = uneven !== null && rest >= -requests && rest <= uneven.slack * requests
  const name = isExplained ? uneven.name : 'other'
  const part = classes.find((one) => one.name === name) ?? nothingOf(name)
  return [...classes.filter((one) => one.name !== name), { ...part, [field]: part[field] + rest }]
}

const nothingOf = (name: CostClass): ClassCost => ({ name, quantity: 0n, unpricedQuantity: 0n, cost: 0n, listCost: 0n })

/** The same classes of several splits added up, in the order of the meters with `other` last. */
export function addClassCosts(splits: Iterable<readonly ClassCost[]>): ClassCost[] {
  const sums = new Map<CostClass, ClassCost>()
  for (const split of splits) {
    for (const part of split) {
      const sum = sums.get(part.name)
      sums.set(part.name, sum === undefined ? part : addClass(sum, part))
    }
  }
  return [...meterNames, 'other' as const].flatMap((name) => sums.get(name) ?? [])
}

const addClass = (sum: ClassCost, part: ClassCost): ClassCost => ({
  name: sum.name,
  quantity: sum.quantity + part.quantity,
  unpricedQuantity: sum.unpricedQuantity + part.unpricedQuantity,
  cost: sum.cost + part.cost,
  listCost: sum.listCost + part.listCost,
})

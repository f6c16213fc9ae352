import type { ModelDetail, ModelPrice } from '@/lib/pricing/queries/get-model'
import { formatWindow } from './format-moment'
import { sortMeters } from './meter-labels'

/** One price that is in force: a tier at some times of day, at its base or within a context band. */
export interface RateColumn {
  key: string
  tier: string
  window: string
  /** `above 272,000 tokens`; null: the base. */
  band: string | null
  rates: Readonly<Record<string, string>>
  contract: readonly { account: string | null; meter: string; rate: string }[]
}

/** What a class of usage costs in each column. */
export interface RateRow {
  meter: string
  rates: readonly (string | null)[]
  contract: readonly (readonly { account: string | null; rate: string }[])[]
}

/** Whether a price holds at an instant, times of day aside. */
export function isInForce({ from, to }: { from: string | null; to: string | null }, at: string): boolean {
  const atMs = Date.parse(at)
  return (from === null || Date.parse(from) <= atMs) && (to === null || atMs < Date.parse(to))
}

/**
 * The prices in force at an instant, by class: exact texts, null where the price names no rate of its own. A contract rate
 * stands beside the list rate that it replaces.
 */
export function buildRateTable({ prices, contract }: Pick<ModelDetail, 'prices' | 'contract'>, at: string) {
  const current = prices.filter((price) => price.isCurrent && isInForce(price, at))
  const columns = current.flatMap((price) => [
    toColumn(price, null, price.rates, contract, at),
    ...price.bands.map((band) => toColumn(price, band, band.rates, contract, at)),
  ])
  const meters = sortMeters(new Set(columns.flatMap(({ rates }) => Object.keys(rates))))
  const rows: RateRow[] = meters.map((meter) => ({
    meter,
    rates: columns.map(({ rates }) => rates[meter] ?? null),
    contract: columns.map((column) => column.contract.filter((entry) => entry.meter === meter)),
  }))
  return { columns, rows }
}

function toColumn(
  price: ModelPrice,
  band: { over: number; inclusive: boolean } | null,
  rates: Readonly<Record<string, string>>,
  contract: ModelDetail['contract'],
  at: string,
): RateColumn {
  const ofPrice = contract.filter(
    (entry) =>
      entry.tier === price.tier &&
      (entry.bandOver ?? null) === (band?.over ?? null) &&
      entry.uplift === null &&
      // Prices of one tier at different times of day are told apart by what they list.
      entry.list === rates[entry.meter] &&
      isInForce(entry, at),
  )
  const unique = new Map(
    ofPrice.map((entry) => [
      `${entry.billingAccount ?? ''}\0${entry.meter}`,
      { account: entry.billingAccount, meter: entry.meter, rate: entry.contract },
    ]),
  )
  return {
    key: `${price.id}-${band?.over ?? 'base'}`,
    tier: price.tier,
    window: formatWindow(price.window),
    band: band && `${band.inclusive ? 'from' : 'above'} ${band.over.toLocaleString('en-US')} input tokens`,
    rates,
    contract: [...unique.values()],
  }
}

import { divideHalfEven } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import { borrowsFromStandardTier, type MeterName, type MeterTable, meterNames, quantityScale } from './meters'
import type { PriceWindow } from './price-window'

/** What one unit of a meter costs under a rate set, with everything that bears on it already applied. */
export interface MeterRate {
  readonly meter: MeterName
  /** The meter whose published rate this is: another one where the fallback applied. */
  readonly publishedAs: MeterName
  /** The quantity that the rates are for, as published. */
  readonly per: bigint
  /** USD per `per`, region uplift included. */
  readonly list: Usd
  /** USD per `per` under the contract terms in force; the list rate where there are none. */
  readonly contract: Usd
  /** A count above 0 is billed as at least this much; `audio_second` at 10^-18 s. */
  readonly minimum: bigint | null
  /** What the quantity as held is divided by: `per`, and for seconds also the 10^18 of their scale. */
  readonly divisor: bigint
  /** `list ÷ divisor` where that is exact, so that pricing is one multiplication; else null. */
  readonly listUnit: bigint | null
  readonly contractUnit: bigint | null
}

export interface RateSetBand {
  readonly over: bigint
  readonly inclusive: boolean
}

/**
 * One published price: everything that decides the rates of a request save its counts. Cost is linear in the quantities of one
 * rate set, so that a roll-up by rate set is re-priced exactly (but for `minimum` and for rates that do not come out even).
 */
export interface RateSet {
  /** Position in `PriceBook.rateSets`, from 1; 0 stands for "unpriced". Differs between versions of a book. */
  readonly index: number
  /** Says the same price in every version of the book: the natural key for storing it. */
  readonly key: string
  readonly provider: string
  readonly listedUnder: string
  readonly model: string
  readonly tier: string
  readonly window: PriceWindow
  /** Null: the base rates. */
  readonly band: RateSetBand | null
  readonly uplift: RegionUplift | null
  /** The account whose own terms are applied; null: terms for every account. */
  readonly billingAccount: string | null
  /** Ids of the contract terms that made some rate differ from what it would be without them. */
  readonly termIds: readonly string[]
  /** Whether call, page or second rates come from the standard tier, and if so from which of its windows. */
  readonly standardWindow: PriceWindow | null
  readonly rates: Readonly<Partial<Record<MeterName, MeterRate>>>
}

export interface RegionUplift {
  readonly id: string
  readonly region: string
  /** At 10^-18. */
  readonly multiply: bigint
}

export type RateTable = Readonly<Partial<Record<MeterName, Usd>>>

/** A price set with its decimals read. */
export interface PriceSet {
  readonly tier: string
  readonly window: PriceWindow
  readonly rates: RateTable
  /** Highest threshold first. */
  readonly bands: readonly (RateSetBand & { readonly rates: RateTable })[]
  readonly minimums: RateTable
}

/** What a price set publishes for a band before fallbacks, and the least quantities it bills. */
export interface PublishedRates {
  readonly rates: RateTable
  readonly minimums: RateTable
}

/**
 * The rates that a price set states for a band, or at its base. A band replaces the rates of tokens as a whole; what it does
 * not say about calls, pages, seconds and requests stays as in the set. What the set itself does not say about calls, pages
 * and seconds is taken from `standard`, the standard tier's set in force at the time.
 */
export function readPublishedRates(
  meters: MeterTable,
  set: PriceSet,
  band: { readonly rates: RateTable } | null,
  standard: PriceSet | null,
): PublishedRates {
  const rates: Partial<Record<MeterName, Usd>> = {}
  const minimums: Partial<Record<MeterName, bigint>> = {}
  for (const meter of meterNames) {
    const { unit } = meters[meter]
    const own = unit === 'token' && band ? band.rates[meter] : (band?.rates[meter] ?? set.rates[meter])
    const borrowed = own === undefined && borrowsFromStandardTier(unit) ? standard?.rates[meter] : undefined
    const rate = own ?? borrowed
    if (rate !== undefined) rates[meter] = rate
    // Minimums are decimals of the meter's unit, held at 10^-18 like every decimal; counts are whole.
    const minimum = (borrowed === undefined ? set : standard)?.minimums[meter]
    if (minimum !== undefined) minimums[meter] = (minimum * quantityScale(meter)) / dollar
  }
  return { rates, minimums }
}

/** Which meter's published rate applies: the meter's own, else that of its fallback, and so on up; null: no rate. */
export function findPublishedMeter(meters: MeterTable, rates: RateTable, meter: MeterName): MeterName | null {
  let current: MeterName | null = meter
  while (current !== null && rates[current] === undefined) current = meters[current].fallback
  return current
}

/** Joins list and contract rates into what an event is priced with. `contract` must have a rate wherever `list` has one. */
export function buildMeterRates(
  meters: MeterTable,
  published: PublishedRates,
  contract: (meter: MeterName, list: Usd) => Usd,
  uplift: RegionUplift | null,
): Partial<Record<MeterName, MeterRate>> {
  const rates: Partial<Record<MeterName, MeterRate>> = {}
  for (const meter of meterNames) {
    const publishedAs = findPublishedMeter(meters, published.rates, meter)
    const base = publishedAs === null ? undefined : published.rates[publishedAs]
    if (publishedAs === null || base === undefined) continue
    const { per, unit } = meters[meter]
    const lift = (rate: Usd) => (uplift && unit === 'token' ? divideHalfEven(rate * uplift.multiply, dollar) : rate)
    const list = lift(base)
    const contractRate = lift(contract(meter, base))
    const divisor = per * quantityScale(meter)
    rates[meter] = {
      meter,
      publishedAs,
      per,
      list,
      contract: contractRate,
      minimum: published.minimums[meter] ?? null,
      divisor,
      listUnit: list % divisor === 0n ? list / divisor : null,
      contractUnit: contractRate % divisor === 0n ? contractRate / divisor : null,
    }
  }
  return rates
}

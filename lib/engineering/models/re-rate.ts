import { divideHalfEven } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import type { MeterName } from '@/lib/pricing/meters'
import type { PriceBook } from '@/lib/pricing/price-book'
import type { RateSegment } from '@/lib/pricing/publish-rate-sets'
import type { RateSet, RateSetBand } from '@/lib/pricing/rate-set'
import { findPriceRoute, findSegment } from '@/lib/pricing/select-rates'
import { type Quantities, type RateSetRates, splitCost } from '@/lib/reports/spend/class-costs'

/** Sums of a model's usage under one of its prices. */
export interface PricedUsage {
  /** Who bills it. */
  readonly provider: string
  readonly tier: string
  readonly region: string | null
  /** The context band of its price; null: the base. */
  readonly band: RateSetBand | null
  readonly quantities: Quantities
  readonly listCost: Usd
  readonly rates: RateSetRates
}

/** What usage would have cost elsewhere. */
export interface ReRated {
  /** The usage compared, at its own list prices. */
  readonly listCost: Usd
  readonly siblingCost: Usd
  /** Some of it may have reached a dearer band of the sibling. */
  readonly isAtLeast: boolean
  /** List cost of what the sibling has no price for. */
  readonly leftOut: Usd
  readonly leftOutWhy: readonly string[]
}

interface Question {
  readonly book: PriceBook
  /** The model in use and the one asked about, by the names of the book. */
  readonly model: string
  readonly sibling: string
  /** The instant whose prices are asked. */
  readonly atMs: number
}

/**
 * The same quantities at a sibling's list prices, exactly: Σ quantity × rate ÷ per, same tier and region, at one instant.
 *
 * A roll-up says which band of its own price a request was in, and so between which counts its input lay. Where the sibling has
 * no threshold between them its band is certain; else the lower one counts and the sum is a lower bound. Prices that change
 * with the time of day are not asked, as a day's sum does not tell the hour.
 */
export function reRate(usages: readonly PricedUsage[], question: Question): ReRated {
  const parts = usages.map((usage) => reRateOne(usage, question))
  const sum = (of: (part: ReRated) => Usd) => parts.reduce((total, part) => total + of(part), 0n)
  return {
    listCost: sum((part) => part.listCost),
    siblingCost: sum((part) => part.siblingCost),
    isAtLeast: parts.some((part) => part.isAtLeast),
    leftOut: sum((part) => part.leftOut),
    leftOutWhy: [...new Set(parts.flatMap((part) => part.leftOutWhy))],
  }
}

function reRateOne(usage: PricedUsage, { book, model, sibling, atMs }: Question): ReRated {
  const { provider, tier, region, listCost } = usage
  const segmentsOf = (name: string): readonly RateSegment[] => {
    const route = findPriceRoute(book, { provider, model: name, tier, region })
    return route.ok && route.match.model === name
      ? route.segments.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
      : []
  }
  const segments = segmentsOf(sibling)
  const segment = findSegment(segments, atMs)
  const leaveOut = (why: string): ReRated => ({
    ...{ listCost: 0n, siblingCost: 0n, isAtLeast: false, leftOut: listCost, leftOutWhy: [why] },
  })
  if (segment === undefined) return leaveOut(`no ${tier} price of ${sibling}`)
  if (segments.some(isByHour)) return leaveOut(`the price of ${sibling} depends on the hour`)
  const { rateSet, isAtLeast } = selectRates(segment, usage.band, findSegment(segmentsOf(model), atMs)?.bands ?? [])
  return { ...priceAt(usage, rateSet), isAtLeast }
}

const isByHour = ({ window, standardWindow }: RateSegment) =>
  [window, standardWindow].some((one) => one !== null && (one.dailyUtcMs !== null || one.weekdays !== null))

/** A threshold as a number to compare by: "over 1000" is reached after "1000 and more". */
const reachOf = ({ over, inclusive }: RateSetBand): bigint => over * 2n + (inclusive ? 0n : 1n)

/** The sibling's rates for requests whose input lies from the band's own threshold to the next one of the model's price. */
export function selectRates(
  { base, bands }: Pick<RateSegment, 'base' | 'bands'>,
  own: RateSetBand | null,
  ownBands: readonly RateSetBand[],
): { rateSet: RateSet; isAtLeast: boolean } {
  const from = own === null ? -1n : reachOf(own)
  const ends = ownBands.map(reachOf).filter((reach) => reach > from)
  const end = ends.reduce<bigint | null>((least, reach) => (least === null || reach < least ? reach : least), null)
  const highestFirst = [...bands].sort((left, right) => (reachOf(left) > reachOf(right) ? -1 : 1))
  const certain = highestFirst.find((band) => reachOf(band) <= from)
  const isAtLeast = bands.some((band) => reachOf(band) > from && (end === null || reachOf(band) < end))
  return { rateSet: certain?.rateSet ?? base, isAtLeast }
}

/** What both sides have a price for; a fee for requests is 0 where a price names none. */
function priceAt({ quantities, listCost, rates }: PricedUsage, rateSet: RateSet): Omit<ReRated, 'isAtLeast'> {
  const own = new Map(splitCost({ quantities, cost: listCost, listCost }, rates).map((part) => [part.name, part.listCost]))
  let [compared, siblingCost] = [0n, 0n]
  const leftOutWhy: string[] = []
  for (const [meter, quantity] of quantities) {
    const isPriced = rates.has(meter) || meter === 'request'
    const theirs = priceList(rateSet, meter, quantity)
    if (!isPriced) continue
    if (theirs === null) leftOutWhy.push(`no rate for ${meter} at ${rateSet.model}`)
    else {
      compared += own.get(meter) ?? 0n
      siblingCost += theirs
    }
  }
  return { listCost: compared, siblingCost, leftOut: listCost - compared, leftOutWhy }
}

function priceList(rateSet: RateSet, meter: MeterName, quantity: bigint): Usd | null {
  const rate = rateSet.rates[meter]
  if (rate === undefined) return meter === 'request' ? 0n : null
  const billed = rate.minimum !== null && quantity < rate.minimum ? rate.minimum : quantity
  return divideHalfEven(billed * rate.list, rate.divisor)
}

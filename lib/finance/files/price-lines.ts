import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import { type MeterName, meterNames, quantityScale } from '@/lib/pricing/meters'
import { reservedRateSets } from '@/lib/usage/reserved-rate-sets'
import type { PricesUsedLine } from './prices-used-schema'

/** What was used at one price in one region, as Postgres sums it: counts and amounts are decimal text. */
export interface UsedPrice extends Readonly<Partial<Record<Exclude<MeterName, 'request'>, string | null>>> {
  /** 0 and below: no rate, by reason. */
  readonly rate_set_id: number
  readonly provider: string
  readonly model: string
  readonly tier: string
  readonly region: string | null
  readonly uplift: string | null
  readonly billing_account: string | null
  readonly terms: readonly string[] | null
  readonly valid_from: string | null
  readonly valid_to: string | null
  readonly daily_utc: readonly (readonly [string, string])[] | null
  /** 1 = Monday. */
  readonly weekdays: readonly number[] | null
  readonly weekday_zone: string | null
  readonly band_over: string | null
  readonly band_inclusive: boolean | null
  readonly first_version: number | null
  readonly last_version: number | null
  readonly requests: string
  readonly cost: string
  readonly list_cost: string
  readonly unpriced_requests: string
  readonly missing_token_requests: string
}

/** A rate as it is stored: USD for `per`, decimal text. */
export interface StoredRate {
  readonly rate_set_id: number
  readonly meter: string
  readonly per: string
  readonly list_rate: string
  readonly contract_rate: string
}

/**
 * The lines of the prices used, in the order of `used` and within it of the meters. Costs of a price's lines add up to what was
 * booked at it: cost is linear in the quantities of a rate set, but for minimum quantities of single requests and for rates that
 * do not come out even, and what these make is a line of its own.
 */
export function listPriceLines(used: readonly UsedPrice[], rates: readonly StoredRate[]): PricesUsedLine[] {
  const ratesOf = new Map<number, Map<string, StoredRate>>()
  for (const rate of rates) {
    const ofSet = ratesOf.get(rate.rate_set_id) ?? new Map<string, StoredRate>()
    ratesOf.set(rate.rate_set_id, ofSet.set(rate.meter, rate))
  }
  return used.flatMap((price) =>
    price.rate_set_id > 0 ? listRatedLines(price, ratesOf.get(price.rate_set_id) ?? new Map()) : listUnratedLines(price),
  )
}

interface Quantity {
  readonly meter: MeterName
  readonly text: string
  /** As the meter's quantity is held: seconds at 10^-18, all others whole. */
  readonly held: bigint
}

function listQuantities(price: UsedPrice): Quantity[] {
  return meterNames.flatMap((meter) => {
    const text = (meter === 'request' ? price.requests : price[meter]) ?? '0'
    const held = (parseDecimal(text) * quantityScale(meter)) / dollar
    return held === 0n ? [] : [{ meter, text, held }]
  })
}

function listRatedLines(price: UsedPrice, rates: ReadonlyMap<string, StoredRate>): PricesUsedLine[] {
  const lines: PricesUsedLine[] = []
  let [cost, listCost] = [parseDecimal(price.cost), parseDecimal(price.list_cost)]
  for (const { meter, text, held } of listQuantities(price)) {
    const rate = rates.get(meter)
    if (rate === undefined) {
      // Without a rate for requests there is no fee for them; every other count would be charged for.
      if (meter !== 'request')
        lines.push({ ...describePrice(price), ...countedBy(meter, text), kind: 'unpriced', reason: noRate })
      continue
    }
    const per = BigInt(rate.per) * quantityScale(meter)
    const charge = (perUnits: string): Usd => divideHalfEven(held * parseDecimal(perUnits), per)
    const [lineCost, lineListCost] = [charge(rate.contract_rate), charge(rate.list_rate)]
    cost -= lineCost
    listCost -= lineListCost
    lines.push({
      ...describePrice(price),
      ...countedBy(meter, text),
      kind: 'rate',
      rate_usd: rate.contract_rate,
      list_rate_usd: rate.list_rate,
      per: rate.per,
      cost_usd: formatDecimal(lineCost),
      list_cost_usd: formatDecimal(lineListCost),
    })
  }
  if (cost === 0n && listCost === 0n) return lines
  const remainder = { cost_usd: formatDecimal(cost), list_cost_usd: formatDecimal(listCost) }
  return [...lines, { ...describePrice(price), kind: 'remainder', ...remainder, reason: remainderReason }]
}

const noRate = 'the price has no rate for it'
const remainderReason = 'minimum quantities, and rounding of single requests'

const reasons = new Map<number, string>([
  [reservedRateSets.unpriced_model, 'the model is not in the price book'],
  [reservedRateSets.no_rate_for_tier, 'the model has no price for the tier'],
  [reservedRateSets.no_rate, 'the model had no price at the time'],
  [reservedRateSets.missing_tokens, 'the source did not count tokens'],
  [reservedRateSets.no_cost, 'failed without usage, or answered from a gateway’s cache'],
])

/** What was counted without a rate: the requests, and what they used as far as it is known. */
function listUnratedLines(price: UsedPrice): PricesUsedLine[] {
  const isFree = price.rate_set_id === reservedRateSets.no_cost
  const reason = reasons.get(price.rate_set_id) ?? 'no rate'
  const lines = listQuantities(price).map(
    ({ meter, text }): PricesUsedLine => ({
      ...describePrice(price),
      ...countedBy(meter, text),
      kind: isFree ? 'no_charge' : 'unpriced',
      reason,
      cost_usd: isFree ? '0' : null,
      list_cost_usd: isFree ? '0' : null,
    }),
  )
  // Whatever was booked without a rate has to be somewhere, or the lines would not add up.
  if (parseDecimal(price.cost) === 0n && parseDecimal(price.list_cost) === 0n) return lines
  return [...lines, { ...describePrice(price), kind: 'remainder', cost_usd: price.cost, list_cost_usd: price.list_cost, reason }]
}

function describePrice(price: UsedPrice): PricesUsedLine {
  const { provider, model, tier, region, uplift, billing_account, valid_from, valid_to, first_version, last_version } = price
  return {
    ...{ kind: 'rate', provider, model, tier, region, uplift, billing_account, valid_from, valid_to },
    terms: [...(price.terms ?? [])],
    condition: describeCondition(price),
    ...{ meter: null, unit: null, quantity: null, rate_usd: null, list_rate_usd: null, per: null },
    ...{ cost_usd: null, list_cost_usd: null, reason: null },
    first_price_version: first_version,
    last_price_version: last_version,
  }
}

const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `input over 200000 tokens; 16:30–00:30 UTC; Sat Sun (UTC)`. */
function describeCondition({ band_over, band_inclusive, daily_utc, weekdays, weekday_zone }: UsedPrice): string | null {
  const parts = [
    ...(band_over === null ? [] : [`input ${band_inclusive ? 'of at least' : 'over'} ${band_over} tokens`]),
    ...(daily_utc === null ? [] : [`${daily_utc.map(([start, end]) => `${start}–${end}`).join(', ')} UTC`]),
    ...(weekdays === null ? [] : [`${weekdays.map((day) => weekdayNames[day - 1]).join(' ')} (${weekday_zone ?? 'UTC'})`]),
  ]
  return parts.length === 0 ? null : parts.join('; ')
}

const countedBy = (meter: MeterName, quantity: string) => ({ meter, unit: unitOf(meter), quantity })

function unitOf(meter: MeterName): string {
  if (meter === 'request') return 'request'
  if (meter === 'audio_second') return 'second'
  if (meter === 'page' || meter === 'annotated_page') return 'page'
  if (meter === 'text_message') return 'message'
  return meter.endsWith('_search') ? 'call' : 'token'
}

import { divideHalfEven, formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { type MeterName, quantityScale } from '@/lib/pricing/meters'
import { formatProduct, one } from './exact'

/** What one meter costs under a rate set, as the price book has it; decimals at 10^-18. */
export interface StoredRate {
  readonly meter: MeterName
  /** The meter whose published rate this is. */
  readonly publishedAs: MeterName
  readonly per: bigint
  readonly list: Usd
  readonly contract: Usd
  /** In the meter's unit. */
  readonly minimum: bigint | null
}

/** A rate in the unit in which it is exported. */
export interface ExportRate extends StoredRate {
  /** Whether every quantity comes out even in both, so that the sum of events is quantity × rate to the last digit. */
  readonly isEven: boolean
}

/** What a meter comes to in a roll-up: a row of the file. Amounts whose product is exact are texts of all their digits. */
export interface PriceLine {
  readonly rate: ExportRate
  /** In the meter's unit, at 10^-18. */
  readonly consumed: bigint
  /** In units of `rate.per`, at 10^-18. */
  readonly pricingQuantity: bigint
  /** `list × pricingQuantity`, at 10^-36. */
  readonly listCost: bigint
  /** `contract × pricingQuantity`, at 10^-36. */
  readonly contractedCost: bigint
  /** What the ledger charged: the contracted cost, with the part of the roll-up's rounding that falls to this line. */
  readonly billedCost: Usd
}

/** Cost of a roll-up that its meters do not come to. */
export interface Unexplained {
  readonly billedCost: Usd
  readonly listCost: Usd
}

export interface PricedRollup {
  readonly lines: readonly PriceLine[]
  /** Null where the lines come to the whole, as they do wherever the ledger itself priced. */
  readonly unexplained: Unexplained | null
}

/**
 * A rate as it is exported. A quantity in hours of 3,600 seconds has no end of digits, and FOCUS wants unit price × quantity to
 * be the cost: where the price of a single unit does come out even, that is the one to state.
 */
export function toExportRate(rate: StoredRate): ExportRate {
  const isDecimal = one % rate.per === 0n
  const isUnitEven = rate.list % rate.per === 0n && rate.contract % rate.per === 0n
  const stated =
    !isDecimal && isUnitEven ? { per: 1n, list: rate.list / rate.per, contract: rate.contract / rate.per } : { per: rate.per }
  const isEven = isUnitEven && rate.minimum === null && quantityScale(rate.meter) === 1n
  return { ...rate, ...stated, isEven }
}

/**
 * Divides what a roll-up cost among its meters, so that the billed costs add up to `cost` to the last digit and every product
 * is exact.
 *
 * The sum of a roll-up's events is quantity × rate, save where a line of an event was rounded to 18 places or billed as a
 * minimum. What that leaves is told by the roll-up's own sum: a minimum becomes a pricing quantity above what was consumed, and
 * a rounding becomes a difference between contracted and billed cost, for which the product leaves no room.
 *
 * @param quantities by meter, those above 0; seconds at 10^-18, all others whole.
 * @param requests how many events there were at most, each of which may have been rounded once a line.
 */
export function priceRollup(
  rates: ReadonlyMap<MeterName, ExportRate>,
  quantities: Iterable<readonly [MeterName, bigint]>,
  { cost, listCost, requests }: { cost: Usd; listCost: Usd; requests: bigint },
): PricedRollup {
  const lines: PriceLine[] = []
  let rest = cost
  for (const [meter, quantity] of quantities) {
    const rate = rates.get(meter)
    // Without a rate it is unpriced, or a request without a fee.
    if (rate === undefined || quantity === 0n) continue
    const line = multiplyLine(rate, quantity)
    lines.push(line)
    rest -= line.billedCost
  }
  if (rest === 0n) return { lines, unexplained: null }
  const settled = settleRest(lines, rest, requests)
  if (settled) return { lines: settled, unexplained: null }
  const listed = lines.reduce((sum, line) => sum + divideHalfEven(line.listCost, one), 0n)
  return { lines, unexplained: { billedCost: rest, listCost: listCost - listed } }
}

function multiplyLine(rate: ExportRate, quantity: bigint): PriceLine {
  const consumed = quantity * (one / quantityScale(rate.meter))
  return withQuantity(rate, consumed, one % rate.per === 0n ? consumed / rate.per : divideHalfEven(consumed, rate.per))
}

function withQuantity(rate: ExportRate, consumed: bigint, pricingQuantity: bigint): PriceLine {
  const listCost = rate.list * pricingQuantity
  const contractedCost = rate.contract === rate.list ? listCost : rate.contract * pricingQuantity
  const billedCost = rate.isEven ? contractedCost / one : divideHalfEven(contractedCost, one)
  return { rate, consumed, pricingQuantity, listCost, contractedCost, billedCost }
}

/** The lines with the rest on the one that it belongs to; null where it belongs to none of them. */
function settleRest(lines: readonly PriceLine[], rest: Usd, requests: bigint): PriceLine[] | null {
  const withMinimum = lines.find(({ rate }) => rate.minimum !== null && rate.contract > 0n)
  if (withMinimum !== undefined && rest > 0n) {
    const { rate, consumed, billedCost } = withMinimum
    const charged = divideHalfEven((billedCost + rest) * one, rate.contract)
    const raised = { ...withQuantity(rate, consumed, charged), billedCost: billedCost + rest }
    return lines.map((line) => (line === withMinimum ? raised : line))
  }
  const rounded = lines.filter(({ rate }) => !rate.isEven)
  const [largest] = rounded.toSorted((left, right) => (left.contractedCost < right.contractedCost ? 1 : -1))
  const magnitude = rest < 0n ? -rest : rest
  const slack = rounded.reduce((sum, { rate }) => sum + slackOf(rate, requests), 0n)
  if (largest === undefined || magnitude > slack) return null
  return lines.map((line) => (line === largest ? { ...line, billedCost: line.billedCost + rest } : line))
}

/**
 * By how much, at 10^-18 USD, what events cost may differ from their quantity × rate: by their own roundings, by that of the sum,
 * and by that of a pricing quantity without an end, which the rate multiplies.
 */
function slackOf({ per, contract }: ExportRate, requests: bigint): bigint {
  return requests + 1n + (one % per === 0n ? 0n : contract / one)
}

/** The texts of a line's amounts. Most are the same amount four times over, and are written once. */
export function describeAmounts(line: PriceLine) {
  const contracted = formatProduct(line.contractedCost)
  const isSame = line.billedCost * one === line.contractedCost
  return {
    consumed: formatDecimal(line.consumed),
    pricingQuantity: formatDecimal(line.pricingQuantity),
    listCost: line.listCost === line.contractedCost ? contracted : formatProduct(line.listCost),
    contractedCost: contracted,
    billedCost: isSame ? contracted : formatDecimal(line.billedCost),
  }
}

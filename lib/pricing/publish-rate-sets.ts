import { parseDecimal } from '@/lib/money/decimal'
import { borrowsFromStandardTier, type MeterTable, meterNames } from './meters'
import type { ModelDocument, PriceSetDocument, RatesDocument, UpliftDocument } from './price-book-document'
import { type PriceWindow, readPriceWindow } from './price-window'
import {
  buildMeterRates,
  type PriceSet,
  type RateSet,
  type RateSetBand,
  type RateTable,
  type RegionUplift,
  readPublishedRates,
} from './rate-set'
import { type ContractTerm, findTermsForScope, resolveContractRates, type Span, splitSpanAtTerms } from './resolve-terms'

/** A stretch of time with its rate sets: one for the base rates and one for each context band, highest threshold first. */
export interface RateSegment extends Span {
  readonly window: PriceWindow
  readonly standardWindow: PriceWindow | null
  readonly base: RateSet
  readonly bands: readonly (RateSetBand & { readonly rateSet: RateSet })[]
}

/** How one model is sold: by whom, with which uplift, to which account. */
export interface SellingContext {
  readonly provider: string
  readonly listedUnder: string
  readonly model: string
  readonly tier: string
  readonly uplift: RegionUplift | null
  readonly account: string | null
}

/** A set of the tier with the standard tier's set that its missing call rates are borrowed from, while both are in force. */
interface PairedSet extends Span {
  readonly set: PriceSet
  readonly standard: PriceSet | null
}

export function readPriceSets(model: ModelDocument): PriceSet[] {
  return model.prices.map((set) => ({
    tier: set.tier,
    window: readPriceWindow(set),
    rates: readRates(set.rates),
    bands: (set.bands ?? [])
      .map(({ over, inclusive, rates }) => ({ over: BigInt(over), inclusive, rates: readRates(rates) }))
      // Of two thresholds at the same count the inclusive one is reached first, so the exclusive one is the higher.
      .sort((left, right) =>
        left.over === right.over ? Number(left.inclusive) - Number(right.inclusive) : left.over > right.over ? -1 : 1,
      ),
    minimums: readRates(set.min_quantity ?? {}),
  }))
}

function readRates(rates: RatesDocument | PriceSetDocument['rates']): RateTable {
  const table: Partial<Record<keyof RatesDocument, bigint>> = {}
  for (const meter of meterNames) {
    const text = rates[meter]
    if (text !== undefined) table[meter] = parseDecimal(text)
  }
  return table
}

export function readUplift(uplift: UpliftDocument): RegionUplift {
  return { id: uplift.id, region: uplift.region, multiply: parseDecimal(uplift.multiply) }
}

/**
 * The segments of one model in one tier, as sold in `context`, in the order in which they are asked: at any instant the first
 * whose windows hold decides. Sets with times of day come before those without. `addRateSet` numbers what it is given.
 */
export function publishSegments(
  meters: MeterTable,
  sets: readonly PriceSet[],
  context: SellingContext,
  terms: readonly ContractTerm[],
  addRateSet: (rateSet: Omit<RateSet, 'index'>) => RateSet,
): RateSegment[] {
  const scoped = findTermsForScope(terms, context)
  const own = sets.filter((set) => set.tier === context.tier).sort(compareWindows)
  const standard = context.tier === 'standard' ? [] : sets.filter((set) => set.tier === 'standard').sort(compareWindows)
  return own
    .flatMap((set) => pairWithStandard(meters, set, standard))
    .flatMap((pair) =>
      splitSpanAtTerms(pair, scoped).map((span) => buildSegment(meters, context, pair, span, scoped, addRateSet)),
    )
}

function buildSegment(
  meters: MeterTable,
  context: SellingContext,
  { set, standard }: PairedSet,
  span: Span,
  terms: readonly ContractTerm[],
  addRateSet: (rateSet: Omit<RateSet, 'index'>) => RateSet,
): RateSegment {
  const window = { ...set.window, fromMs: span.fromMs, toMs: span.toMs }
  const standardWindow = standard?.window ?? null
  const publish = (band: PriceSet['bands'][number] | null): RateSet => {
    const published = readPublishedRates(meters, set, band, standard)
    const contract = resolveContractRates(meters, published.rates, terms, span)
    const identity = {
      provider: context.provider,
      listedUnder: context.listedUnder,
      model: context.model,
      tier: context.tier,
      window,
      band: band === null ? null : { over: band.over, inclusive: band.inclusive },
      uplift: context.uplift,
      billingAccount: context.account,
      standardWindow,
    }
    return addRateSet({
      ...identity,
      key: formatKey(identity),
      termIds: contract.termIds,
      rates: buildMeterRates(meters, published, contract.rateOf, context.uplift),
    })
  }
  return {
    ...span,
    window,
    standardWindow,
    base: publish(null),
    bands: set.bands.map((band) => ({ over: band.over, inclusive: band.inclusive, rateSet: publish(band) })),
  }
}

/** Sets with times of day first, as they beat those without; then by their start. */
function compareWindows(left: PriceSet, right: PriceSet): number {
  const daily = Number(right.window.dailyUtcMs !== null) - Number(left.window.dailyUtcMs !== null)
  if (daily !== 0) return daily
  return left.window.fromMs < right.window.fromMs ? -1 : 1
}

/**
 * Where the tier says nothing of a call, page or second that the standard tier has a rate for, the standard tier's set *in
 * force at that time* decides it. Its windows need not be those of the tier, so each pair that can be in force together is a
 * segment of its own, and what no standard set covers is left with none.
 */
function pairWithStandard(meters: MeterTable, set: PriceSet, standard: readonly PriceSet[]): PairedSet[] {
  const span = { fromMs: set.window.fromMs, toMs: set.window.toMs }
  const borrows = meterNames.some(
    (meter) =>
      borrowsFromStandardTier(meters[meter].unit) &&
      set.rates[meter] === undefined &&
      standard.some((entry) => entry.rates[meter] !== undefined),
  )
  if (!borrows) return [{ ...span, set, standard: null }]
  let uncovered: Span[] = [span]
  const pairs: PairedSet[] = []
  for (const entry of standard) {
    const fromMs = Math.max(span.fromMs, entry.window.fromMs)
    const toMs = Math.min(span.toMs, entry.window.toMs)
    if (fromMs >= toMs) continue
    pairs.push({ fromMs, toMs, set, standard: entry })
    const isAlways = entry.window.dailyUtcMs === null && entry.window.weekdays === null
    if (isAlways) uncovered = uncovered.flatMap((rest) => subtractSpan(rest, { fromMs, toMs }))
  }
  return [...pairs, ...uncovered.map((rest) => ({ ...rest, set, standard: null }))]
}

function subtractSpan(span: Span, taken: Span): Span[] {
  return [
    { fromMs: span.fromMs, toMs: Math.min(span.toMs, taken.fromMs) },
    { fromMs: Math.max(span.fromMs, taken.toMs), toMs: span.toMs },
  ].filter((rest) => rest.fromMs < rest.toMs)
}

function formatKey(identity: Omit<RateSet, 'index' | 'key' | 'rates' | 'termIds'>): string {
  const { provider, listedUnder, model, tier, window, band, uplift, billingAccount, standardWindow } = identity
  return [
    provider === listedUnder ? provider : `${provider}>${listedUnder}`,
    model,
    tier,
    formatWindow(window),
    band === null ? 'base' : `${band.inclusive ? '>=' : '>'}${band.over}`,
    uplift === null ? 'global' : uplift.id,
    standardWindow === null ? 'own' : `standard ${formatWindow(standardWindow)}`,
    billingAccount === null ? 'any' : `account ${billingAccount}`,
  ].join('|')
}

function formatWindow(window: PriceWindow): string {
  const span = `${formatInstant(window.fromMs)}..${formatInstant(window.toMs)}`
  const daily =
    window.dailyUtcMs === null ? '' : ` ${window.dailyUtcMs.map(([start, end]) => `${start / 60_000}-${end / 60_000}`).join(',')}`
  const weekdays = window.weekdays === null ? '' : ` ${window.weekdays.join('')}@${window.weekdayZone}`
  return `${span}${daily}${weekdays}`
}

function formatInstant(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : ''
}

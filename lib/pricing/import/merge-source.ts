import { buildNameIndex, matchModel, type NameIndex } from '../match-model'
import type { BandDocument, ModelDocument, PriceBookDocument, PriceSetDocument, RatesDocument } from '../price-book-document'
import { readPriceWindow } from '../price-window'
import type { SourceModel, SourcePrice } from './source-model'

export interface MergeOptions {
  /** The key of the source in the book's `sources`, and what it says of it. */
  readonly source: { readonly key: string; readonly description: string }
  /** From when a price counts that the source gives no date for. */
  readonly since: Date
}

export interface MergedBook {
  readonly book: PriceBookDocument
  /** What was left as it is, and why; one line each. */
  readonly notes: readonly string[]
}

/**
 * Takes over what a source of list prices covers, and nothing else. It covers the standard tier from now on: new models, other
 * rates and bands, prices with a date ahead, exact names that mean nothing yet. It does not cover, so that the book stays as
 * it is: the past, other tiers, meters and bands that the source does not name, times of day where it has none, minimums,
 * uplifts, prices that the book knows to have ended, models that the source no longer lists.
 */
export function mergeSource(book: PriceBookDocument, models: readonly SourceModel[], options: MergeOptions): MergedBook {
  const notes: string[] = []
  const names = buildNameIndex(book)
  const byProvider = new Map<string, SourceModel[]>()
  for (const model of models) byProvider.set(model.provider, [...(byProvider.get(model.provider) ?? []), model])
  let isChanged = false
  const providers = book.providers.map((entry) => {
    const listed = new Map((byProvider.get(entry.provider) ?? []).map((model) => [model.model, model]))
    const known = entry.models.map((model) => {
      const source = listed.get(model.model)
      listed.delete(model.model)
      if (!source) {
        if (byProvider.has(entry.provider) && isFrom(model, options.source.key)) {
          notes.push(`${entry.provider} ${model.model}: no longer in the source; it keeps its prices`)
        }
        return model
      }
      return mergeModel(entry.provider, model, source, options, names, notes)
    })
    const added = [...listed.values()].map((source) => createModel(source, options, names, notes))
    isChanged ||= added.length > 0 || known.some((model, index) => model !== entry.models[index])
    return { ...entry, models: [...known, ...added].sort((left, right) => (left.model < right.model ? -1 : 1)) }
  })
  const missing = [...byProvider.keys()].filter((name) => !book.providers.some((entry) => entry.provider === name))
  for (const name of missing) notes.push(`${name}: not a provider of the book; add it to a draft to take its models over`)
  if (!isChanged) return { book, notes }
  const sources = { ...book.sources, [options.source.key]: options.source.description }
  return { book: { ...book, sources, providers }, notes }
}

function mergeModel(
  provider: string,
  model: ModelDocument,
  source: SourceModel,
  options: MergeOptions,
  names: NameIndex,
  notes: string[],
): ModelDocument {
  const label = `${provider} ${model.model}`
  for (const problem of source.problems) notes.push(`${label}: left out ${problem}`)
  const exact = source.names.filter((name) => name.kind === 'exact' && !matchModel(names, provider, name.pattern))
  const aliases = { ...model.aliases, exact: [...(model.aliases?.exact ?? []), ...exact.map(({ pattern }) => pattern)] }
  const prices = mergePrices(label, model, source, options, notes)
  if (exact.length === 0 && prices === model.prices) return model
  return { ...model, ...(exact.length > 0 && { aliases }), prices }
}

function mergePrices(
  label: string,
  model: ModelDocument,
  source: SourceModel,
  options: MergeOptions,
  notes: string[],
): PriceSetDocument[] {
  const sinceMs = options.since.getTime()
  const inForce = model.prices.filter((set) => set.tier === 'standard' && isInForce(set, sinceMs))
  const [base, ...others] = inForce
  if (!base) {
    notes.push(`${label}: the book has no standard price at ${options.since.toISOString()}; nothing was taken over`)
    return model.prices
  }
  if (others.length > 0 || base.daily_utc || base.weekdays || source.windows.length > 0) {
    if (!isSameByDay(inForce, source)) {
      notes.push(`${label}: its price changes with the time of day, which is for a person to compare`)
    }
    return model.prices
  }
  let prices = model.prices
  if (!covers(base, source.current)) prices = changeFrom(prices, base, options.since.toISOString(), source.current, options)
  for (const { from, price } of source.upcoming) {
    const then = prices.find((set) => set.tier === 'standard' && !set.daily_utc && isInForce(set, Date.parse(from)))
    if (then && !covers(then, price)) prices = changeFrom(prices, then, from, price, options)
  }
  return prices
}

/** From an instant on the source's figures, laid over what the book says beside them, until the period's own end. */
function changeFrom(
  prices: readonly PriceSetDocument[],
  set: PriceSetDocument,
  from: string,
  price: SourcePrice,
  { source }: MergeOptions,
): PriceSetDocument[] {
  const start = set.from !== undefined && Date.parse(set.from) >= Date.parse(from) ? set.from : from.replace('.000Z', 'Z')
  const changed: PriceSetDocument = {
    ...set,
    from: start,
    rates: { ...set.rates, ...price.rates },
    ...((set.bands ?? price.bands).length > 0 && { bands: layBands(set, price) }),
    sources: [...new Set([source.key, ...(set.sources ?? [])])],
  }
  return prices.flatMap((one) => (one !== set ? [one] : start === set.from ? [changed] : [{ ...set, to: start }, changed]))
}

function layBands(set: PriceSetDocument, price: SourcePrice): BandDocument[] {
  const kept = (set.bands ?? []).map((band) => {
    const twin = price.bands.find((one) => isSameThreshold(one, band))
    return { ...band, rates: { ...band.rates, ...twin?.rates } }
  })
  const added = price.bands.filter((band) => !kept.some((one) => isSameThreshold(one, band)))
  return [...kept, ...added.map((band) => ({ ...band, rates: { ...set.rates, ...band.rates } }))]
}

/** Whether a price set already says everything that the source says. */
function covers(set: PriceSetDocument, price: SourcePrice): boolean {
  const has = (ours: RatesDocument, theirs: RatesDocument) =>
    Object.entries(theirs).every(([meter, rate]) => Reflect.get(ours, meter) === rate)
  const bands = set.bands ?? []
  return (
    has(set.rates, price.rates) &&
    price.bands.every((band) => bands.some((ours) => isSameThreshold(ours, band) && has(ours.rates, band.rates)))
  )
}

/** "From 272,000" is written as over 271,999 by some and as over 272,000 by others. */
function isSameThreshold(left: BandDocument, right: BandDocument): boolean {
  return Math.abs(left.over - right.over) <= 1
}

/** Whether book and source charge the same at every minute of the day, by whichever of them is the exception. */
function isSameByDay(sets: readonly PriceSetDocument[], source: SourceModel): boolean {
  if (sets.some((set) => set.weekdays)) return false
  for (let minute = 0; minute < 1440; minute += 1) {
    const isWithin = ([start, end]: readonly [string, string]) => {
      const [from, to] = [minutesOf(start), minutesOf(end)]
      return from <= to ? from <= minute && minute < to : minute >= from || minute < to
    }
    const theirs = source.windows.findLast(({ dailyUtc }) => isWithin(dailyUtc))?.price ?? source.current
    const ours = sets.find((set) => set.daily_utc?.some(isWithin)) ?? sets.find((set) => !set.daily_utc)
    if (!ours || !covers(ours, theirs)) return false
  }
  return true
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

function isInForce(set: PriceSetDocument, atMs: number): boolean {
  const { fromMs, toMs } = readPriceWindow(set)
  return fromMs <= atMs && atMs < toMs
}

/** Whether the book has a model's prices from this source. */
function isFrom(model: ModelDocument, source: string): boolean {
  return model.prices.some((set) => set.sources?.includes(source))
}

function createModel(source: SourceModel, options: MergeOptions, names: NameIndex, notes: string[]): ModelDocument {
  const label = `${source.provider} ${source.model}`
  for (const problem of source.problems) notes.push(`${label}: left out ${problem}`)
  const aliases: NonNullable<ModelDocument['aliases']> = {}
  for (const { kind, pattern } of source.names) {
    const taken = kind === 'exact' ? matchModel(names, source.provider, pattern) : null
    if (kind === 'exact' && pattern === source.model) continue
    if (taken?.listedUnder === source.provider) notes.push(`${label}: left out the name "${pattern}", which means ${taken.model}`)
    else aliases[kind] = [...(aliases[kind] ?? []), pattern]
  }
  const sources = [options.source.key]
  const toSet = (price: SourcePrice, extra: Partial<PriceSetDocument>): PriceSetDocument => ({
    tier: 'standard',
    ...extra,
    rates: price.rates,
    ...(price.bands.length > 0 && { bands: [...price.bands] }),
    sources,
  })
  const steps = [{ from: undefined, price: source.current }, ...source.upcoming]
  return {
    model: source.model,
    ...(source.name !== null && { name: source.name }),
    ...(source.contextWindow !== null && { context_window: source.contextWindow }),
    ...(Object.keys(aliases).length > 0 && { aliases }),
    prices: [
      ...steps.map(({ from, price }, index) =>
        toSet(price, { ...(from && { from }), ...(steps[index + 1]?.from && { to: steps[index + 1]?.from }) }),
      ),
      ...source.windows.map(({ dailyUtc, price }) => toSet(price, { daily_utc: [[dailyUtc[0], dailyUtc[1]]] })),
    ],
  }
}

import { formatWindowKey, toPriceSetRow } from './book-store/price-rows'
import { describeSpan } from './diff-model-prices'
import { refuseField, replaceModel, requireModel, requireProvider } from './find-in-draft'
import type { ModelDocument, PriceBookDocument, PriceSetDocument } from './price-book-document'

/** Which prices of which model: those of one tier that are in force at the same times of day and days of the week. */
export interface PriceLine {
  readonly provider: string
  readonly model: string
  readonly tier: string
  /** As `formatWindowKey` writes it; empty: at all times. */
  readonly window: string
}

export interface PriceEdit {
  readonly book: PriceBookDocument
  readonly model: ModelDocument
  readonly before: PriceSetDocument | null
  readonly after: PriceSetDocument | null
}

/** The window of a price set in one text. */
export function windowKeyOf(set: PriceSetDocument): string {
  return formatWindowKey(toPriceSetRow('', '', set))
}

/**
 * Adds a price from a date on. The price that is in force then ends there, and goes on where the new one ends before it.
 *
 * @throws AppError `invalid`, naming the price that begins while the new one would be in force.
 */
export function addPrice(book: PriceBookDocument, line: Omit<PriceLine, 'tier' | 'window'>, price: PriceSetDocument): PriceEdit {
  const entry = requireProvider(book, line.provider)
  const model = requireModel(entry, line.model)
  const kin = listKin(model, { tier: price.tier, window: windowKeyOf(price) })
  const overlapped = kin.filter((set) => startMs(set) < endMs(price) && startMs(price) < endMs(set))
  const rival = overlapped.find((set) => startMs(set) >= startMs(price))
  if (rival) {
    const span = describeSpan(rival.from ?? null, rival.to ?? null)
    refuseField(
      'price.from',
      `there is a ${price.tier} price ${span} already: end this one before it begins, or correct that one`,
    )
  }
  const [cut] = overlapped
  const pieces = cut ? cutOut(cut, price) : []
  const prices = [...model.prices.filter((set) => set !== cut), ...pieces, price]
  const changed = { ...model, prices: sortPrices(prices) }
  return { book: replaceModel(book, entry, changed), model: changed, before: cut ?? null, after: price }
}

/**
 * Says otherwise what a price was, for the whole of its time. Its span stays.
 *
 * @throws AppError `invalid`, naming the prices there are, where none begins at that instant.
 */
export function correctPrice(
  book: PriceBookDocument,
  line: Omit<PriceLine, 'tier' | 'window'>,
  price: PriceSetDocument,
): PriceEdit {
  const found = findPrice(book, { ...line, tier: price.tier, window: windowKeyOf(price) }, price.from ?? null, 'price.from')
  const { to: _, ...rest } = price
  const after = { ...rest, ...(found.set.to !== undefined && { to: found.set.to }) }
  return swap(book, found, after)
}

/** Ends, at an instant, the price that is in force then: from there on the line has no price. */
export function endPrice(book: PriceBookDocument, line: PriceLine, at: string): PriceEdit {
  const entry = requireProvider(book, line.provider)
  const model = requireModel(entry, line.model)
  const atMs = Date.parse(at)
  const set = listKin(model, line).find((one) => startMs(one) < atMs && atMs < endMs(one))
  if (!set) refuseField('at', `${model.model} has no ${line.tier} price in force just before ${at} that goes on after it`)
  return swap(book, { entry, model, set }, { ...set, to: at })
}

/** Takes a price out as if it had never been believed. */
export function removePrice(book: PriceBookDocument, line: PriceLine, from: string | null): PriceEdit {
  return swap(book, findPrice(book, line, from, 'from'), null)
}

function findPrice(book: PriceBookDocument, line: PriceLine, from: string | null, path: string) {
  const entry = requireProvider(book, line.provider)
  const model = requireModel(entry, line.model)
  const kin = listKin(model, line)
  const wantedMs = from === null ? Number.NEGATIVE_INFINITY : Date.parse(from)
  const set = kin.find((one) => startMs(one) === wantedMs)
  if (!set) {
    const there = kin.map((one) => describeSpan(one.from ?? null, one.to ?? null)).join('; ') || 'none'
    refuseField(
      path,
      `no ${line.tier} price of ${model.model} begins ${from === null ? 'at the beginning' : `at ${from}`}: there is ${there}`,
    )
  }
  return { entry, model, set }
}

function swap(book: PriceBookDocument, found: ReturnType<typeof findPrice>, after: PriceSetDocument | null): PriceEdit {
  const { entry, model, set } = found
  const prices = model.prices.flatMap((one) => (one === set ? (after ? [after] : []) : [one]))
  const changed = { ...model, prices }
  return { book: replaceModel(book, entry, changed), model: changed, before: set, after }
}

/** What is left of a price before and after a stretch of it is taken out. */
function cutOut(set: PriceSetDocument, taken: PriceSetDocument): PriceSetDocument[] {
  const rest: PriceSetDocument[] = []
  if (taken.from !== undefined && startMs(set) < startMs(taken)) rest.push({ ...set, to: taken.from })
  if (taken.to !== undefined && endMs(taken) < endMs(set)) rest.push({ ...set, from: taken.to })
  return rest
}

function listKin(model: ModelDocument, line: { readonly tier: string; readonly window: string }): PriceSetDocument[] {
  return model.prices.filter((set) => set.tier === line.tier && windowKeyOf(set) === line.window)
}

function sortPrices(prices: readonly PriceSetDocument[]): PriceSetDocument[] {
  return [...prices].sort((left, right) => {
    if (left.tier !== right.tier) return left.tier < right.tier ? -1 : 1
    return startMs(left) === startMs(right) ? 0 : startMs(left) < startMs(right) ? -1 : 1
  })
}

function startMs(set: PriceSetDocument): number {
  return set.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(set.from)
}

function endMs(set: PriceSetDocument): number {
  return set.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(set.to)
}

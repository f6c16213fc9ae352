import { addModel, addProvider, mapName, unmapName } from '@/lib/pricing/edit-names'
import { addPrice, removePrice } from '@/lib/pricing/edit-prices'
import { replaceProvider, requireModel, requireProvider } from '@/lib/pricing/find-in-draft'
import type { PriceBookDocument, RatesDocument } from '@/lib/pricing/price-book-document'
import type { FindingRef } from '../finding-ref'
import { refuseField } from './frame-fix'
import type { FixUndo } from './undo-schema'

export type PriceAddition = NonNullable<FixUndo['prices']>[number]

/** What a model without a price is to cost. */
export interface PriceTerms {
  readonly like: { readonly provider: string; readonly model: string } | null
  readonly rates: RatesDocument | null
  readonly from: string | null
}

/** The book with one more price, and what was added. */
interface Priced {
  readonly book: PriceBookDocument
  readonly added: readonly PriceAddition[]
}

/**
 * The book in which the models of some findings have a price: a name more for a model of the same provider, a copy of another
 * provider's prices, or rates of one's own. Pure; the book is stored by whoever asked.
 *
 * @throws AppError `invalid`, naming the field.
 */
export function priceFindings(book: PriceBookDocument, findings: readonly FindingRef[], terms: PriceTerms): Priced {
  return findings.reduce<Priced>(
    (done, { key }, index) => {
      const path = `findings[${index}].key`
      const provider = (key.provider ?? refuseField(`${path}.provider`, 'is needed')).toLowerCase()
      const model = (key.model ?? refuseField(`${path}.model`, 'is needed')).toLowerCase()
      const tier = key.tier ?? 'standard'
      const one = priceModel(done.book, { provider, model, tier }, terms)
      return { book: one.book, added: [...done.added, ...one.added] }
    },
    { book, added: [] },
  )
}

function priceModel(
  given: PriceBookDocument,
  { provider: stated, model, tier }: { provider: string; model: string; tier: string },
  { like, rates, from }: PriceTerms,
): Priced {
  const isKnown = given.providers.some((entry) => entry.provider === stated || entry.aliases.includes(stated))
  const book = isKnown ? given : addProvider(given, stated, [])
  const { provider, models } = requireProvider(book, stated)
  const known = models.find((one) => one.model === model || one.aliases?.exact?.includes(model))
  if (like) {
    const target = requireProvider(book, like.provider, 'like.provider')
    const meant = requireModel(target, like.model, 'like.model')
    if (target.provider === provider) {
      if (known?.model === meant.model) return { book, added: [] }
      const mapped = mapName(book, provider, { kind: 'exact', pattern: model }, meant.model)
      return { book: mapped, added: [{ added: 'name', provider, name: model }] }
    }
    if (known) refuseField('like.provider', `${provider} has "${known.model}" with prices of its own: name the rates instead`)
    return { book: addModel(book, provider, { model, prices: meant.prices }), added: [{ added: 'model', provider, model }] }
  }
  const price = { tier, ...(from !== null && { from }), rates: rates ?? {} }
  if (!known) {
    return { book: addModel(book, provider, { model, prices: [price] }), added: [{ added: 'model', provider, model }] }
  }
  const edit = addPrice(book, { provider, model: known.model }, price)
  return { book: edit.book, added: [{ added: 'rates', provider, model: known.model, tier, from }] }
}

/** The book without what a fix added to it. A provider that it brought stays: it has no price of its own. */
export function withoutPrices(book: PriceBookDocument, additions: readonly PriceAddition[]): PriceBookDocument {
  return additions.toReversed().reduce((rest, addition) => {
    const entry = requireProvider(rest, addition.provider)
    if (addition.added === 'name') {
      return unmapName(rest, entry.provider, { kind: 'exact', pattern: addition.name }).book
    }
    if (addition.added === 'model') {
      const { model } = requireModel(entry, addition.model)
      return replaceProvider(rest, { ...entry, models: entry.models.filter((one) => one.model !== model) })
    }
    const { provider, model, tier, from } = addition
    return removePrice(rest, { provider, model, tier, window: '' }, from).book
  }, book)
}

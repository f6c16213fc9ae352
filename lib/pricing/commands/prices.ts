import { z } from 'zod'
import type { PriceBookContent } from '../book-store/price-rows'
import { addPrice, correctPrice, endPrice, type PriceEdit, removePrice } from '../edit-prices'
import { instantText, providerPricesSchema } from '../price-book-document'
import { draftIdSchema, editDraftCommand } from './edit-draft'

const nameText = z.string().trim().toLowerCase().min(1, 'is needed').max(300, 'is at most 300 characters')
const ofModel = { draftId: draftIdSchema, provider: nameText, model: nameText }

/** Which prices of a model: tier, and the times of day and days of the week as `window` says them; empty: always. */
const ofLine = { ...ofModel, tier: nameText.default('standard'), window: z.string().max(300).default('') }

/** What an edit of prices stores and records. */
function describeEdit({ terms }: PriceBookContent, provider: string, edit: PriceEdit) {
  const identify = (set: PriceEdit['before']) => set && { provider, model: edit.model.model, ...set }
  return { content: { book: edit.book, terms }, before: identify(edit.before), after: identify(edit.after), result: undefined }
}

/**
 * Sets a price. `add`: from `price.from` on, where the price in force then ends. `correct`: what the price that begins at
 * `price.from` should have been all along; its end stays.
 */
export const setPrice = editDraftCommand(
  'price.set',
  z.object({
    ...ofModel,
    mode: z.enum(['add', 'correct'], 'is add or correct').default('add'),
    price: providerPricesSchema.shape.models.element.shape.prices.element.refine((price) => Object.keys(price.rates).length > 0, {
      path: ['rates'],
      error: 'name at least one; a free one is "0"',
    }),
  }),
  (content, { provider, model, mode, price }) =>
    describeEdit(content, provider, (mode === 'add' ? addPrice : correctPrice)(content.book, { provider, model }, price)),
)

/** Ends the price that is in force at an instant; from then on there is none. */
export const endModelPrice = editDraftCommand('price.end', z.object({ ...ofLine, at: instantText }), (content, { at, ...line }) =>
  describeEdit(content, line.provider, endPrice(content.book, line, at)),
)

/** Takes out a price that never was. */
export const removeModelPrice = editDraftCommand(
  'price.remove',
  z.object({ ...ofLine, from: instantText.nullable() }),
  (content, { from, ...line }) => describeEdit(content, line.provider, removePrice(content.book, line, from)),
)

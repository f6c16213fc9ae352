import { z } from 'zod'
import { aliasKinds } from '../book-store/price-rows'
import { addModel, addProvider, mapName, unmapName } from '../edit-names'
import { providerPricesSchema } from '../price-book-document'
import { draftIdSchema, editDraftCommand } from './edit-draft'

const canonicalName = z.string().trim().toLowerCase().min(1, 'is needed').max(300, 'is at most 300 characters')

/** Adds a provider that the list prices do not have, with the names under which sources send it. */
export const addPriceProvider = editDraftCommand(
  'price.add_provider',
  z.object({ draftId: draftIdSchema, provider: canonicalName, aliases: z.array(canonicalName).max(50).default([]) }),
  ({ book, terms }, { provider, aliases }) => ({
    content: { book: addProvider(book, provider, aliases), terms },
    before: null,
    after: { provider, aliases },
    result: { provider },
  }),
)

/** Adds a model of one's own with its names and prices, in the form of the price book. */
export const addCustomModel = editDraftCommand(
  'price.add_model',
  z.object({ draftId: draftIdSchema, provider: canonicalName, entry: providerPricesSchema.shape.models.element }),
  ({ book, terms }, { provider, entry }) => ({
    content: { book: addModel(book, provider, entry), terms },
    before: null,
    after: { provider, ...entry },
    result: { model: entry.model },
  }),
)

const nameOfModelSchema = z.object({
  draftId: draftIdSchema,
  provider: canonicalName,
  kind: z.enum(aliasKinds, `is one of ${aliasKinds.join(', ')}`).default('exact'),
  /** What sources send: a name in lower case or, by kind, a part of one or a regular expression. */
  pattern: z.string().trim().min(1, 'is needed').max(300, 'is at most 300 characters'),
})

const readPattern = ({ kind, pattern }: { kind: (typeof aliasKinds)[number]; pattern: string }) =>
  kind === 'regex' ? pattern : pattern.toLowerCase()

/** Lets a name that sources send mean a model of the book. */
export const mapModelName = editDraftCommand(
  'price.map_name',
  nameOfModelSchema.extend({ model: canonicalName }).refine(({ kind, pattern }) => kind !== 'regex' || isPattern(pattern), {
    path: ['pattern'],
    error: 'is not a regular expression',
  }),
  ({ book, terms }, { provider, model, ...name }) => ({
    content: { book: mapName(book, provider, { kind: name.kind, pattern: readPattern(name) }, model), terms },
    before: null,
    after: { provider, kind: name.kind, pattern: readPattern(name), model },
    result: undefined,
  }),
)

/** Takes a name away from the model that it means. */
export const unmapModelName = editDraftCommand(
  'price.unmap_name',
  nameOfModelSchema,
  ({ book, terms }, { provider, ...name }) => {
    const removed = unmapName(book, provider, { kind: name.kind, pattern: readPattern(name) })
    const before = { provider, kind: name.kind, pattern: readPattern(name), model: removed.model }
    return { content: { book: removed.book, terms }, before, after: null, result: undefined }
  },
)

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

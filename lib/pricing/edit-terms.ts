import { canonicalInstant, formatTermScope, type PriceBookContent, toTermRow } from './book-store/price-rows'
import { describeTerm } from './diff-price-books'
import { refuseField, requireModel, requireProvider } from './find-in-draft'
import type { ContractTermDocument } from './resolve-terms'

/**
 * Adds a contract term. Provider and model may be named by an alias; the canonical names are stored.
 *
 * @throws AppError `invalid`, naming the term that already says something about the same thing at the same time.
 */
export function addTerm({ book, terms }: PriceBookContent, term: ContractTermDocument): PriceBookContent {
  const entry = requireProvider(book, term.provider, 'term.provider')
  const model = term.model ? requireListed(book, [entry.provider, ...(entry.fallback ?? [])], term.model) : null
  const added = { ...term, provider: entry.provider, model }
  if (terms.some((one) => one.id === added.id)) refuseField('term.id', `there is a term "${added.id}" already`)
  refuseOverlap(terms, added)
  return { book, terms: [...terms, added] }
}

/** Lets a term end at an instant; one that has not begun by then is withdrawn. */
export function endTerm(
  { book, terms }: PriceBookContent,
  id: string,
  to: string,
): { content: PriceBookContent; before: ContractTermDocument } {
  const before = terms.find((term) => term.id === id)
  if (!before) refuseField('term', `there is no term "${id}" in this draft`)
  if (before.to && Date.parse(before.to) <= Date.parse(to)) refuseField('to', `the term ends at ${before.to} already`)
  const hasBegun = !before.from || Date.parse(before.from) < Date.parse(to)
  const rest = terms.flatMap((term) => (term.id !== id ? [term] : hasBegun ? [{ ...term, to: canonicalInstant(to) }] : []))
  return { content: { book, terms: rest }, before }
}

/** The canonical name of a model in the provider's own list, or in that of one it falls back on. */
function requireListed(book: PriceBookContent['book'], providers: readonly string[], model: string): string {
  const lists = providers.flatMap((name) => book.providers.filter((entry) => entry.provider === name))
  const wanted = model.trim().toLowerCase()
  const list = lists.find((entry) => entry.models.some((one) => one.model === wanted || one.aliases?.exact?.includes(wanted)))
  return list
    ? requireModel(list, wanted, 'term.model').model
    : refuseField(
        'term.model',
        `${providers[0]} has no model "${wanted}": write its canonical name, or leave it out for all models`,
      )
}

function refuseOverlap(terms: readonly ContractTermDocument[], added: ContractTermDocument): void {
  const scope = formatTermScope(toTermRow(added))
  const startMs = (term: ContractTermDocument) => (term.from ? Date.parse(term.from) : Number.NEGATIVE_INFINITY)
  const endMs = (term: ContractTermDocument) => (term.to ? Date.parse(term.to) : Number.POSITIVE_INFINITY)
  const rival = terms.find(
    (term) => formatTermScope(toTermRow(term)) === scope && startMs(term) < endMs(added) && startMs(added) < endMs(term),
  )
  if (rival) refuseField('term.from', `the term ${rival.id} holds at the same time (${describeTerm(rival)}): end that one first`)
}

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { addTerm, endTerm } from '../edit-terms'
import { instantText } from '../price-book-document'
import { type ContractTermDocument, contractTermSchema } from '../resolve-terms'
import { draftIdSchema, editDraftCommand } from './edit-draft'

/** A contract term as a form sends it; without an id it gets one. */
export type ContractTermInput = Omit<ContractTermDocument, 'id'> & { id?: string }

const termInputSchema = z
  .custom<ContractTermInput>((value) => typeof value === 'object' && value !== null, 'is needed')
  .transform((term) => ({ ...term, id: term.id ?? `${term.provider}-${randomUUID().slice(0, 8)}` }))
  .pipe(contractTermSchema)

/** Adds a dated contract term: a fixed rate, or a percentage off the list. */
export const addContractTerm = editDraftCommand(
  'price.add_term',
  z.object({ draftId: draftIdSchema, term: termInputSchema }),
  (content, { term }) => {
    const added = addTerm(content, term)
    return { content: added, before: null, after: { ...added.terms.at(-1) }, result: { id: term.id } }
  },
)

/** Lets a contract term end at an instant; one that would not have begun by then is withdrawn. */
export const endContractTerm = editDraftCommand(
  'price.end_term',
  z.object({ draftId: draftIdSchema, term: z.string().min(1, 'is needed'), to: instantText }),
  (content, { term, to }) => {
    const ended = endTerm(content, term, to)
    const after = ended.content.terms.find(({ id }) => id === term)
    return { content: ended.content, before: { ...ended.before }, after: after ? { ...after } : null, result: undefined }
  },
)

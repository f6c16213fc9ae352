import { z } from 'zod'
import { type Command, command } from '@/lib/audit/command'
import { AppError } from '@/lib/errors'
import { readDraft, updateDraft } from '../book-store/drafts'
import type { PriceBookContent } from '../book-store/price-rows'
import { findPriceBookFaults } from '../find-price-book-faults'

export const draftIdSchema = z.uuid('is the id of a draft')

/** Who or what a draft is, in the audit log. */
export const draftSubject = (id: string) => ({ kind: 'price_draft', id, name: `draft ${id.slice(0, 8)}` })

interface Edited<Output> {
  content: PriceBookContent
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  result: Output
}

/**
 * Makes the command that changes a draft by one pure edit: locks the draft, edits, refuses what would leave the book with a
 * fault that it did not have, stores, records.
 */
export function editDraftCommand<Input extends z.ZodType<{ draftId: string }>, Output>(
  name: string,
  input: Input,
  edit: (content: PriceBookContent, input: z.output<Input>) => Edited<Output>,
): Command<Input, Output> {
  return command({
    name,
    permission: 'price.edit',
    input,
    async run({ tx }, parsed) {
      const { draftId } = parsed
      const draft = await readDraft(tx, draftId, { lock: true })
      const { content, before, after, result } = edit(draft.content, parsed)
      refuseNewFaults(draft.content, content)
      await updateDraft(tx, draftId, { content })
      return { result, audit: [{ subject: draftSubject(draftId), before, after }] }
    },
  })
}

function refuseNewFaults(before: PriceBookContent, after: PriceBookContent): void {
  if (before.book === after.book) return
  const known = new Set(findPriceBookFaults(before.book).map(({ message }) => message))
  const errors = findPriceBookFaults(after.book).filter(({ message }) => !known.has(message))
  if (errors.length > 0) {
    throw new AppError('invalid', 'With this the book would say two things at once.', { errors })
  }
}

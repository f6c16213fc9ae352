import { command } from '@/lib/audit/command'
import { AppError } from '@/lib/errors'
import { readDraft, updateDraft } from '@/lib/pricing/book-store/drafts'
import { lockPriceBook } from '@/lib/pricing/book-store/publish-version'
import { readPriceBookContent } from '@/lib/pricing/book-store/read-version'
import { createDraft, publishDraft } from '@/lib/pricing/commands/drafts'
import type { PriceBookDocument } from '@/lib/pricing/price-book-document'
import { rebaseDraft } from '@/lib/pricing/rebase-draft'
import { describeKey } from '../finding-ref'
import { countFindings, type FixContext, finishFix, keepPresent, refuseField } from './frame-fix'
import { listDraftsContent } from './price-drafts'
import { priceFindings } from './price-edits'
import { priceFixSchema } from './schema'

/**
 * Gives models a price by publishing a version of the price book with a note, which has usage without a price priced at once.
 * Asks for `price.edit` beside `triage.resolve`.
 */
export const fixPrice = command({
  name: 'triage.fix_price',
  permission: 'triage.resolve',
  input: priceFixSchema,
  async run(context, { findings, like, rates, from, note }) {
    const other = findings.findIndex(({ lane }) => lane !== 'unpriced')
    if (other >= 0) refuseField(`findings[${other}].lane`, 'is not unpriced, the lane of what the price book has no rate for')
    await lockPriceBook(context.tx)
    const present = await keepPresent(context, findings)
    const added: ReturnType<typeof priceFindings>['added'][number][] = []
    const models = present.map(({ key }) => `${key.provider} ${key.model}`).join(', ')
    const what = like ? `priced as ${like.provider} ${like.model}` : 'priced at rates of one’s own'
    const version = await publishEdit(context, note ?? `Triage: ${models} ${what}`.slice(0, 500), (book) => {
      const priced = priceFindings(book, present, { like, rates, from })
      added.push(...priced.added)
      return priced.book
    })
    return finishFix(context, present, {
      kind: 'price',
      summary:
        `${countFindings(present.length)} (${present.map(describeKey).join('; ')}) ${what}: version ${version} of the price book.`.slice(
          0,
          1_000,
        ),
      undo: { prices: added },
      comment: note,
    })
  },
})

/**
 * Publishes the price book with one edit, as a draft of its own.
 *
 * @returns the number of the version.
 * @throws AppError `conflict` where somebody's draft changes the same models in another way: publishing would leave that draft
 *   with a choice that its author has to make.
 */
export async function publishEdit(
  { tx, actor }: FixContext,
  note: string,
  edit: (book: PriceBookDocument) => PriceBookDocument,
): Promise<number> {
  const { id } = await createDraft(tx, actor, { note })
  const draft = await readDraft(tx, id, { lock: true })
  const content = { ...draft.content, book: edit(draft.content.book) }
  for (const rival of await listDraftsContent(tx, id)) {
    const base = await readPriceBookContent(tx, rival.baseVersion)
    const before = rebaseDraft(base, rival.content, draft.content)
    const after = rebaseDraft(base, rival.content, content)
    const known = new Set(before.ok ? [] : before.conflicts)
    const conflicts = after.ok ? [] : after.conflicts.filter((unit) => !known.has(unit))
    if (conflicts.length === 0) continue
    const name = rival.note || `draft ${rival.id.slice(0, 8)}`
    throw new AppError(
      'conflict',
      `The draft “${name}” of ${rival.author} changes ${conflicts.join(', ')} too: publish or discard it first.`,
    )
  }
  await updateDraft(tx, id, { content })
  const { version } = await publishDraft(tx, actor, { draftId: id, note })
  return version
}

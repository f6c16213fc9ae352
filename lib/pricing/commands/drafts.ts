import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { queueJob } from '@/lib/jobs/queue-job'
import { isCalendarDate } from '@/lib/time/calendar'
import { normalizePriceBook } from '../book-store/assemble-price-book'
import { deleteDraft, findImportDraft, insertDraft, readDraft, updateDraft } from '../book-store/drafts'
import { lockPriceBook, publishVersion } from '../book-store/publish-version'
import { findLatestVersion, readPriceBookContent } from '../book-store/read-version'
import { diffPriceBooks } from '../diff-price-books'
import { findPriceBookFaults } from '../find-price-book-faults'
import { priceBookDocumentSchema } from '../price-book-document'
import { countChanges } from '../price-change'
import { rebaseDraft as carryOver } from '../rebase-draft'
import { contractTermSchema } from '../resolve-terms'
import { draftIdSchema, draftSubject } from './edit-draft'

const noteSchema = z.string().trim().max(500, 'is at most 500 characters')

/** Begins a draft from the latest version. */
export const createDraft = command({
  name: 'price.create_draft',
  permission: 'price.edit',
  input: z.object({ note: noteSchema.default('') }),
  async run({ tx, actor }, { note }) {
    const baseVersion = await requireLatest(tx)
    const content = await readPriceBookContent(tx, baseVersion)
    const id = await insertDraft(tx, { baseVersion, origin: 'hand', note, author: actor.name, content })
    return { result: { id, baseVersion }, audit: [{ subject: draftSubject(id), before: null, after: { baseVersion, note } }] }
  },
})

/**
 * Stores what an import makes of a version as a draft to review. Where an import has drafted the very same before, that draft
 * is the result.
 *
 * @throws AppError `conflict` where it changes nothing, `invalid` with every fault of the book.
 */
export const importDraft = command({
  name: 'price.import_draft',
  permission: 'price.edit',
  input: z.object({
    baseVersion: z.int().positive(),
    note: noteSchema.default(''),
    book: priceBookDocumentSchema,
    terms: z.array(contractTermSchema),
  }),
  async run({ tx, actor }, { baseVersion, note, book, terms }) {
    refuseFaults(book)
    const content = normalizePriceBook({ book, terms })
    const changes = diffPriceBooks(await readPriceBookContent(tx, baseVersion), content)
    if (changes.length === 0) throw new AppError('conflict', 'There is nothing new in it.')
    const twin = await findImportDraft(tx, baseVersion, content)
    if (twin !== null) return { result: { id: twin, isNew: false, changes: countChanges(changes) }, audit: [] }
    const id = await insertDraft(tx, { baseVersion, origin: 'import', note, author: actor.name, content })
    const after = { baseVersion, note, changes: countChanges(changes) }
    return {
      result: { id, isNew: true, changes: countChanges(changes) },
      audit: [{ subject: draftSubject(id), before: null, after }],
    }
  },
})

/** Gives a draft up. */
export const discardDraft = command({
  name: 'price.discard_draft',
  permission: 'price.edit',
  input: z.object({ draftId: draftIdSchema }),
  async run({ tx }, { draftId }) {
    const { baseVersion, note, revision } = await readDraft(tx, draftId, { lock: true })
    await deleteDraft(tx, draftId)
    return {
      result: undefined,
      audit: [{ subject: draftSubject(draftId), before: { baseVersion, note, revision }, after: null }],
    }
  },
})

/**
 * Carries a draft over to the latest version.
 *
 * @throws AppError `conflict`, naming what both the draft and a later version changed.
 */
export const rebaseDraft = command({
  name: 'price.rebase_draft',
  permission: 'price.edit',
  input: z.object({ draftId: draftIdSchema }),
  async run({ tx }, { draftId }) {
    const draft = await readDraft(tx, draftId, { lock: true })
    const latest = await requireLatest(tx)
    if (draft.baseVersion === latest) return { result: { baseVersion: latest }, audit: [] }
    const [base, theirs] = await Promise.all([readPriceBookContent(tx, draft.baseVersion), readPriceBookContent(tx, latest)])
    const rebased = carryOver(base, draft.content, theirs)
    if (!rebased.ok) {
      const errors = rebased.conflicts.map((path) => {
        return { path, message: `version ${latest} and this draft both changed it: undo one of the two` }
      })
      throw new AppError('conflict', `The draft and version ${latest} changed the same: ${rebased.conflicts.join(', ')}.`, {
        errors,
      })
    }
    await updateDraft(tx, draftId, { content: rebased.content, baseVersion: latest })
    const [before, after] = [{ baseVersion: draft.baseVersion }, { baseVersion: latest }]
    return { result: { baseVersion: latest }, audit: [{ subject: draftSubject(draftId), before, after }] }
  },
})

/**
 * Publishes a draft as the next version of the book.
 *
 * @throws AppError `conflict` where another version or another edit came between, or nothing would change; `invalid` with
 *   every fault of the book.
 */
export const publishDraft = command({
  name: 'price.publish',
  permission: 'price.edit',
  input: z.object({
    draftId: draftIdSchema,
    note: noteSchema.min(1, 'say what changes and why'),
    /** The revision that was reviewed; absent: whatever the draft is now. */
    revision: z.int().positive().optional(),
    /** The day on which the figures were compared with what providers publish; absent: as in the draft. */
    asOf: z.string().refine(isCalendarDate, 'is a day such as 2026-12-01').optional(),
  }),
  async run({ tx, actor, now }, { draftId, note, revision, asOf }) {
    await lockPriceBook(tx)
    const draft = await readDraft(tx, draftId, { lock: true })
    await refuseOutdated(tx, draft, revision)
    const { terms, book } = draft.content
    const target = { ...book, as_of: asOf ?? book.as_of }
    refuseFaults(target)
    const content = normalizePriceBook({ book: target, terms })
    const changes = diffPriceBooks(await readPriceBookContent(tx, draft.baseVersion), content)
    if (changes.length === 0) throw new AppError('conflict', 'The draft changes nothing: edit or discard it.')
    const publication = { content, changes, origin: draft.origin, note, publishedBy: actor.name, now }
    const { version, newRateSets } = await publishVersion(tx, publication)
    await deleteDraft(tx, draftId)
    // Usage that had no price may have one now.
    await queueJob(tx, 'usage-repricing')
    const subject = { kind: 'price_version', id: String(version), name: `version ${version}` }
    const after = { note, draft: draftId, changes: countChanges(changes), newRateSets }
    return {
      result: { version, changes: countChanges(changes) },
      audit: [{ subject, before: { version: draft.baseVersion }, after }],
    }
  },
})

async function refuseOutdated(tx: Database, draft: { baseVersion: number; revision: number }, reviewed?: number): Promise<void> {
  const latest = await requireLatest(tx)
  if (draft.baseVersion !== latest) {
    throw new AppError(
      'conflict',
      `Version ${latest} was published after this draft was begun from version ${draft.baseVersion}: rebase the draft, look it over and publish it then.`,
    )
  }
  if (reviewed !== undefined && reviewed !== draft.revision) {
    throw new AppError('conflict', 'The draft was edited since you looked at it: look it over once more.')
  }
}

function refuseFaults(book: Parameters<typeof findPriceBookFaults>[0]): void {
  const errors = findPriceBookFaults(book)
  if (errors.length > 0) throw new AppError('invalid', 'The book has faults; nothing was stored.', { errors })
}

async function requireLatest(db: Database): Promise<number> {
  const latest = await findLatestVersion(db)
  if (latest === null) throw new AppError('unavailable', 'No prices are published yet: the first start is under way.')
  return latest
}

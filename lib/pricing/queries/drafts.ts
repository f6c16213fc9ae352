import { desc, eq } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { priceDraft } from '@/lib/db/schema/pricing'
import { readDraft } from '../book-store/drafts'
import { listBookId, readPriceBookContent } from '../book-store/read-version'
import { diffPriceBooks } from '../diff-price-books'
import { findPriceBookFaults } from '../find-price-book-faults'
import { countChanges, findRerateSpan } from '../price-change'
import { requireLatestVersion } from './versions'

/** The drafts there are, last edited first; without their content. */
export async function listDrafts(db: Database) {
  const latest = await requireLatestVersion(db)
  const rows = await db
    .select({
      id: priceDraft.id,
      baseVersion: priceDraft.baseVersion,
      revision: priceDraft.revision,
      origin: priceDraft.origin,
      note: priceDraft.note,
      author: priceDraft.author,
      createdAt: priceDraft.createdAt,
      updatedAt: priceDraft.updatedAt,
    })
    .from(priceDraft)
    .where(eq(priceDraft.bookId, listBookId))
    .orderBy(desc(priceDraft.updatedAt), desc(priceDraft.id))
  return rows.map(({ createdAt, updatedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    isOutdated: row.baseVersion !== latest,
  }))
}

/** One line of the list of drafts. */
export type DraftRow = Awaited<ReturnType<typeof listDrafts>>[number]

/**
 * A draft with what publishing it would change against its base, and the faults that would prevent it.
 *
 * @throws AppError `not_found` where it was published or discarded.
 */
export async function getDraft(db: Database, id: string, now: Date = new Date()) {
  const { content, createdAt, updatedAt, ...draft } = await readDraft(db, id)
  const base = await readPriceBookContent(db, draft.baseVersion)
  const changes = diffPriceBooks(base, content)
  const latest = await requireLatestVersion(db)
  return {
    ...draft,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    asOf: content.book.as_of,
    isOutdated: draft.baseVersion !== latest,
    latestVersion: latest,
    changeCounts: countChanges(changes),
    changes: changes.map((change) => ({ ...change, isPast: findRerateSpan(change, now) !== null })),
    faults: findPriceBookFaults(content.book),
    terms: content.terms,
  }
}

/** A draft as its page shows it. */
export type DraftDetail = Awaited<ReturnType<typeof getDraft>>

/**
 * What a model is in a draft, for editing its prices there; null where the draft has no such model.
 *
 * @throws AppError `not_found` where the draft was published or discarded.
 */
export async function getDraftModel(db: Database, id: string, provider: string, model: string) {
  const { content } = await readDraft(db, id)
  const entry = content.book.providers.find((one) => one.provider === provider)
  return entry?.models.find((one) => one.model === model) ?? null
}

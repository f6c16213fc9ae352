import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '@/lib/db/client'
import { priceDraft } from '@/lib/db/schema/pricing'
import { AppError } from '@/lib/errors'
import { priceBookDocumentSchema } from '../price-book-document'
import { contractTermSchema } from '../resolve-terms'
import type { PriceBookContent } from './price-rows'
import { listBookId } from './read-version'

/** A version in the making, as stored. */
export interface StoredDraft {
  readonly id: string
  readonly baseVersion: number
  /** Counts edits. */
  readonly revision: number
  readonly origin: 'hand' | 'import'
  readonly note: string
  readonly author: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly content: PriceBookContent
}

/**
 * A draft with its whole content.
 *
 * @param lock keeps others from changing it until the transaction ends.
 * @throws AppError `not_found` where it was published or discarded.
 */
export async function readDraft(db: Database, id: string, { lock = false } = {}): Promise<StoredDraft> {
  const query = db.select().from(priceDraft).where(eq(priceDraft.id, id))
  const [row] = await (lock ? query.for('update') : query)
  if (!row) throw new AppError('not_found', 'No such draft: it was published or discarded.')
  const { document, terms, bookId: _, origin, ...facts } = row
  return {
    ...facts,
    origin: origin === 'import' ? 'import' : 'hand',
    content: { book: priceBookDocumentSchema.parse(document), terms: z.array(contractTermSchema).parse(terms) },
  }
}

/** Stores a new draft. */
export async function insertDraft(
  tx: Database,
  draft: Pick<StoredDraft, 'baseVersion' | 'origin' | 'note' | 'author' | 'content'>,
): Promise<string> {
  const { content, ...facts } = draft
  const [created] = await tx
    .insert(priceDraft)
    .values({ ...facts, bookId: listBookId, document: content.book, terms: content.terms })
    .returning({ id: priceDraft.id })
  if (!created) throw new Error('a draft was not stored')
  return created.id
}

/** The draft, if any, in which an import from this version has the same content. */
export async function findImportDraft(tx: Database, baseVersion: number, content: PriceBookContent): Promise<string | null> {
  const [twin] = await tx
    .select({ id: priceDraft.id })
    .from(priceDraft)
    .where(
      and(
        eq(priceDraft.bookId, listBookId),
        eq(priceDraft.baseVersion, baseVersion),
        eq(priceDraft.origin, 'import'),
        sql`${priceDraft.document} = ${JSON.stringify(content.book)}::jsonb`,
        sql`${priceDraft.terms} = ${JSON.stringify(content.terms)}::jsonb`,
      ),
    )
    .limit(1)
  return twin?.id ?? null
}

/** Replaces the content of a draft that is locked. */
export async function updateDraft(
  tx: Database,
  id: string,
  { content, baseVersion }: { content: PriceBookContent; baseVersion?: number },
): Promise<void> {
  await tx
    .update(priceDraft)
    .set({
      document: content.book,
      terms: content.terms,
      revision: sql`${priceDraft.revision} + 1`,
      updatedAt: sql`now()`,
      ...(baseVersion !== undefined && { baseVersion }),
    })
    .where(eq(priceDraft.id, id))
}

/** Removes a draft that became a version, or nothing. */
export async function deleteDraft(tx: Database, id: string): Promise<void> {
  await tx.delete(priceDraft).where(eq(priceDraft.id, id))
}

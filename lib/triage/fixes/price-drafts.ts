import { ne } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { priceDraft } from '@/lib/db/schema/pricing'
import { readDraft, type StoredDraft } from '@/lib/pricing/book-store/drafts'

/** The drafts of the price book beside one, with what is in them. */
export async function listDraftsContent(tx: Database, besideId: string): Promise<StoredDraft[]> {
  const rows = await tx.select({ id: priceDraft.id }).from(priceDraft).where(ne(priceDraft.id, besideId)).orderBy(priceDraft.id)
  const drafts: StoredDraft[] = []
  for (const { id } of rows) drafts.push(await readDraft(tx, id))
  return drafts
}

import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { normalizePriceBook } from '../book-store/assemble-price-book'
import { lockPriceBook, publishVersion } from '../book-store/publish-version'
import { createDraft, publishDraft } from '../commands/drafts'
import { exampleDocument } from './example-book'

/** Publishes the example book as version 1: quicker than the shipped list, and with every feature. */
export async function publishExample(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await lockPriceBook(tx)
    await publishVersion(tx, {
      content: normalizePriceBook({ book: exampleDocument, terms: [] }),
      changes: [],
      origin: 'shipped',
      note: 'the example book',
      publishedBy: 'test',
      now: new Date(),
    })
  })
}

/** Drafts from the latest version, edits and publishes. */
export async function publishEdit(
  db: Database,
  actor: Actor,
  edit: (draftId: string) => Promise<unknown>,
): Promise<Awaited<ReturnType<typeof publishDraft>>> {
  const { id } = await createDraft(db, actor, {})
  await edit(id)
  return publishDraft(db, actor, { draftId: id, note: 'a test' })
}

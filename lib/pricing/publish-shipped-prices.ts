import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { normalizePriceBook } from './book-store/assemble-price-book'
import { lockPriceBook, publishVersion } from './book-store/publish-version'
import { findLatestVersion } from './book-store/read-version'
import { diffPriceBooks } from './diff-price-books'
import { loadListPrices } from './load-list-prices'

/** Publishes the list prices that ship with the product as version 1. Where any version is published it changes nothing. */
const publishShipped = command({
  name: 'price.publish_shipped',
  permission: 'price.edit',
  input: z.object({}),
  async run({ tx, actor, now }) {
    await lockPriceBook(tx)
    if ((await findLatestVersion(tx)) !== null) return { result: { isNew: false }, audit: [] }
    const content = normalizePriceBook({ book: loadListPrices(), terms: [] })
    const changes = diffPriceBooks({ book: { ...content.book, providers: [] }, terms: [] }, content)
    const note = `The list prices that ship with the product, as of ${content.book.as_of}`
    const { version } = await publishVersion(tx, {
      content,
      // A first version is all new: what each model costs is in the book, and a list of all of it helps nobody.
      changes: [],
      counted: changes,
      origin: 'shipped',
      note,
      publishedBy: actor.name,
      now,
    })
    const subject = { kind: 'price_version', id: String(version), name: `version ${version}` }
    return {
      result: { isNew: true },
      audit: [{ subject, before: null, after: { note, models: countModels(content.book.providers) } }],
    }
  },
})

/**
 * Gives an installation its first prices. Newer figures of a later release of the product are not taken over silently: they
 * are an import, for a person to publish.
 */
export async function publishShippedPrices(
  db: Database,
  actor: Parameters<typeof publishShipped>[1],
): Promise<{ isNew: boolean }> {
  if ((await findLatestVersion(db)) !== null) return { isNew: false }
  return publishShipped(db, actor, {})
}

function countModels(providers: readonly { readonly models: readonly unknown[] }[]): number {
  return providers.reduce((count, { models }) => count + models.length, 0)
}

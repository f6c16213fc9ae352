import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { normalizePriceBook } from '../book-store/assemble-price-book'
import { readPriceBookContent } from '../book-store/read-version'
import { importDraft } from '../commands/drafts'
import { diffPriceBooks } from '../diff-price-books'
import type { PriceBookDocument } from '../price-book-document'
import type { PriceChange } from '../price-change'
import { requireLatestVersion } from '../queries/versions'
import { mergeSource } from './merge-source'
import { describeGenaiPrices, genaiPricesSource, readGenaiPrices } from './read-genai-prices'
import { readPriceFile } from './read-price-file'

/** Where prices come from: the installed package, or the text of a file. */
export type PriceSource =
  | {
      readonly kind: 'genai-prices'
      /** From when a price counts that the package gives no date for. */
      readonly since: Date
    }
  | { readonly kind: 'file'; readonly name: string; readonly text: string }

export interface ImportOutcome {
  readonly baseVersion: number
  /** Null where there is nothing new. */
  readonly draftId: string | null
  /** False where an earlier import had drafted the very same. */
  readonly isNewDraft: boolean
  readonly changes: readonly PriceChange[]
  /** What was left as it is, and why. */
  readonly notes: readonly string[]
}

/**
 * Compares a source with the latest version and drafts the difference for a person to publish. Nothing is stored where there
 * is none, or where the source cannot be read.
 *
 * @throws AppError `unreadable` or `invalid`, naming the file, the place and the fix.
 */
export async function importPrices(db: Database, actor: Actor, source: PriceSource, now: Date): Promise<ImportOutcome> {
  const baseVersion = await requireLatestVersion(db)
  const base = await readPriceBookContent(db, baseVersion)
  const { book, notes, origin } = readSource(base.book, source, now)
  const changes = diffPriceBooks(base, normalizePriceBook({ book, terms: base.terms }))
  if (changes.length === 0) return { baseVersion, draftId: null, isNewDraft: false, changes, notes }
  const drafted = await importDraft(db, actor, { baseVersion, note: `Import of ${origin}`, book, terms: [...base.terms] })
  return { baseVersion, draftId: drafted.id, isNewDraft: drafted.isNew, changes, notes }
}

function readSource(
  base: PriceBookDocument,
  source: PriceSource,
  now: Date,
): { book: PriceBookDocument; notes: readonly string[]; origin: string } {
  if (source.kind === 'file') return { book: readPriceFile(source.name, source.text, base), notes: [], origin: source.name }
  const description = describeGenaiPrices()
  const models = readGenaiPrices(
    base.providers.map(({ provider }) => provider),
    now,
  )
  const merged = mergeSource(base, models, { source: { key: genaiPricesSource, description }, since: source.since })
  return { ...merged, origin: description.split(',', 1)[0] ?? description }
}

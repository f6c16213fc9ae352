import { onNewSeries } from '@/lib/attribution/attribute-series'
import type { Scope } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { normalizePriceBook } from '@/lib/pricing/book-store/assemble-price-book'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { lockPriceBook, publishVersion } from '@/lib/pricing/book-store/publish-version'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { exampleDocument } from '@/lib/pricing/testing/example-book'
import type { PublishedPrices } from '@/lib/usage/price-normalized-event'
import { createTestLedger, examplePrices } from '@/lib/usage/testing/test-ledger'
import { readExportSnapshot } from '../../exports/export-client'
import { askExport } from '../../exports/export-place'
import type { FocusSummary } from '../left-out'
import { writeFocus } from '../write-focus'
import { type FocusTable, readFocusCsv } from './read-focus-csv'

/** A rate with all the places that there are, so that each event is rounded; and one that halves the price of another model. */
const terms = [
  { id: 'uneven', provider: 'acme', model: 'fixed-fee', meter: 'input', kind: 'fixed', value: '1.333333333333333333' },
  { id: 'half', provider: 'acme', model: 'rich', kind: 'percentage', value: '50' },
] as const

/** An organisation with the example prices, stored, and terms that make rates uneven. New series find their owners. */
export async function createFocusOrganisation(zone: string) {
  let prices: PublishedPrices = examplePrices
  const test = await createTestLedger({ zone, onNewSeries, getPrices: () => prices })
  await pointProcessAt(test.url)
  await test.db.transaction(async (tx) => {
    await lockPriceBook(tx)
    const content = normalizePriceBook({ book: exampleDocument, terms: [...terms] })
    await publishVersion(tx, {
      content,
      changes: [],
      origin: 'shipped',
      note: 'the example book',
      publishedBy: 'test',
      now: new Date(),
    })
  })
  const book = await getPriceBook(getDatabase())
  prices = { book, rateSetIds: await findRateSetIds(test.db, book) }
  const read = (scope: Scope, month: string) => readFocusFile(test.url, scope, month)
  return { ...test, zone, read }
}

/** The file of a month as another program reads it, with its summary. */
async function readFocusFile(
  url: string,
  scope: Scope,
  month: string,
): Promise<{ table: FocusTable; text: string; summary: FocusSummary }> {
  const question = await askExport(getDatabase(), scope, month)
  return readExportSnapshot(url, async (tx) => {
    const { summary, pieces } = await writeFocus(tx, question)
    let text = ''
    for await (const piece of pieces) text += piece.text
    return { table: readFocusCsv(text), text, summary }
  })
}

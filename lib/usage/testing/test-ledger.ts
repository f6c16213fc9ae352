import { afterAll } from 'vitest'
import { organization } from '@/lib/db/schema/organization'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'
import { buildPriceBook, type PriceBook } from '@/lib/pricing/price-book'
import { exampleDocument } from '@/lib/pricing/testing/example-book'
import { createLedger, type Ledger } from '../ledger'
import { type LedgerClient, openLedgerClient } from '../ledger-client'
import type { PublishedPrices } from '../price-normalized-event'

/** The prices of a book whose rate sets are stored under their index. */
export function publishPrices(book: PriceBook): PublishedPrices {
  return { book, rateSetIds: new Map(book.rateSets.map(({ key, index }) => [key, index])) }
}

export const examplePrices = publishPrices(buildPriceBook(exampleDocument))

export interface TestLedger extends TestDatabase {
  readonly ledger: Ledger
  readonly client: LedgerClient
}

type Options = Partial<Parameters<typeof createLedger>[0]> & { readonly zone?: string }

/** A ledger on a database of its own, at the prices of the example book, in a zone whose clocks change at midnight. */
export async function createTestLedger({ zone = 'America/Havana', ...options }: Options = {}): Promise<TestLedger> {
  const database = await createTestDatabase()
  await database.db.insert(organization).values({ reportingZone: zone })
  const ledger = createLedger({ databaseUrl: database.url, getPrices: () => examplePrices, ...options })
  const client = openLedgerClient(database.url, { max: 6 })
  afterAll(async () => {
    await ledger.close()
    await client.end({ timeout: 1 })
  })
  return { ...database, ledger, client }
}

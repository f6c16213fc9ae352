import { eq } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { usageRepricing as repricing } from '@/lib/db/schema/repricing'
import type { Job } from '@/lib/jobs/job'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { openLedgerClient } from './ledger-client'
import { type RepriceCursor, repriceEvents } from './reprice'

/**
 * Prices usage that had no price when it arrived. Publishing a version queues it; by the hour it also finds what a process
 * booked in the second before it heard of that version.
 */
export const usageRepricing: Job = {
  name: 'usage-repricing',
  description: 'Prices usage that had no price, once a price or a name for its model is published.',
  schedule: '7 * * * *',
  async run({ db, now }) {
    const databaseUrl = process.env.DATABASE_URL
    if (!databaseUrl) throw new Error('DATABASE_URL is not set: start the jobs with npm start or npm run worker')
    const client = openLedgerClient(databaseUrl, { max: 2 })
    try {
      return await repriceUnpriced(db, client, now)
    } finally {
      await client.end({ timeout: 5 })
    }
  },
}

/**
 * Reprices by the latest version, from where an unfinished run for that version stopped.
 *
 * @returns how many events got another price, in words.
 */
export async function repriceUnpriced(db: Database, client: Parameters<typeof repriceEvents>[0], now: Date): Promise<string> {
  const book = await getPriceBook(db)
  const prices = { book, rateSetIds: await findRateSetIds(db, book) }
  const after = await readCursor(db, book.version)
  const revised = await repriceEvents(client, {
    prices,
    after,
    onBatch: (cursor) => keepCursor(db, { priceVersion: book.version, ...cursor, updatedAt: now }),
  })
  await db.delete(repricing).where(eq(repricing.id, 1))
  return `${revised} events got another price by version ${book.version}${after ? ', going on from an earlier run' : ''}`
}

async function readCursor(db: Database, priceVersion: string): Promise<RepriceCursor | null> {
  const [row] = await db.select().from(repricing)
  return row?.priceVersion === priceVersion ? { hour: row.hour, eventKey: row.eventKey } : null
}

async function keepCursor(db: Database, values: Omit<typeof repricing.$inferInsert, 'id'>): Promise<void> {
  await db.insert(repricing).values(values).onConflictDoUpdate({ target: repricing.id, set: values })
}

import { onNewSeries } from '@/lib/attribution/attribute-series'
import { createContractReader } from '@/lib/attribution/contract/contract-reader'
import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { createOwnershipReader, type OwnershipReader } from '@/lib/attribution/findings-hook'
import { type Database, getDatabase } from '@/lib/db/client'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import type { PriceBook } from '@/lib/pricing/price-book'
import { createRegistryCache } from '@/lib/registry/snapshot'
import { createLedger, type Ledger } from '@/lib/usage/ledger'
import type { PublishedPrices } from '@/lib/usage/price-normalized-event'
import { type BodyBudget, createBodyBudget } from './body-budget'
import { type CappedSeries, createCappedSeries } from './capped-series'
import { ingestLimits } from './ingest-limits'
import { createKeyGate, type KeyGate } from './key-gate'
import { createParsePool, type ParsePool } from './parse/parse-pool'
import { createSourceTally, type SourceTally } from './source-tally'
import { createUnknownFields, type UnknownFields } from './unknown-fields'

/** What taking in needs of a process: its connections, its caches, its worker thread. */
export interface Ingest {
  readonly db: Database
  readonly ledger: Ledger
  readonly ownership: OwnershipReader
  readonly cappedSeries: CappedSeries
  readonly keys: KeyGate
  readonly bodies: BodyBudget
  readonly parser: ParsePool
  readonly unknownFields: UnknownFields
  readonly tally: SourceTally
  /** What is agreed with senders at the moment. */
  readContract(): Promise<IngestContract>
  /** Ends when everything handed in is written. */
  close(): Promise<void>
}

/** Makes the services over a pool. `databaseUrl` must name the same database: the ledger has connections of its own. */
export function createIngest(db: Database, databaseUrl: string): Ingest {
  const ledger = createLedger({ databaseUrl, getPrices: createPriceReader(db), onNewSeries })
  const registry = createRegistryCache(db)
  const tally = createSourceTally(db)
  const parser = createParsePool({ maxBytesInThread: ingestLimits.maxBytesInThread })
  return {
    db,
    ledger,
    ownership: createOwnershipReader(db, registry),
    cappedSeries: createCappedSeries(db),
    keys: createKeyGate(db),
    bodies: createBodyBudget(ingestLimits.maxBytesInFlight),
    parser,
    unknownFields: createUnknownFields(tally.noteFields),
    tally,
    readContract: createContractReader(db, registry),
    close: async () => {
      await ledger.close()
      await parser.close()
      await tally.close()
    },
  }
}

/** The prices in force with their stored ids, which are read once for each version. */
function createPriceReader(db: Database): () => Promise<PublishedPrices> {
  const published = new WeakMap<PriceBook, Promise<PublishedPrices>>()
  return async () => {
    const book = await getPriceBook(db)
    const known = published.get(book)
    if (known) return known
    const reading = findRateSetIds(db, book).then((rateSetIds) => ({ book, rateSetIds }))
    published.set(book, reading)
    // A reading that failed is tried again by the next caller.
    reading.catch(() => published.delete(book))
    return reading
  }
}

// Next loads modules once per bundle and again on each reload, so the services are kept where all of them find them.
const shared = globalThis as typeof globalThis & { ascribeIngest?: { ingest: Ingest } }

/**
 * The services of this process, made at first use over `getDatabase()`.
 *
 * @throws Error where `DATABASE_URL` is not set.
 */
export function getIngest(): Ingest {
  const db = getDatabase()
  const databaseUrl = process.env.DATABASE_URL ?? ''
  // Another pool than before: a test, or a command, has gone on to another database.
  if (shared.ascribeIngest?.ingest.db !== db) shared.ascribeIngest = { ingest: createIngest(db, databaseUrl) }
  return shared.ascribeIngest.ingest
}

/** Ends the services of this process, if there are any, when everything handed in is written. Before the pool is closed. */
export async function closeIngest(): Promise<void> {
  const current = shared.ascribeIngest
  shared.ascribeIngest = undefined
  await current?.ingest.close()
}

import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { driverOptions } from './driver-options'
import { guardTransactions } from './guard-transactions'
import * as schema from './schema/tables'

/** A database handle: the pool, or the transaction that is open. Every query function takes one as its first parameter. */
export type Database = PostgresJsDatabase<typeof schema>

interface Clients {
  db: Database
  close: () => Promise<void>
}

/**
 * Opens a pool of connections with the drizzle schema on it. The raw driver is not handed out: drizzle rewrites its
 * serializers, so code that needs COPY, LISTEN or cursors opens a client of its own.
 */
export function openDatabase(url: string, { max = 10 }: { max?: number } = {}): Clients {
  const client = postgres(url, {
    max,
    onnotice: () => {},
    ...driverOptions(),
    connection: { application_name: process.env.ASCRIBE_PROCESS ?? 'ascribe', TimeZone: 'UTC' },
  })
  return { db: drizzle(guardTransactions(client), { schema }), close: () => client.end({ timeout: 5 }) }
}

// Next loads modules once per bundle and again on each reload, so the pool is kept where all of them find it.
const shared = globalThis as typeof globalThis & { ascribeDatabase?: Clients }

/**
 * The pool of this process, opened at first use. It does not connect before the first query, so that `next build` needs
 * no database.
 *
 * @throws Error where `DATABASE_URL` is not set: the launcher sets it, also for the embedded server.
 */
export function getDatabase(): Database {
  if (!shared.ascribeDatabase) {
    const url = process.env.DATABASE_URL
    if (!url) throw new Error('DATABASE_URL is not set: start through npm run dev, npm start or npm run demo')
    shared.ascribeDatabase = openDatabase(url)
  }
  return shared.ascribeDatabase.db
}

/** Ends the pool of this process, if it was ever opened. */
export async function closeDatabase(): Promise<void> {
  await shared.ascribeDatabase?.close()
  shared.ascribeDatabase = undefined
}

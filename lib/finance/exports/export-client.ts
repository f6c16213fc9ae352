import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import postgres from 'postgres'
import { guardTransactions } from '@/lib/db/guard-transactions'

/** A snapshot of the raw driver: drizzle's has no cursors. */
export type ExportTransaction = postgres.TransactionSql

/** A reader who takes nothing for so long has gone: the snapshot, which keeps old rows alive, is given up. */
export const stalledAfterMs = 120_000

const connectTimeoutSeconds = 5
/** Rows that travel at once: enough that their way does not count, few enough that memory does not. */
const rowsPerFetch = 500

const dialect = new PgDialect()

/**
 * Runs reads on one snapshot of the ledger, on a connection of its own that ends with them. Reads of roll-ups neither compile
 * nor share out the work, which to begin with takes longer than a day of them.
 */
export async function readExportSnapshot<T>(databaseUrl: string, read: (tx: ExportTransaction) => Promise<T>): Promise<T> {
  const client = guardTransactions(
    postgres(databaseUrl, {
      max: 1,
      onnotice: () => {},
      connect_timeout: connectTimeoutSeconds,
      // A calendar date is text and never shifted; the driver's own parser makes an instant of it.
      types: { date: { to: 1082, from: [1082], serialize: (date: string) => date, parse: (text: string) => text } },
      connection: { application_name: `${process.env.ASCRIBE_PROCESS ?? 'ascribe'}-export`, TimeZone: 'UTC' },
    }),
  )
  try {
    const result = await client.begin('isolation level repeatable read read only', async (tx) => {
      await tx`select set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
        set_config('work_mem', '64MB', true), set_config('idle_in_transaction_session_timeout', ${`${stalledAfterMs}ms`}, true)`
      return [await read(tx)] as const
    })
    return result[0]
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** All rows of a statement written with drizzle's `sql`. */
export async function readRows<Row extends Record<string, unknown>>(tx: ExportTransaction, query: SQL): Promise<Row[]> {
  const { sql, params } = dialect.sqlToQuery(query)
  return [...(await tx.unsafe<Row[]>(sql, params.map(String)))]
}

/**
 * The rows of a statement in pieces. The server reads the next one while the one before is dealt with, and no further: whoever
 * stops asking stops the server.
 */
export async function* streamRows<Row extends Record<string, unknown>>(tx: ExportTransaction, query: SQL): AsyncGenerator<Row[]> {
  const { sql, params } = dialect.sqlToQuery(query)
  const cursor = tx.unsafe<Row[]>(sql, params.map(String)).cursor(rowsPerFetch)[Symbol.asyncIterator]()
  // At its end the driver answers without a promise.
  const read = async () => cursor.next()
  let next = read()
  try {
    for (;;) {
      const piece = await next
      if (piece.done) return
      next = read()
      yield piece.value
    }
  } finally {
    // The driver waits for an answer to each piece that it has handed out: the one read ahead is taken before the cursor ends.
    await next.catch(() => {})
    await cursor.return?.()
  }
}

/** The database of this process. */
export function findDatabaseUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set: start through npm run dev, npm start or npm run demo')
  return url
}

import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Database } from '@/lib/db/client'

/** A transaction of the raw driver, as the ledger has it; as much of it as is used here. */
export interface RawTransaction {
  unsafe: (text: string, parameters: string[]) => PromiseLike<Iterable<Record<string, unknown>>>
}

/** Runs a statement written with drizzle's `sql`, on whichever of the two drivers the transaction is. */
export type SqlRunner = <Row extends Record<string, unknown>>(query: SQL) => Promise<Row[]>

const dialect = new PgDialect()

/** The ledger writes with the raw driver and commands with drizzle's; what both must do is written once. */
export function runnerFor(tx: Database | RawTransaction): SqlRunner {
  const run = async (query: SQL): Promise<Record<string, unknown>[]> => {
    if ('execute' in tx) return [...(await tx.execute(query))]
    const { sql, params } = dialect.sqlToQuery(query)
    return [...(await tx.unsafe(sql, params.map(String)))]
  }
  // Neither driver knows the shape of its rows; the statement that names the columns says it.
  return async <Row extends Record<string, unknown>>(query: SQL) => (await run(query)) as Row[]
}

import postgres from 'postgres'
import { driverOptions } from '@/lib/db/driver-options'
import { guardTransactions } from '@/lib/db/guard-transactions'

/** The driver as the ledger uses it: bigints as BigInt, dates as text, numerics as decimal text. */
export type LedgerClient = postgres.Sql<{ bigint: bigint; date: string }>

/** A transaction of that client. */
export type LedgerTransaction = postgres.TransactionSql<{ bigint: bigint; date: string }>

/**
 * Opens a pool for the ledger's own statements. It is not drizzle's: that one has its serializers rewritten, and prepares
 * nothing, which costs a wide statement more than the statement itself.
 */
export function openLedgerClient(databaseUrl: string, { max = 4 }: { max?: number } = {}): LedgerClient {
  const client = postgres(databaseUrl, {
    max,
    onnotice: () => {},
    ...driverOptions(),
    types: {
      bigint: postgres.BigInt,
      // A calendar date is text and never shifted; the driver's own parser makes an instant of it.
      date: { to: 1082, from: [1082], serialize: (date: string) => date, parse: (text: string) => text },
    },
    connection: {
      application_name: `${process.env.ASCRIBE_PROCESS ?? 'ascribe'}-ledger`,
      TimeZone: 'UTC',
      // The statements take arrays whatever their length: one plan serves all, and planning is the dearest part of small ones.
      plan_cache_mode: 'force_generic_plan',
    },
  })
  return guardTransactions(client)
}

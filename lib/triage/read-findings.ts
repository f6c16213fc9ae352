import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { readSnapshot } from '@/lib/reports/spend/queries'

/**
 * Runs reads of findings on one snapshot. The scan that looks for sums with a gap keeps few rows of many, which the planner cannot
 * know: told that handing rows over costs nothing, it shares the scan among all cores.
 */
export function readFindings<T>(db: Database, read: (tx: Database) => Promise<T>): Promise<T> {
  return readSnapshot(db, async (tx) => {
    await tuneFindings(tx)
    return read(tx)
  })
}

/** The same settings for a transaction that is open, until it ends. Compiling takes longer than what it saves. */
export async function tuneFindings(tx: Database): Promise<void> {
  await tx.execute(sql`select set_config('parallel_tuple_cost', '0', true), set_config('parallel_setup_cost', '0', true),
    set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`)
}

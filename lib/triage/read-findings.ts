import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { readSnapshot } from '@/lib/reports/spend/queries'

/** Runs reads of findings on one snapshot. */
export function readFindings<T>(db: Database, read: (tx: Database) => Promise<T>): Promise<T> {
  return readSnapshot(db, async (tx) => {
    await tuneFindings(tx)
    return read(tx)
  })
}

/**
 * Sets a transaction that is open to reads of findings, until it ends: compiling them and sharing them out take longer than what
 * they save. Nor are series sorted by their owners to be merged with them, since sums are read fastest in the order in which the
 * series lie, nor findings sorted to be grouped, where a hash table takes half the time.
 */
export async function tuneFindings(tx: Database): Promise<void> {
  await tx.execute(sql`select set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_sort', 'off', true), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`)
}

import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { financeExport } from '@/lib/db/schema/exports'
import type { Job } from '@/lib/jobs/job'
import { findDatabaseUrl } from './export-client'
import { removeStrayChunks } from './file-store'
import { exportJobName } from './job-name'
import { type RunOutcome, runExport } from './run-export'

/** How long the list remembers exports whose files are gone. */
const rememberedForDays = 90

/** Writes the files that were asked for. Asking queues it; by itself it repeats what was cut off and removes what is too old. */
export const financeExports: Job = {
  name: exportJobName,
  description: 'Writes the files that finance asked for, repeats those that were cut off and removes those a week old.',
  schedule: '*/5 * * * *',
  async run({ db, now }) {
    const removed = await removeOldExports(db, now)
    const { written, failed } = await runOpenExports(db, findDatabaseUrl(), now)
    if (failed > 0) throw new Error(`${failed} exports could not be written; ${written} were written, ${removed} removed`)
    return `wrote ${written} files, removed ${removed}`
  },
}

/** Writes one export after the other, oldest first, until none is open that this round has not tried. */
export async function runOpenExports(db: Database, databaseUrl: string, now: Date): Promise<{ written: number; failed: number }> {
  const tried = new Map<string, RunOutcome>()
  for (;;) {
    const open = await db
      .select({ id: financeExport.id })
      .from(financeExport)
      .where(inArray(financeExport.state, ['queued', 'running']))
      .orderBy(asc(financeExport.createdAt), asc(financeExport.id))
    const next = open.find(({ id }) => !tried.has(id))
    if (!next) break
    tried.set(next.id, await runExport(db, databaseUrl, next.id, now))
  }
  const count = (outcome: RunOutcome) => [...tried.values()].filter((one) => one === outcome).length
  return { written: count('written'), failed: count('failed') }
}

/** Removes files that are too old, what cancelled exports left, and in the end the exports themselves. */
export async function removeOldExports(db: Database, now: Date): Promise<number> {
  const expired = await db
    .update(financeExport)
    .set({ state: 'expired', expiresAt: null })
    .where(and(eq(financeExport.state, 'done'), lt(financeExport.expiresAt, now)))
    .returning({ id: financeExport.id })
  await removeStrayChunks(db)
  await db
    .delete(financeExport)
    .where(
      and(
        inArray(financeExport.state, ['expired', 'cancelled', 'failed']),
        sql`${financeExport.createdAt} < ${now.toISOString()}::timestamptz - make_interval(days => ${rememberedForDays}::int)`,
      ),
    )
  return expired.length
}

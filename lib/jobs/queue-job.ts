import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'

/**
 * Queues a run of a job, to begin once the transaction has committed. Asked for again before it began, it runs once.
 *
 * @param name as in `Job.name`.
 */
export async function queueJob(tx: Database, name: string): Promise<void> {
  await tx.execute(sql`select graphile_worker.add_job(${name}, '{}'::json, job_key => ${`run-now:${name}`}, max_attempts => 1)`)
}

import { eq } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { jobRun } from '@/lib/db/schema/jobs'
import { log } from '@/lib/log'
import { redactText } from '@/lib/redact'
import type { Job } from './job'

const errorTextLimit = 2000

/**
 * Runs a job and records the run for the jobs screen: begun before, ended after, with its duration and its summary or error.
 *
 * @throws what the job throws, so that the queue tries again.
 */
export async function recordRun(db: Database, job: Job, payload: unknown): Promise<void> {
  const startedAt = new Date()
  const [started] = await db.insert(jobRun).values({ job: job.name, startedAt }).returning({ id: jobRun.id })
  if (!started) throw new Error('a job run was not stored')
  const finish = (outcome: { summary: string } | { error: string }) => {
    const finishedAt = new Date()
    const durationMs = finishedAt.getTime() - startedAt.getTime()
    return db
      .update(jobRun)
      .set({ finishedAt, durationMs, ...outcome })
      .where(eq(jobRun.id, started.id))
  }
  try {
    const summary = await job.run({ db, now: startedAt, payload })
    await finish({ summary })
    log.info({ job: job.name, summary }, 'job finished')
  } catch (error) {
    log.error({ job: job.name, err: error }, 'job failed')
    await finish({ error: redactText(error instanceof Error ? error.message : String(error)).slice(0, errorTextLimit) })
    throw error
  }
}

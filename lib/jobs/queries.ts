import { desc, eq, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { jobRun } from '@/lib/db/schema/jobs'
import type { Job } from './job'
import { findNextRun } from './next-run'

/**
 * Each job with its last run, its next one and how many are waiting, in the order given. A run that failed for good stays in
 * the queue and waits no more.
 */
export async function listJobs(db: Database, jobs: readonly Job[], now: Date) {
  const latest = await db.selectDistinctOn([jobRun.job]).from(jobRun).orderBy(jobRun.job, desc(jobRun.startedAt))
  const waiting = await db.execute<{ task: string; jobs: number }>(
    sql`select task_identifier as task, count(*)::int as jobs from graphile_worker.jobs
      where run_at <= now() and attempts < max_attempts group by 1`,
  )
  return jobs.map(({ name, description, schedule }) => ({
    name,
    description,
    schedule,
    lastRun: latest.find((run) => run.job === name) ?? null,
    nextRunAt: schedule === null ? null : findNextRun(schedule, now),
    waiting: waiting.find((row) => row.task === name)?.jobs ?? 0,
  }))
}

/** The latest runs of one job, newest first. */
export function listRuns(db: Database, job: string, limit = 50) {
  return db.select().from(jobRun).where(eq(jobRun.job, job)).orderBy(desc(jobRun.startedAt)).limit(limit)
}

import { bigint, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** One run of a background job. `finishedAt` null means running, or cut off by a stop. */
export const jobRun = pgTable(
  'job_run',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    job: text().notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
    durationMs: integer('duration_ms'),
    summary: text(),
    error: text(),
  },
  // The jobs screen reads the latest runs of each job.
  (table) => [index('job_run_job_started_at').on(table.job, table.startedAt)],
)

import { Logger, parseCronItems, run } from 'graphile-worker'
import { openDatabase } from '@/lib/db/client'
import { log } from '@/lib/log'
import type { Job } from './job'
import { recordRun } from './record-run'

/** graphile-worker's own lines, as ours. */
const logger = new Logger(() => (level, message, meta) => {
  if (level === 'error') log.error({ meta }, message)
  else if (level === 'warning') log.warn({ meta }, message)
  else log.debug({ meta }, message)
})

/**
 * Starts working the queue and the schedules of `jobs`. Several processes may do so at once: each run goes to one of them.
 * A failed run is retried with growing pauses, three times in all.
 *
 * @returns how to stop: running jobs end first.
 */
export async function startJobs({
  databaseUrl,
  jobs,
}: {
  databaseUrl: string
  jobs: readonly Job[]
}): Promise<{ stop: () => Promise<void> }> {
  const { db, close } = openDatabase(databaseUrl, { max: 4 })
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 2,
    // The launcher decides when to stop.
    noHandleSignals: true,
    pollInterval: 2000,
    logger,
    taskList: Object.fromEntries(jobs.map((job) => [job.name, (payload: unknown) => recordRun(db, job, payload)])),
    parsedCronItems: parseCronItems(
      jobs.flatMap(({ name, schedule }) =>
        schedule === null
          ? []
          : [{ task: name, match: schedule, identifier: name, options: { maxAttempts: 3, backfillPeriod: 0 } }],
      ),
    ),
  })
  log.info({ jobs: jobs.length }, 'jobs started')
  return {
    stop: async () => {
      await runner.stop()
      await close()
    },
  }
}

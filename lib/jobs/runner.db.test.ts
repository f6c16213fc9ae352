import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createKeySecret } from '@/lib/auth/key-secret'
import { auditEntry } from '@/lib/db/schema/audit'
import { auditorActor, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { createRunJob } from './commands'
import type { Job } from './job'
import { listJobs, listRuns } from './queries'
import { startJobs } from './runner'

const { db, url, sql } = await createTestDatabase()

const makeJob = (name: string, run: Job['run'], schedule: string | null = null): Job => ({
  name,
  description: 'A job of a test.',
  schedule,
  run,
})
const soon = { timeout: 15_000, interval: 25 }
/** The queue as graphile-worker keeps it, without runs that are over. */
const queued = (job: string) => sql<{ attempts: number; max_attempts: number; last_error: string | null; is_due: boolean }[]>`
  select attempts, max_attempts, last_error, run_at <= now() as is_due from graphile_worker.jobs where task_identifier = ${job}`

let stop: (() => Promise<void>) | undefined
async function work(...jobs: Job[]) {
  ;({ stop } = await startJobs({ databaseUrl: url, jobs }))
}
afterEach(async () => {
  await stop?.()
  stop = undefined
})

describe('a queued job', () => {
  it('runs once, with the database and what was asked for, and is recorded', async () => {
    const run = vi.fn<Job['run']>(async ({ payload }) => `did ${JSON.stringify(payload)}`)
    const job = makeJob('greet', run)
    await createRunJob([job])(db, operator, { name: 'greet' })
    expect(await listJobs(db, [job], new Date())).toMatchObject([{ name: 'greet', waiting: 1, lastRun: null, nextRunAt: null }])
    await work(job)
    await vi.waitFor(async () => expect((await listRuns(db, 'greet'))[0]?.finishedAt).toBeInstanceOf(Date), soon)
    const runs = await listRuns(db, 'greet')
    expect(runs).toMatchObject([{ job: 'greet', summary: 'did {}', error: null, durationMs: expect.any(Number) }])
    expect(runs[0]?.durationMs).toBe((runs[0]?.finishedAt?.getTime() ?? 0) - (runs[0]?.startedAt.getTime() ?? 0))
    expect(run).toHaveBeenCalledTimes(1)
    await vi.waitFor(async () => expect(await queued('greet')).toHaveLength(0), soon)
    expect(await listJobs(db, [job], new Date())).toMatchObject([{ waiting: 0, lastRun: { summary: 'did {}' } }])
  })

  it('is one run where it is asked for twice before it began', async () => {
    const run = vi.fn<Job['run']>(async () => 'done')
    const job = makeJob('twice', run)
    const runJob = createRunJob([job])
    await Promise.all([runJob(db, operator, { name: 'twice' }), runJob(db, operator, { name: 'twice' })])
    expect(await queued('twice')).toHaveLength(1)
    await work(job)
    await vi.waitFor(async () => expect(await queued('twice')).toHaveLength(0), soon)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('that failed is recorded with what went wrong, without a secret, and tried again', async () => {
    const secret = createKeySecret()
    const run = vi
      .fn<Job['run']>()
      .mockRejectedValueOnce(new Error(`provider refused ${secret}`))
      .mockResolvedValue('went well')
    await sql`select graphile_worker.add_job('flaky', max_attempts => 3)`
    await work(makeJob('flaky', run))
    await vi.waitFor(async () => expect((await queued('flaky'))[0]?.last_error).toContain('provider refused'), soon)
    expect(await queued('flaky')).toMatchObject([{ attempts: 1, max_attempts: 3, is_due: false }])
    expect(await listRuns(db, 'flaky')).toMatchObject([{ summary: null, error: 'provider refused [redacted]' }])

    await sql`update graphile_worker._private_jobs set run_at = now() where attempts = 1`
    await vi.waitFor(async () => expect(await queued('flaky')).toHaveLength(0), soon)
    expect((await listRuns(db, 'flaky')).map(({ summary }) => summary)).toEqual(['went well', null])
  })

  it('that failed for good is not waiting, and runs again when it is asked for again', async () => {
    const run = vi.fn<Job['run']>().mockRejectedValueOnce(new Error('no')).mockResolvedValue('yes')
    const job = makeJob('stubborn', run)
    const runJob = createRunJob([job])
    await runJob(db, operator, { name: 'stubborn' })
    await work(job)
    await vi.waitFor(async () => expect((await queued('stubborn'))[0]?.last_error).toContain('no'), soon)
    // The worker puts the next try off even where there is none.
    await sql`update graphile_worker._private_jobs set run_at = now() - interval '1 minute' where attempts = max_attempts`
    expect(await listJobs(db, [job], new Date())).toMatchObject([{ waiting: 0, lastRun: { error: 'no' } }])
    await runJob(db, operator, { name: 'stubborn' })
    await vi.waitFor(async () => expect((await listRuns(db, 'stubborn'))[0]?.summary).toBe('yes'), soon)
  })

  it('that is running ends before the worker does', async () => {
    let release: (summary: string) => void = () => {}
    const began = new Promise<void>((resolve) => {
      const run: Job['run'] = () =>
        new Promise((finish) => {
          release = finish
          resolve()
        })
      void createRunJob([makeJob('slow', run)])(db, operator, { name: 'slow' }).then(() => work(makeJob('slow', run)))
    })
    await began
    const stopped = stop?.()
    stop = undefined
    release('ended')
    await stopped
    expect(await listRuns(db, 'slow')).toMatchObject([{ summary: 'ended', finishedAt: expect.any(Date) }])
  })
})

describe('asking for a run', () => {
  it('is refused for a job that does not exist, and for who may not', async () => {
    const runJob = createRunJob([makeJob('known', async () => '')])
    await expect(runJob(db, operator, { name: 'unknown' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(runJob(db, await auditorActor(db), { name: 'known' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await queued('known')).toHaveLength(0)
  })

  it('is recorded', async () => {
    await createRunJob([makeJob('recorded', async () => '')])(db, operator, { name: 'recorded' })
    const entries = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, 'recorded'))
    expect(entries).toMatchObject([{ command: 'job.run', after: { queued: true } }])
  })
})

describe('the list of jobs', () => {
  it('has the jobs in the order given, each with its last run and its next', async () => {
    const hourly = makeJob('hourly', async () => '', '17 * * * *')
    const listed = await listJobs(db, [hourly, makeJob('greet', async () => '')], new Date('2026-11-20T08:00:00Z'))
    expect(listed).toMatchObject([
      { name: 'hourly', schedule: '17 * * * *', lastRun: null, nextRunAt: new Date('2026-11-20T08:17:00Z') },
      { name: 'greet', schedule: null, lastRun: { job: 'greet' }, nextRunAt: null },
    ])
  })
})

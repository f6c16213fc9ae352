import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import type { Job } from './job'
import { listJobs, listRuns } from './queries'

type Run = Awaited<ReturnType<typeof listRuns>>[number]

/** What the page of jobs shows to the person who opens it. */
export async function loadJobsPage(jobs: readonly Job[]) {
  const actor = await requirePagePermission('job.read')
  const [rows, { reportingZone }] = await Promise.all([listJobs(getDatabase(), jobs, new Date()), getOrganization()])
  return {
    jobs: rows.map(({ lastRun, nextRunAt, ...job }) => ({
      ...job,
      lastRun: lastRun && toView(lastRun),
      nextRunAt: nextRunAt?.toISOString() ?? null,
    })),
    canRun: actorMay(actor, 'job.run'),
    zone: reportingZone,
  }
}

/** The latest runs of one job; null where no job has that name. */
export async function loadJobPage(jobs: readonly Job[], name: string) {
  const actor = await requirePagePermission('job.read')
  const db = getDatabase()
  const known = jobs.filter((job) => job.name === name)
  const [[job], runs, { reportingZone }] = await Promise.all([
    listJobs(db, known, new Date()),
    listRuns(db, name),
    getOrganization(),
  ])
  if (!job) return null
  return {
    name: job.name,
    description: job.description,
    schedule: job.schedule,
    nextRunAt: job.nextRunAt?.toISOString() ?? null,
    waiting: job.waiting,
    runs: runs.map(toView),
    canRun: actorMay(actor, 'job.run'),
    zone: reportingZone,
  }
}

function toView({ id, startedAt, finishedAt, durationMs, summary, error }: Run) {
  return {
    id: id.toString(),
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs,
    summary,
    error,
  }
}

/** The page of jobs as plain values. */
export type JobsPageData = Awaited<ReturnType<typeof loadJobsPage>>
export type JobView = JobsPageData['jobs'][number]
/** One run; instants are ISO texts, `finishedAt` null while it goes on or where it was cut off. */
export type RunView = ReturnType<typeof toView>
/** The page of one job as plain values. */
export type JobPageData = NonNullable<Awaited<ReturnType<typeof loadJobPage>>>

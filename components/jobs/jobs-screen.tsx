'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import settings from '@/components/settings/settings.module.css'
import { useNow } from '@/components/settings/use-now'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { PageHeader } from '@/components/ui/page-header'
import { StatusBadge } from '@/components/ui/status-badge'
import type { JobsPageData, JobView } from '@/lib/jobs/loaders'
import { describeSchedule } from './describe-schedule'
import classes from './jobs.module.css'
import { RunOutcome, RunState } from './run-outcome'
import { findRunState, formatDuration } from './run-state'
import { useRunJob } from './use-run-job'

/** The background work of the installation. */
export function JobsScreen({ jobs, canRun, zone }: JobsPageData) {
  const nowMs = useNow()
  const isBusy = jobs.some((job) => job.waiting > 0 || findRunState(job.lastRun, nowMs).label === 'Running')
  const { runNow, pending, failure } = useRunJob(isBusy)
  const columns: readonly Column<JobView>[] = [
    { key: 'name', header: 'Job', value: (job) => job.name, render: (job) => <JobName job={job} /> },
    {
      key: 'state',
      header: 'State',
      value: (job) => findRunState(job.lastRun, nowMs).label,
      render: (job) => (
        <span className={settings.cell}>
          <RunState run={job.lastRun} />
          {job.waiting > 0 && <StatusBadge label={`${job.waiting} waiting`} tone="waiting" />}
          {canRun && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={pending}
              aria-label={`Run ${job.name} now`}
              onClick={() => void runNow(job.name)}
            >
              Run now
            </Button>
          )}
        </span>
      ),
    },
    {
      key: 'lastRun',
      header: 'Last run',
      value: (job) => job.lastRun?.startedAt ?? 'never',
      render: (job) => (job.lastRun ? <Moment at={job.lastRun.startedAt} zone={zone} relative="below" /> : 'Never'),
    },
    {
      key: 'duration',
      header: 'Took',
      kind: 'count',
      value: (job) => job.lastRun?.durationMs ?? null,
      render: (job) => formatDuration(job.lastRun?.durationMs ?? null) ?? '—',
    },
    { key: 'outcome', header: 'Outcome', value: outcomeText, sortable: false, render: (job) => <RunOutcome run={job.lastRun} /> },
    {
      key: 'next',
      header: 'Next run',
      value: (job) => job.nextRunAt ?? 'when asked for',
      render: (job) => (job.nextRunAt ? <Moment at={job.nextRunAt} zone={zone} relative="below" /> : 'When asked for'),
    },
    {
      key: 'schedule',
      header: 'Schedule',
      value: (job) => job.schedule ?? '',
      sortable: false,
      render: (job) => <Schedule schedule={job.schedule} />,
    },
  ]
  return (
    <>
      <PageHeader title="Jobs" description={`The background work. Times are in ${zone}, schedules in UTC.`} />
      <ActionError failure={failure} />
      <DataTable
        caption="Jobs"
        columns={columns}
        rows={jobs}
        rowKey={(job) => job.name}
        csv={false}
        empty={{ title: 'This installation has no background jobs.' }}
      />
    </>
  )
}

/** The job's name, which leads to its runs, and what it is for. */
function JobName({ job }: { job: JobView }) {
  return (
    <span className={classes.job}>
      <Link href={`/settings/jobs/${job.name}`} className={settings.open} prefetch={false}>
        {job.name}
      </Link>
      <span className={classes.quiet}>{job.description}</span>
    </span>
  )
}

const outcomeText = ({ lastRun }: JobView) => lastRun?.error ?? lastRun?.summary ?? ''

/** When a job runs by itself: in words where there are any, and always as it is written. */
export function Schedule({ schedule }: { schedule: string | null }) {
  const words = describeSchedule(schedule)
  return (
    <span className={classes.schedule}>
      {words}
      {schedule !== null && <span className={classes.quiet}>{schedule} in UTC</span>}
    </span>
  )
}

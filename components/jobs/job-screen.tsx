'use client'

import { Button, Stack } from '@mantine/core'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { useNow } from '@/components/settings/use-now'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { KeyValue } from '@/components/ui/key-value'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { JobPageData, RunView } from '@/lib/jobs/loaders'
import { Schedule } from './jobs-screen'
import { RunOutcome, RunState } from './run-outcome'
import { findRunState, formatDuration } from './run-state'
import { useRunJob } from './use-run-job'

/** One job and its latest runs. */
export function JobScreen({ name, description, schedule, nextRunAt, waiting, runs, canRun, zone }: JobPageData) {
  const nowMs = useNow()
  const isBusy = waiting > 0 || runs.some((run) => findRunState(run, nowMs).label === 'Running')
  const { runNow, pending, failure } = useRunJob(isBusy)
  const columns: readonly Column<RunView>[] = [
    {
      key: 'started',
      header: 'Started',
      value: (run) => run.startedAt,
      render: (run) => <Moment at={run.startedAt} zone={zone} relative="behind" />,
    },
    { key: 'state', header: 'State', value: (run) => findRunState(run, nowMs).label, render: (run) => <RunState run={run} /> },
    {
      key: 'duration',
      header: 'Took',
      kind: 'count',
      value: (run) => run.durationMs,
      render: (run) => formatDuration(run.durationMs) ?? '—',
    },
    {
      key: 'outcome',
      header: 'Outcome',
      value: (run) => run.error ?? run.summary ?? '',
      render: (run) => <RunOutcome run={run} />,
    },
  ]
  return (
    <>
      <PageHeader
        title={name}
        description={`${description} Times are in ${zone}.`}
        actions={
          canRun && (
            <Button loading={pending} onClick={() => void runNow(name)}>
              Run now
            </Button>
          )
        }
      />
      <ActionError failure={failure} />
      <Stack gap={20}>
        <Section title="Schedule">
          <KeyValue
            entries={[
              { label: 'Runs', value: <Schedule schedule={schedule} /> },
              {
                label: 'Next run',
                value: nextRunAt ? <Moment at={nextRunAt} zone={zone} relative="behind" /> : 'When asked for',
              },
              { label: 'Waiting', value: waiting },
            ]}
          />
        </Section>
        <DataTable
          caption="Latest runs"
          columns={columns}
          rows={runs}
          rowKey={(run) => run.id}
          csv={`runs-of-${name}`}
          empty={{ title: 'It never ran.', detail: 'Runs are kept for three months.' }}
        />
      </Stack>
    </>
  )
}

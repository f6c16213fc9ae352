'use client'

import { Button } from '@mantine/core'
import { ActionError } from '@/components/settings/action-error'
import { Moment } from '@/components/settings/moment'
import { useAction } from '@/components/settings/use-action'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { acknowledgeEventAction } from '@/lib/budgets/actions'
import type { BudgetPageData } from '@/lib/budgets/loaders'
import type { EventView } from '@/lib/budgets/read-budget'
import classes from './budgets.module.css'

const tellingWords: Readonly<Record<string, string>> = {
  told: 'People were told',
  below: 'Passed together with a higher one',
  before: 'Known already',
}

/** The thresholds that were reached, once each, and who has taken them up. */
export function EventsPanel({ data }: { data: BudgetPageData }) {
  const { events, zone, canEdit } = data
  const columns: Column<EventView>[] = [
    { key: 'period', header: 'Period', value: ({ periodLabel }) => periodLabel },
    {
      key: 'threshold',
      header: 'Threshold',
      kind: 'number',
      value: ({ threshold }) => threshold,
      render: ({ threshold }) => `${threshold}%`,
    },
    { key: 'basis', header: 'Of', value: ({ basis }) => (basis === 'actual' ? 'what was spent' : 'the forecast') },
    {
      key: 'spend',
      header: 'Then at',
      kind: 'money',
      value: ({ spend }) => spend,
      render: ({ spend, isAtLeast }) => <Money amount={spend} atLeast={isAtLeast} />,
    },
    { key: 'amount', header: 'Of amount', kind: 'money', value: ({ amount }) => amount },
    {
      key: 'recorded_at',
      header: 'Recorded',
      value: ({ recordedAt }) => recordedAt,
      render: ({ recordedAt }) => <Moment at={recordedAt} zone={zone} />,
    },
    { key: 'telling', header: 'Told', value: ({ telling }) => tellingWords[telling] ?? telling },
    {
      key: 'acknowledged',
      header: 'Acknowledged',
      value: ({ acknowledgedBy }) => acknowledgedBy ?? '',
      render: (event) => <Acknowledgement event={event} zone={zone} canEdit={canEdit} />,
    },
  ]
  return (
    <DataTable
      caption="Thresholds reached"
      columns={columns}
      rows={events}
      rowKey={({ id }) => id}
      csv="threshold-events"
      empty={{
        title: 'No threshold was reached.',
        detail: 'Each is recorded once for a period and an amount, and the owner and the leads are told.',
      }}
    />
  )
}

function Acknowledgement({ event, zone, canEdit }: { event: EventView; zone: string; canEdit: boolean }) {
  const { run, pending, failure } = useAction(acknowledgeEventAction)
  if (event.acknowledgedAt !== null) {
    return (
      <span>
        {event.acknowledgedBy}, <Moment at={event.acknowledgedAt} zone={zone} />
      </span>
    )
  }
  if (!canEdit || event.telling !== 'told')
    return <span className={classes.dimmed}>{event.telling === 'told' ? 'not yet' : '—'}</span>
  return (
    <>
      <ActionError failure={failure} />
      <Button
        size="compact-xs"
        variant="default"
        loading={pending}
        aria-label={`Acknowledge ${event.threshold}% in ${event.periodLabel}`}
        onClick={() => void run({ id: event.id })}
      >
        Acknowledge
      </Button>
    </>
  )
}

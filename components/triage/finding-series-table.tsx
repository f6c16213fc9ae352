'use client'

import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import type { FindingSeries } from '@/lib/triage/detail'
import classes from './triage.module.css'

const columns: readonly Column<FindingSeries>[] = [
  {
    key: 'states',
    header: 'What it states',
    value: ({ dimensions }) => statedText(dimensions),
    render: ({ dimensions }) => <span className={classes.cell}>{statedText(dimensions)}</span>,
    sortable: false,
  },
  {
    key: 'cost',
    header: 'Cost',
    kind: 'money',
    value: ({ costUsd }) => costUsd,
    render: ({ costUsd, isAtLeast }) => <Money amount={costUsd} atLeast={isAtLeast} />,
  },
  { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
]

const statedText = (dimensions: FindingSeries['dimensions']) =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`)
    .join(' · ')

/** The series of a finding, those with most dollars. */
export function FindingSeriesTable({ series, total }: { series: readonly FindingSeries[]; total: number }) {
  return (
    <Section
      title="Series"
      order={3}
      flush
      note={series.length < total ? `The ${formatCount(series.length)} with most of it, of ${formatCount(total)}` : undefined}
    >
      <DataTable
        caption="Series of the finding"
        variant="bare"
        density="compact"
        columns={columns}
        rows={series}
        rowKey={({ id }) => String(id)}
        paging={{ mode: 'client', pageSize: 10 }}
      />
    </Section>
  )
}

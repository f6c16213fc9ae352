'use client'

import { valueText } from '@/components/spend/value-text'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { formatInstant } from '@/components/ui/format-date'
import { TextLink } from '@/components/ui/text-link'
import type { RetryLoop, WasteReport } from '@/lib/engineering/waste/schema'
import classes from './waste.module.css'
import { WasteCost } from './waste-cost'
import { traceHref } from './waste-href'

/** The traces and conversations behind retries: each tried again more than once on a day. */
export function LoopTable({ report }: { report: WasteReport }) {
  const { loops, zone } = report
  if (loops.count === 0) {
    return <p className={classes.text}>No trace or conversation of these days was tried again more than once.</p>
  }
  const columns: readonly Column<RetryLoop>[] = [
    {
      key: 'id',
      header: 'Trace or conversation',
      value: ({ id }) => id,
      render: ({ kind, id }) => (
        <span className={classes.id} title={id}>
          {kind === 'trace' ? <TextLink href={traceHref(id)}>{id}</TextLink> : id}
        </span>
      ),
    },
    { key: 'team', header: 'Team', value: ({ team }) => valueText('team', team, report) },
    { key: 'route', header: 'Route', value: ({ route, service }) => route ?? service ?? 'None' },
    { key: 'model', header: 'Model', value: ({ model }) => model },
    { key: 'attempts', header: 'Attempts', kind: 'count', value: ({ retries }) => BigInt(retries) + 1n },
    { key: 'at', header: 'Last attempt', value: ({ last_at }) => last_at, render: ({ last_at }) => formatInstant(last_at, zone) },
    {
      key: 'cost',
      header: 'Retries cost',
      kind: 'money',
      value: ({ cost_usd }) => cost_usd,
      render: (row) => <WasteCost figures={row} />,
    },
  ]
  return (
    <>
      <p className={classes.text}>
        {formatCount(loops.count)} {loops.count === 1 ? 'loop' : 'loops'} of three attempts and more, with{' '}
        {formatCount(loops.requests)} retries that cost <WasteCost figures={loops} />
        {loops.count > loops.rows.length && `; the ${formatCount(loops.rows.length)} dearest`}
      </p>
      <DataTable
        caption="Loops behind the retries"
        variant="bare"
        density="compact"
        columns={columns}
        rows={loops.rows}
        rowKey={({ kind, id, first_at }) => `${kind} ${id} ${first_at}`}
        defaultSort={{ column: 'cost', direction: 'descending' }}
        paging={{ mode: 'client', pageSize: 10 }}
        csv={`retry-loops-${report.from}-${report.to}`}
      />
    </>
  )
}

'use client'

import { Button, Title } from '@mantine/core'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import classes from './design.module.css'
import { type SampleTeam, sampleKeys, sampleTeams } from './sample-data'

/** What the CSV holds for a change: the exact difference in dollars, or unknown where either side is. */
function differenceOf({ cost, previous }: SampleTeam): string | null {
  return cost === null || previous === null ? null : formatDecimal(parseDecimal(cost) - parseDecimal(previous))
}

const columns: readonly Column<SampleTeam>[] = [
  { key: 'team', header: 'Team', value: (row) => row.team },
  { key: 'model', header: 'Top model', value: (row) => row.model, render: (row) => <StatusBadge label={row.model} /> },
  { key: 'requests', header: 'Requests', kind: 'count', value: (row) => row.requests },
  { key: 'cost', header: 'Cost', kind: 'money', value: (row) => row.cost, unknownReason: 'Its model has no price' },
  {
    key: 'change',
    header: 'Change',
    kind: 'number',
    sortable: false,
    value: differenceOf,
    render: (row) => <Delta current={row.cost} base={row.previous} against="last month" />,
  },
  {
    key: 'state',
    header: 'Budget',
    value: (row) => row.state,
    render: (row) => (
      <StatusBadge
        label={row.state}
        tone={row.state === 'over budget' ? 'attention' : row.state === 'on track' ? 'done' : 'off'}
      />
    ),
  },
]

const keyColumns = columns.filter((column) => column.key !== 'change' && column.key !== 'state')
const rowKey = (row: SampleTeam) => row.id

/** Tables in every state, and one with more rows than a page may hold. */
export function DesignTables() {
  return (
    <section className={classes.group} aria-labelledby="design-tables">
      <Title order={2} id="design-tables">
        Tables
      </Title>
      <div className={classes.stack}>
        <DataTable
          caption="Spend by team"
          titleOrder={3}
          columns={columns}
          rows={sampleTeams}
          rowKey={rowKey}
          rowHref={(row) => `/spend?team=${row.id}`}
          defaultSort={{ column: 'cost', direction: 'descending' }}
          totals={{ requests: '875,022', cost: <Money amount="74590.492378" atLeast reason="doc-ingest has no known cost" /> }}
        />
        <DataTable
          caption="Ten thousand keys"
          titleOrder={3}
          columns={keyColumns}
          rows={sampleKeys}
          rowKey={rowKey}
          density="compact"
          paging={{ mode: 'client', pageSize: 10 }}
        />
        <div className={classes.pair}>
          <DataTable
            caption="Cursor pages"
            titleOrder={3}
            columns={keyColumns}
            rows={sampleTeams.slice(0, 3)}
            rowKey={rowKey}
            sortable={false}
            paging={{ mode: 'keyset', onNext: () => undefined }}
          />
          <DataTable
            caption="Load more"
            titleOrder={3}
            columns={keyColumns}
            rows={sampleTeams.slice(0, 3)}
            rowKey={rowKey}
            paging={{ mode: 'more', hasMore: true, onMore: () => undefined }}
          />
          <DataTable
            caption="Nothing yet"
            titleOrder={3}
            columns={keyColumns}
            rows={[]}
            rowKey={rowKey}
            empty={{
              title: 'No spend in this period',
              detail: 'Choose another period, or clear the filters.',
              action: <Button size="xs">Clear filters</Button>,
            }}
          />
          <DataTable
            caption="Failed table"
            titleOrder={3}
            columns={keyColumns}
            rows={[]}
            rowKey={rowKey}
            error={{ message: 'The report could not be read', requestId: 'req_01jc7w', onRetry: () => undefined }}
          />
          <DataTable caption="Loading table" titleOrder={3} columns={keyColumns} rows={[]} rowKey={rowKey} loading />
        </div>
      </div>
    </section>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { noUsage } from '@/components/spend/no-usage'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { Refetching } from '@/components/ui/refetching'
import { StatusBadge } from '@/components/ui/status-badge'
import { keysOptions } from '@/lib/engineering/keys/client'
import type { KeyRow, KeysReport, KeyUse } from '@/lib/engineering/keys/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { engineeringHref } from '../engineering-href'
import { countNew, keyName, manyText, newText, teamsText } from './key-words'
import classes from './keys.module.css'

interface KeysTableProps {
  period: PeriodParams
  pageSize?: number
}

/** Each key with what it is used for and what of that is new; each leads to its services and hours. */
export function KeysTable({ period, pageSize = 25 }: KeysTableProps) {
  const { data: report, error, isPlaceholderData, refetch } = useQuery(keysOptions(period))
  const columns = useMemo(() => keyColumns(report), [report])
  return (
    <Refetching isStale={isPlaceholderData}>
      <DataTable
        caption="Keys in use"
        columns={columns}
        rows={report?.keys ?? []}
        rowKey={({ key }) => key ?? noneValue}
        rowHref={({ key }) => engineeringHref('/engineering/keys', period, { key: key ?? noneValue })}
        paging={{ mode: 'client', pageSize }}
        loading={!report && !error}
        error={error ? { message: error.message, onRetry: () => void refetch() } : null}
        totals={report && totalsOf(report)}
        csv={`keys-${period.from}-${period.to}`}
        empty={noUsage}
      />
      {report?.rest && (
        <p className={classes.remark}>
          {formatCount(report.rest.count)} more keys cost{' '}
          <Money amount={report.rest.cost_usd} atLeast={report.rest.is_at_least} /> together: the total counts them.
        </p>
      )}
    </Refetching>
  )
}

function keyColumns(report: KeysReport | undefined): Column<KeyRow>[] {
  return [
    { key: 'api_key', header: 'Key', value: ({ key }) => keyName(key) },
    {
      key: 'cost_usd',
      header: 'Cost',
      kind: 'money',
      value: ({ cost_usd }) => cost_usd,
      render: ({ cost_usd, is_at_least }) => <Cost amount={cost_usd} atLeast={is_at_least} />,
    },
    { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
    {
      key: 'new',
      header: 'New',
      value: newText,
      render: (row) => <NewBadge row={row} />,
      sortable: false,
    },
    { key: 'team', header: 'Team', value: (row) => (report ? teamsText(row, report) : null) },
    {
      key: 'service',
      header: 'Services',
      value: ({ services, service_count }) =>
        manyText(
          services.map((service) => service ?? 'none'),
          service_count,
        ),
    },
    {
      key: 'environment',
      header: 'Environments',
      value: ({ environments }) => environments.map(({ value }) => value ?? 'none').join(', '),
      render: ({ environments }) => <Uses uses={environments} count={environments.length} />,
    },
    {
      key: 'model',
      header: 'Models',
      value: ({ models }) => models.map(({ value }) => value ?? 'none').join(', '),
      render: ({ models, model_count }) => <Uses uses={models} count={model_count} />,
    },
  ]
}

/** What is new is marked where it stands; how much of that there is, where the row begins. */
function NewBadge({ row }: { row: KeyRow }) {
  if (row.is_new) return <StatusBadge tone="active" label="new key" />
  const count = countNew(row)
  return count === 0 ? null : <StatusBadge tone="active" label={`${count} new`} />
}

function Uses({ uses, count }: { uses: readonly KeyUse[]; count: number }) {
  return (
    <span className={classes.uses}>
      {uses.map(({ value, is_new }) => (
        <span key={value ?? noneValue} className={classes.use}>
          {value ?? 'none'}
          {is_new && <StatusBadge tone="active" label="new" />}
        </span>
      ))}
      {count > uses.length && <span className={classes.more}>and {count - uses.length} more</span>}
    </span>
  )
}

const totalsOf = ({ total }: KeysReport) => ({
  cost_usd: <Cost amount={total.cost_usd} atLeast={total.is_at_least} />,
  requests: formatCount(total.requests),
})

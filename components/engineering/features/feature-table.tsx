'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Sparkline } from '@/components/charts/sparkline'
import { noUsage } from '@/components/spend/no-usage'
import { only, spendHref } from '@/components/spend/spend-href'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Refetching } from '@/components/ui/refetching'
import { StatusBadge } from '@/components/ui/status-badge'
import { featuresOptions } from '@/lib/engineering/features/client'
import type { FeatureRow, FeaturesQuestion, FeaturesReport } from '@/lib/engineering/features/schema'
import { dimensionLabel, noneValue } from '@/lib/reports/spend/dimension-names'
import { manyOf, nameOfRow, teamsText } from './feature-words'
import classes from './features.module.css'
import { findFullShare, SharePair } from './share-pair'

interface FeatureTableProps {
  question: FeaturesQuestion
  /** So many rows on a page. */
  pageSize?: number
}

/** Cost beside requests of each feature, with its owners, its days and what changed; each leads to its spend by model. */
export function FeatureTable({ question, pageSize = 25 }: FeatureTableProps) {
  const { data: report, error, isPlaceholderData, refetch } = useQuery(featuresOptions(question))
  const columns = useMemo(() => featureColumns(question, report), [question, report])
  const { by, filters, from, to } = question
  return (
    <Refetching isStale={isPlaceholderData}>
      <DataTable
        caption={`Cost by ${by}`}
        columns={columns}
        rows={report?.rows ?? []}
        rowKey={({ key }) => key ?? noneValue}
        rowHref={({ key }) => spendHref({ period: { from, to }, groupBy: ['model'], filters: { ...filters, [by]: only(key) } })}
        paging={{ mode: 'client', pageSize }}
        loading={!report && !error}
        error={error ? { message: error.message, onRetry: () => void refetch() } : null}
        totals={report && totalsOf(report)}
        csv={`${manyOf[by]}-${from}-${to}`}
        empty={noUsage}
      />
      {report?.rest && (
        <p className={classes.remark}>
          {report.rest.count} more {manyOf[by]} cost <Money amount={report.rest.cost_usd} atLeast={report.rest.is_at_least} />{' '}
          together: the total counts them.
        </p>
      )}
    </Refetching>
  )
}

function featureColumns({ by }: FeaturesQuestion, report: FeaturesReport | undefined): Column<FeatureRow>[] {
  const against = report && formatPeriod(report.previous)
  const fullShare = findFullShare(report?.rows ?? [])
  const steps = report?.step === 'month' ? 'Monthly' : 'Daily'
  return [
    { key: by, header: dimensionLabel(by), value: (row) => nameOfRow(row, by) },
    { key: 'team', header: 'Team', value: (row) => (report ? teamsText(row, report) : null) },
    {
      key: 'cost_usd',
      header: 'Cost',
      kind: 'money',
      value: ({ cost_usd }) => cost_usd,
      render: ({ cost_usd, is_at_least }) => <Cost amount={cost_usd} atLeast={is_at_least} />,
    },
    {
      key: 'change',
      header: 'Change',
      kind: 'number',
      sortable: false,
      csv: false,
      value: () => null,
      render: (row) => <ChangeCell row={row} against={against} />,
    },
    {
      key: 'cost_share',
      header: 'Share of cost, of requests',
      kind: 'number',
      value: ({ cost_share }) => cost_share,
      render: (row) => <SharePair row={row} fullShare={fullShare} />,
    },
    { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
    {
      key: 'cost_per_request_usd',
      header: 'Per request',
      kind: 'money',
      value: ({ cost_per_request_usd }) => cost_per_request_usd,
      render: ({ cost_per_request_usd: amount, is_at_least }) =>
        amount === null ? '—' : <Money amount={amount} atLeast={is_at_least} />,
    },
    {
      key: 'trend',
      header: `${steps} cost`,
      sortable: false,
      csv: false,
      value: () => null,
      render: (row) => <Sparkline widthPx={72} values={row.trend} label={`${steps} cost of ${nameOfRow(row, by)}`} />,
    },
  ]
}

/** New means never seen before; what was only away for the period before is back. */
function ChangeCell({ row, against }: { row: FeatureRow; against: string | undefined }) {
  if (row.appearance === 'known') return <Delta current={row.cost_usd} base={row.previous_cost_usd} against={against} />
  return <StatusBadge tone={row.appearance === 'new' ? 'active' : 'waiting'} label={row.appearance === 'new' ? 'new' : 'back'} />
}

const totalsOf = ({ total, previous }: FeaturesReport) => ({
  cost_usd: <Cost amount={total.cost_usd} atLeast={total.is_at_least} />,
  requests: formatCount(total.requests),
  change: <Delta current={total.cost_usd} base={total.previous_cost_usd} against={formatPeriod(previous)} />,
})

'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatValue } from '@/components/charts/chart-units'
import { noUsage } from '@/components/spend/no-usage'
import { spendHref } from '@/components/spend/spend-href'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Refetching } from '@/components/ui/refetching'
import { modelsOptions } from '@/lib/engineering/models/client'
import type { ModelRow, ModelsReport } from '@/lib/engineering/models/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { ClassMix } from './class-mix'
import classes from './models.module.css'

/** Each model with its cost, volume, latency and the mix of its classes; each leads to who uses it. */
export function ModelsTable({ question, pageSize = 25 }: { question: PeriodParams; pageSize?: number }) {
  const { data: report, error, isPlaceholderData, refetch } = useQuery(modelsOptions(question))
  const columns = useMemo(() => modelColumns(report), [report])
  const { filters, from, to } = question
  return (
    <Refetching isStale={isPlaceholderData}>
      <DataTable
        caption="Models in use"
        columns={columns}
        rows={report?.models ?? []}
        rowKey={({ provider, model }) => `${provider}/${model}`}
        rowHref={({ provider, names }) =>
          spendHref({
            period: { from, to },
            groupBy: ['team', 'service'],
            filters: { ...filters, provider: [provider], model_family: names },
          })
        }
        paging={{ mode: 'client', pageSize }}
        loading={!report && !error}
        error={error ? { message: error.message, onRetry: () => void refetch() } : null}
        totals={report && totalsOf(report)}
        csv={`models-${from}-${to}`}
        empty={noUsage}
      />
    </Refetching>
  )
}

const showLatency = (latencyMs: string | undefined) => (latencyMs === undefined ? '—' : formatValue(latencyMs, 'milliseconds'))

function modelColumns(report: ModelsReport | undefined): Column<ModelRow>[] {
  const bound = report ? ` (${report.latency_error})` : ''
  return [
    {
      key: 'model',
      header: 'Model',
      value: ({ model }) => model,
      render: ({ model }) => <span className={classes.model}>{model}</span>,
    },
    { key: 'provider', header: 'Provider', value: ({ provider }) => provider },
    {
      key: 'cost_usd',
      header: 'Cost',
      kind: 'money',
      value: ({ cost_usd }) => cost_usd,
      render: (row) => <Cost amount={row.cost_usd} atLeast={row.is_at_least} />,
    },
    {
      key: 'change',
      header: 'Change',
      kind: 'number',
      sortable: false,
      csv: false,
      value: () => null,
      render: (row) => (
        <Delta current={row.cost_usd} base={row.previous_cost_usd} against={report && formatPeriod(report.previous)} />
      ),
    },
    { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
    {
      key: 'cost_per_thousand_usd',
      header: 'Cost per 1,000',
      kind: 'money',
      value: ({ cost_per_thousand_usd }) => cost_per_thousand_usd,
      render: ({ cost_per_thousand_usd: amount, is_at_least }) =>
        amount === null ? '—' : <Money amount={amount} atLeast={is_at_least} />,
    },
    {
      key: 'p50_ms',
      header: `p50${bound}`,
      kind: 'number',
      value: ({ latency }) => latency?.p50_ms ?? null,
      render: ({ latency }) => showLatency(latency?.p50_ms),
    },
    {
      key: 'p95_ms',
      header: `p95${bound}`,
      kind: 'number',
      value: ({ latency }) => latency?.p95_ms ?? null,
      render: ({ latency }) => showLatency(latency?.p95_ms),
    },
    {
      key: 'classes',
      header: 'By class',
      sortable: false,
      csv: false,
      value: () => null,
      render: (row) => <ClassMix split={row.classes} costUsd={row.cost_usd} label={`${row.model} by class`} />,
    },
  ]
}

const totalsOf = ({ total, previous }: ModelsReport) => ({
  cost_usd: <Cost amount={total.cost_usd} atLeast={total.is_at_least} />,
  change: <Delta current={total.cost_usd} base={total.previous_cost_usd} against={formatPeriod(previous)} />,
  classes: <ClassMix split={total.classes} costUsd={total.cost_usd} label="All models by class" />,
  requests: formatCount(total.requests),
  p50_ms: showLatency(total.latency?.p50_ms),
  p95_ms: showLatency(total.latency?.p95_ms),
})

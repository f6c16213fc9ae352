import type { ReactNode } from 'react'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { costPerThousand, costsBefore, hasChange, shareText } from '@/lib/reports/spend/derived-figures'
import type { SpendReport, SpendRow, SpendSums } from '@/lib/reports/spend/report-schema'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { dimensionColumns } from './dimension-columns'
import { valueText } from './value-text'

const tokenColumns = [
  { key: 'input_tokens', header: 'Input tokens' },
  { key: 'cached_input_tokens', header: 'of it cached' },
  { key: 'cache_write_tokens', header: 'Cache writes' },
  { key: 'output_tokens', header: 'Output tokens' },
  { key: 'reasoning_tokens', header: 'of it reasoning' },
] as const

/** Why a cost is a lower bound, as a sentence; undefined where it is not one. */
export function openReason({ unpriced_requests, missing_token_requests }: SpendSums): string | undefined {
  const parts = [
    unpriced_requests > 0 ? `${formatCount(unpriced_requests)} without a price` : null,
    missing_token_requests > 0 ? `${formatCount(missing_token_requests)} without known tokens` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? undefined : `Requests not counted: ${parts.join(', ')}.`
}

export interface ColumnsQuestion {
  readonly params: Pick<SpendParams, 'groupBy'>
  readonly report: SpendReport
  /** What is compared with, in words; null: nothing is. */
  readonly against: string | null
  /** The button that pins a row; absent: rows cannot be pinned. */
  readonly pinCell?: (row: SpendRow, name: string) => ReactNode
}

/** The columns of the table. A change has its column where the rows of both periods are the same things, which days are not. */
export function spendColumns({ params, report, against, pinCell }: ColumnsQuestion): Column<SpendRow>[] {
  const change: Column<SpendRow> = {
    key: 'change',
    header: 'Change',
    kind: 'number',
    sortable: false,
    value: () => null,
    render: changeCells({ params, report, against }),
  }
  return [
    ...dimensionColumns<SpendRow>(params.groupBy, report, (row, name) => row[name] ?? null),
    ...(pinCell === undefined ? [] : [pinColumn({ params, report, against, pinCell })]),
    { key: 'cost_usd', header: 'Cost', kind: 'money', value: (row) => row.cost_usd, render: costCell },
    {
      key: 'share',
      header: 'Share',
      kind: 'number',
      sortable: false,
      value: () => null,
      render: (row) => shareCell(row, report),
    },
    ...(against !== null && hasChange(report, params.groupBy) ? [change] : []),
    { key: 'requests', header: 'Requests', kind: 'count', value: (row) => row.requests },
    {
      key: 'per_thousand',
      header: 'Cost per 1,000',
      kind: 'money',
      sortable: false,
      value: costPerThousand,
      render: perThousandCell,
    },
    ...tokenColumns.map(({ key, header }): Column<SpendRow> => ({ key, header, kind: 'count', value: (row) => row[key] })),
  ]
}

function pinColumn({ params, report, pinCell }: ColumnsQuestion): Column<SpendRow> {
  const nameOf = (row: SpendRow) => params.groupBy.map((name) => valueText(name, row[name] ?? null, report)).join(', ')
  return {
    key: 'pin',
    header: 'Pin',
    sortable: false,
    csv: false,
    value: () => null,
    render: (row) => pinCell?.(row, nameOf(row)),
  }
}

/** The total row: the report's own total over all pages. */
export function spendTotals({ report, against }: Pick<ColumnsQuestion, 'report' | 'against'>): Record<string, ReactNode> {
  const { total, comparison } = report
  return {
    cost_usd: costCell(total),
    share: shareCell(total, report),
    change: comparison && <Delta current={total.cost_usd} base={comparison.total.cost_usd} against={against ?? undefined} />,
    requests: formatCount(total.requests),
    per_thousand: perThousandCell(total),
    ...Object.fromEntries(tokenColumns.map(({ key }) => [key, formatCount(total[key])])),
  }
}

function costCell(row: SpendSums): ReactNode {
  return <Money amount={row.cost_usd} atLeast={row.is_at_least} reason={openReason(row)} />
}

function perThousandCell(row: SpendSums): ReactNode {
  const amount = costPerThousand(row)
  return amount === null ? '—' : <Money amount={amount} atLeast={row.is_at_least} reason={openReason(row)} />
}

const shareCell = (row: SpendSums, report: SpendReport): ReactNode => shareText(row, report) ?? '—'

function changeCells({ params, report, against }: ColumnsQuestion): (row: SpendRow) => ReactNode {
  const before = costsBefore(report, params.groupBy)
  return (row) => <Delta current={row.cost_usd} base={before(row)} against={against ?? undefined} />
}

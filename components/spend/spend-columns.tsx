import type { ReactNode } from 'react'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { formatPercent } from '@/lib/money/format'
import { dimensionLabels, isTimeDimension } from '@/lib/reports/spend/dimension-names'
import type { SpendReport, SpendRow, SpendSums } from '@/lib/reports/spend/report-schema'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { valueText } from './value-text'

const tokenColumns = [
  { key: 'input_tokens', header: 'Input tokens' },
  { key: 'cached_input_tokens', header: 'of it cached' },
  { key: 'cache_write_tokens', header: 'Cache writes' },
  { key: 'output_tokens', header: 'Output tokens' },
  { key: 'reasoning_tokens', header: 'of it reasoning' },
] as const

/** Cost of a thousand requests, to 18 places, half to even; null where there was no request. */
export function costPerThousand({ cost_usd, requests }: Pick<SpendSums, 'cost_usd' | 'requests'>): string | null {
  if (requests === 0) return null
  return formatDecimal(divideHalfEven(parseDecimal(cost_usd) * 1_000n, BigInt(requests)))
}

/** Why a cost is a lower bound, as a sentence; undefined where it is not one. */
export function openReason({ unpriced_requests, missing_token_requests }: SpendSums): string | undefined {
  const parts = [
    unpriced_requests > 0 ? `${formatCount(unpriced_requests)} without a price` : null,
    missing_token_requests > 0 ? `${formatCount(missing_token_requests)} without known tokens` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? undefined : `Requests not counted: ${parts.join(', ')}.`
}

/** What a row is known by: its values in the order of the grouping. */
export const rowKey = ({ groupBy }: Pick<SpendParams, 'groupBy'>, row: SpendRow): string =>
  JSON.stringify(groupBy.map((name) => row[name] ?? null))

export interface ColumnsQuestion {
  readonly params: Pick<SpendParams, 'groupBy'>
  readonly report: SpendReport
  /** What is compared with, in words; null: nothing is. */
  readonly against: string | null
}

/** The columns of the table. A change has its column where the rows of both periods are the same things, which days are not. */
export function spendColumns({ params, report, against }: ColumnsQuestion): Column<SpendRow>[] {
  const hasChange = against !== null && report.comparison !== null && !params.groupBy.some(isTimeDimension)
  const change: Column<SpendRow> = {
    key: 'change',
    header: 'Change',
    kind: 'number',
    sortable: false,
    value: () => null,
    render: changeCells({ params, report, against }),
  }
  return [
    ...params.groupBy.map(
      (name): Column<SpendRow> => ({
        key: name,
        header: dimensionLabels[name],
        value: (row) => valueText(name, row[name] ?? null, report),
      }),
    ),
    { key: 'cost_usd', header: 'Cost', kind: 'money', value: (row) => row.cost_usd, render: costCell },
    {
      key: 'share',
      header: 'Share',
      kind: 'number',
      sortable: false,
      value: () => null,
      render: (row) => shareCell(row, report),
    },
    ...(hasChange ? [change] : []),
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

/** The total row: the report's own total over all pages. */
export function spendTotals({ report, against }: Omit<ColumnsQuestion, 'params'>): Record<string, ReactNode> {
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

/** Of what is known: an unpriced request is in neither the part nor the whole. */
function shareCell(row: SpendSums, { total }: SpendReport): ReactNode {
  return formatPercent(parseDecimal(row.cost_usd), parseDecimal(total.cost_usd)) ?? '—'
}

function changeCells({ params, report, against }: ColumnsQuestion): (row: SpendRow) => ReactNode {
  const before = new Map((report.comparison?.rows ?? []).map((row) => [rowKey(params, row), row.cost_usd]))
  return (row) => <Delta current={row.cost_usd} base={before.get(rowKey(params, row)) ?? null} against={against ?? undefined} />
}

'use client'

import { valueText } from '@/components/spend/value-text'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import type { PeriodParams } from '@/lib/engineering/period-params'
import type { WasteKind, WasteReport, WasteRow } from '@/lib/engineering/waste/schema'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import classes from './waste.module.css'
import { WasteCost } from './waste-cost'
import { rowHref } from './waste-href'

interface RowTableProps {
  period: PeriodParams
  report: WasteReport
  kind: WasteKind
  title: string
}

const pageSize = 10

/** What wasted, use by use, each leading to its requests. */
export function RowTable({ period, report, kind, title }: RowTableProps) {
  const hasDetails = kind.rows.some(({ detail }) => detail !== null)
  const columns: Column<WasteRow>[] = [
    ...kind.dimensions.map(
      (name): Column<WasteRow> => ({
        key: name,
        header: dimensionLabel(name),
        value: (row) => valueText(name, row[name] ?? null, report),
      }),
    ),
    ...(hasDetails ? [{ key: 'detail', header: 'Why', value: ({ detail }: WasteRow) => detail } satisfies Column<WasteRow>] : []),
    { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
    {
      key: 'cost',
      header: 'Waste',
      kind: 'money',
      value: ({ cost_usd }) => cost_usd,
      render: (row) => <WasteCost figures={row} />,
    },
  ]
  const left = kind.row_count - kind.rows.length
  return (
    <>
      <DataTable
        caption={`${title}: uses`}
        variant="bare"
        density="compact"
        columns={columns}
        rows={kind.rows}
        rowKey={(row) => kind.dimensions.map((name) => row[name] ?? '~none').join(' ')}
        rowHref={(row) => rowHref(period, report, kind, row)}
        defaultSort={{ column: 'cost', direction: 'descending' }}
        paging={{ mode: 'client', pageSize }}
        csv={`waste-${kind.kind}-${report.from}-${report.to}`}
        totals={{ requests: formatCount(kind.requests), cost: <WasteCost figures={kind} /> }}
      />
      {left > 0 && <p className={classes.note}>{formatCount(left)} smaller uses are in the total and in the CSV of the page.</p>}
    </>
  )
}

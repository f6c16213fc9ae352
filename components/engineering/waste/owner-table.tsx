'use client'

import { valueText } from '@/components/spend/value-text'
import { DataTable } from '@/components/ui/data-table'
import type { PeriodParams } from '@/lib/engineering/period-params'
import type { WasteKind, WasteReport } from '@/lib/engineering/waste/schema'
import { parseDecimal } from '@/lib/money/decimal'
import { formatPercent } from '@/lib/money/format'
import { WasteCost } from './waste-cost'
import { teamHref } from './waste-href'

interface OwnerTableProps {
  period: PeriodParams
  report: WasteReport
  kind: WasteKind
  title: string
}

/** Whose waste a kind is, the dearest first. */
export function OwnerTable({ period, report, kind, title }: OwnerTableProps) {
  const whole = parseDecimal(kind.cost_usd)
  return (
    <DataTable
      caption={`${title}: owners`}
      variant="bare"
      density="compact"
      columns={[
        { key: 'team', header: 'Owner', value: ({ team }) => valueText('team', team, report) },
        {
          key: 'cost',
          header: 'Waste',
          kind: 'money',
          value: ({ cost_usd }) => cost_usd,
          render: (row) => <WasteCost figures={row} />,
        },
        {
          key: 'share',
          header: 'Share',
          kind: 'number',
          value: ({ cost_usd }) => cost_usd,
          render: ({ cost_usd }) => formatPercent(cost_usd, whole) ?? '—',
        },
      ]}
      rows={kind.teams}
      rowKey={({ team }) => team ?? '~none'}
      rowHref={({ team }) => teamHref(period, report, kind, team)}
      paging={{ mode: 'client', pageSize: 12 }}
      csv={false}
      totals={{ cost: <WasteCost figures={kind} /> }}
    />
  )
}

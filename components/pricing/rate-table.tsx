'use client'

import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatUsd } from '@/lib/money/format'
import type { ModelDetail } from '@/lib/pricing/queries/get-model'
import { isMeterName, labelMeter, meterLabels } from './meter-labels'
import classes from './pricing.module.css'
import { buildRateTable, type RateColumn, type RateRow } from './rate-rows'

interface RateTableProps extends Pick<ModelDetail, 'prices' | 'contract'> {
  /** ISO instant whose prices are shown. */
  at: string
}

/** What each class of usage costs now, by tier and context band; a contract's rate under the list rate that it replaces. */
export function RateTable({ prices, contract, at }: RateTableProps) {
  const { columns, rows } = buildRateTable({ prices, contract }, at)
  return (
    <DataTable
      caption="Rates in force now"
      columns={[
        {
          key: 'meter',
          header: 'Class',
          value: ({ meter }) => labelMeter(meter),
          render: ({ meter }) => (
            <>
              {labelMeter(meter)}
              {isMeterName(meter) && <span className={classes.small}>USD per {meterLabels[meter].per}</span>}
            </>
          ),
        },
        ...columns.map(toTableColumn),
      ]}
      rows={rows}
      rowKey={({ meter }) => meter}
      sortable={false}
      csv="rates"
      empty={{
        title: 'No price is in force now.',
        detail: 'Usage of this model at this time has no known cost. Its earlier and later prices are below.',
      }}
    />
  )
}

function toTableColumn(column: RateColumn, index: number): Column<RateRow> {
  return {
    key: column.key,
    header: [column.tier, column.window, column.band].filter(Boolean).join(', '),
    kind: 'number',
    value: ({ rates }) => rates[index] ?? null,
    render: ({ rates, contract }) => {
      const rate = rates[index] ?? null
      const agreed = contract[index] ?? []
      if (rate === null) return <span className={classes.small}>no rate of its own</span>
      return (
        <>
          {formatUsd(rate, { digits: 'exact' })}
          {agreed.map((entry) => (
            <span key={entry.account ?? ''} className={classes.contract}>
              contract {formatUsd(entry.rate, { digits: 'exact' })}
              {entry.account !== null && `, ${entry.account}`}
            </span>
          ))}
        </>
      )
    },
  }
}

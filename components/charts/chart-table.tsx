'use client'

import { useMemo } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column, ColumnKind } from '@/components/ui/data-table-columns'
import { UnknownFigure } from '@/components/ui/money'
import { type ChartData, type ChartPoint, totalAt, valueAt } from './chart-data'
import type { ChartUnit } from './chart-units'
import { amountText } from './plot-parts'

export interface ChartTableProps {
  title: string
  data: ChartData
  unit: ChartUnit
  /** Add a total column. */
  additive: boolean
  /** Header of the first column. */
  axisLabel: string
}

/** The columns of a chart's table: the axis, each series, and the total where the series add up. */
export function chartColumns({ data, unit, additive, axisLabel }: Omit<ChartTableProps, 'title'>): Column<ChartPoint>[] {
  const kind: ColumnKind = unit === 'usd' ? 'money' : 'number'
  const show = (amount: string | null, atLeast: boolean) =>
    amount === null ? <UnknownFigure reason="Not known for this position" /> : amountText(amount, unit, atLeast)
  const columns: Column<ChartPoint>[] = [
    { key: 'at', header: axisLabel, value: (point) => point.at },
    ...data.series.map(({ key, label }) => ({
      key,
      header: label,
      kind,
      value: (point: ChartPoint) => valueAt(point, key),
      render: (point: ChartPoint) => show(valueAt(point, key), point.atLeast?.includes(key) ?? false),
    })),
  ]
  if (!additive || data.series.length < 2) return columns
  const total: Column<ChartPoint> = {
    key: '~total',
    header: 'Total',
    kind,
    value: (point) => totalAt(point, data.series).amount,
    render: (point) => {
      const { amount, atLeast } = totalAt(point, data.series)
      return show(amount, atLeast)
    },
  }
  return [...columns, total]
}

/** The same numbers as the chart, exact. */
export function ChartTable({ title, data, unit, additive, axisLabel }: ChartTableProps) {
  const columns = useMemo(() => chartColumns({ data, unit, additive, axisLabel }), [data, unit, additive, axisLabel])
  return (
    <DataTable
      caption={title}
      variant="bare"
      columns={columns}
      rows={data.points}
      rowKey={(point) => point.at}
      density="compact"
      paging={{ mode: 'client', pageSize: 31 }}
    />
  )
}

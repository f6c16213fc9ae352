'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useMemo } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { ChartSection } from './chart-section'
import { type ChartUnit, formatValue } from './chart-units'
import classes from './charts.module.css'
import { Legend } from './legend'
import type { ScatterAxis, ScatterPoint } from './scatter'
import { assignColors } from './series-color'

// After the figures, into a box of its height, as every chart.
const Scatter = dynamic(() => import('./scatter').then((module) => module.Scatter), { ssr: false })

const heightPx = 360

export interface ScatterFrameProps {
  title: string
  note: ReactNode
  points: readonly ScatterPoint[]
  x: ScatterAxis
  y: ScatterAxis
  /** What the area of a dot counts. */
  sizeLabel: string
  /** Heads of the table's first two columns. */
  pointLabel: string
  groupLabel: string
  /** Further controls beside the toggle. */
  actions?: ReactNode
  /** Under the chart: what it cannot hold, how exact it is. */
  footnote?: ReactNode
}

/** Two measures against each other, with a third as area, and the table of the same numbers. */
export function ScatterFrame(props: ScatterFrameProps) {
  const { title, note, points, x, y, sizeLabel } = props
  const groups = useMemo(() => [...new Set(points.map(({ group }) => group))].sort(), [points])
  const colors = useMemo(() => assignColors(groups), [groups])
  return (
    <ChartSection
      title={title}
      note={note}
      actions={props.actions}
      table={
        <DataTable
          caption={title}
          variant="bare"
          columns={columnsFor(props)}
          rows={points}
          rowKey={({ key }) => key}
          density="compact"
          paging={{ mode: 'client', pageSize: 25 }}
        />
      }
    >
      <Legend series={groups.map((group) => ({ key: group, label: group }))} colors={colors} />
      <div style={{ height: heightPx }}>
        <Scatter {...{ points, x, y, sizeLabel, colors, heightPx }} />
      </div>
      {props.footnote && <figcaption className={classes.note}>{props.footnote}</figcaption>}
    </ChartSection>
  )
}

const kindOf = (unit: ChartUnit) => (unit === 'usd' ? ('money' as const) : ('number' as const))

const columnsFor = ({ x, y, sizeLabel, pointLabel, groupLabel }: ScatterFrameProps): Column<ScatterPoint>[] => [
  { key: 'label', header: pointLabel, value: ({ label }) => label },
  { key: 'group', header: groupLabel, value: ({ group }) => group },
  { key: 'x', header: x.label, kind: kindOf(x.unit), value: (point) => point.x, render: (point) => formatValue(point.x, x.unit) },
  {
    key: 'y',
    header: y.label,
    kind: kindOf(y.unit),
    value: (point) => point.y,
    render: (point) => `${point.isAtLeast ? '≥ ' : ''}${formatValue(point.y, y.unit)}`,
  },
  { key: 'size', header: sizeLabel, kind: 'count', value: ({ size }) => size },
]

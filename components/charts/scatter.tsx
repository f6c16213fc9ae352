'use client'

import { useState } from 'react'
import {
  CartesianGrid,
  LabelList,
  ResponsiveContainer,
  ScatterChart,
  Scatter as ScatterDots,
  Tooltip,
  XAxis,
  YAxis,
  ZAxis,
} from 'recharts'
import { formatCount } from '@/components/ui/format-count'
import { type ChartUnit, formatTick, formatValue } from './chart-units'
import classes from './charts.module.css'
import { listLogTicks } from './log-ticks'
import { pickLabels } from './pick-labels'
import { gridProps } from './plot-parts'
import { toPixels } from './to-pixels'

/** One dot. Decimal text throughout. */
export interface ScatterPoint {
  readonly key: string
  readonly label: string
  /** What it belongs to, which decides its colour: a provider. */
  readonly group: string
  readonly x: string
  readonly y: string
  /** A lower bound on `y`. */
  readonly isAtLeast: boolean
  /** The area of the dot: a count. */
  readonly size: string
}

export interface ScatterAxis {
  readonly label: string
  readonly unit: ChartUnit
}

export interface ScatterProps {
  points: readonly ScatterPoint[]
  x: ScatterAxis
  y: ScatterAxis
  sizeLabel: string
  colors: ReadonlyMap<string, string>
  heightPx: number
}

interface ScatterRow {
  point: ScatterPoint
  label: string
  x: number
  y: number
  size: number
}

/** What the axes take of the chart's width and height. */
const besidePx = 108
const beneathPx = 66

/** Dots on two logarithmic axes, which hold only what is above 0: of values that lie orders of magnitude apart. */
export function Scatter({ points, x, y, sizeLabel, colors, heightPx }: ScatterProps) {
  const [widthPx, setWidthPx] = useState(0)
  const rows = points.flatMap((point): ScatterRow[] => {
    const [left, up, size] = [toPixels(point.x), toPixels(point.y), toPixels(point.size)]
    return left === null || up === null || size === null || left <= 0 || up <= 0
      ? []
      : [{ point, label: '', x: left, y: up, size }]
  })
  const xTicks = listLogTicks(rows.map((row) => row.x))
  const yTicks = listLogTicks(rows.map((row) => row.y))
  const named = nameDots(rows, { xTicks, yTicks, plot: { widthPx: widthPx - besidePx, heightPx: heightPx - beneathPx } })
  const groups = [...new Set(named.map(({ point }) => point.group))]
  return (
    <ResponsiveContainer width="100%" height={heightPx} onResize={setWidthPx}>
      <ScatterChart margin={{ top: 12, right: 28, bottom: 20, left: 8 }} accessibilityLayer>
        <CartesianGrid {...gridProps} vertical />
        <XAxis
          {...axisProps(x.unit, xTicks)}
          dataKey="x"
          height={34}
          label={{ value: x.label, position: 'insideBottom', offset: -14, fontSize: 12, fill: 'var(--mantine-color-dimmed)' }}
        />
        <YAxis
          {...axisProps(y.unit, yTicks)}
          dataKey="y"
          width={72}
          label={{
            ...{ value: y.label, angle: -90, position: 'insideLeft', fontSize: 12, fill: 'var(--mantine-color-dimmed)' },
            style: { textAnchor: 'middle' },
          }}
        />
        <ZAxis dataKey="size" range={[60, 1_400]} />
        <Tooltip
          isAnimationActive={false}
          cursor={false}
          content={({ active, payload }) => <ScatterTooltip {...{ active, payload, x, y, sizeLabel }} />}
        />
        {groups.map((group) => (
          <ScatterDots
            key={group}
            name={group}
            data={named.filter(({ point }) => point.group === group)}
            fill={colors.get(group)}
            fillOpacity={0.35}
            stroke={colors.get(group)}
            strokeWidth={1.5}
            isAnimationActive={false}
          >
            <LabelList dataKey="label" position="top" fontSize={11} fill="var(--mantine-color-text)" />
          </ScatterDots>
        ))}
      </ScatterChart>
    </ResponsiveContainer>
  )
}

interface PlotPlace {
  readonly xTicks: readonly number[]
  readonly yTicks: readonly number[]
  readonly plot: { readonly widthPx: number; readonly heightPx: number }
}

/** Gives names to as many dots as have room for one, what costs most first; the others' are under the pointer and in the table. */
function nameDots(rows: readonly ScatterRow[], { xTicks, yTicks, plot }: PlotPlace): ScatterRow[] {
  const along = (value: number, ticks: readonly number[]) => {
    const [first = 1, last = 10] = [ticks[0], ticks.at(-1)]
    return Math.log(value / first) / Math.log(last / first)
  }
  const dearest = [...rows].sort((one, other) => other.size * other.y - one.size * one.y)
  const picked = pickLabels(
    dearest.map(({ point, x, y }) => ({ label: point.label, across: along(x, xTicks), down: 1 - along(y, yTicks) })),
    plot,
  )
  return dearest.map((row, index) => ({ ...row, label: picked.has(index) ? row.point.label : '' }))
}

const axisProps = (unit: ChartUnit, ticks: number[]) => ({
  type: 'number' as const,
  scale: 'log' as const,
  domain: [ticks[0] ?? 1, ticks.at(-1) ?? 10],
  ticks,
  tickLine: false,
  axisLine: false,
  tickMargin: 8,
  tickFormatter: (tick: number) => formatTick(tick, unit),
})

interface ScatterTooltipProps extends Pick<ScatterProps, 'x' | 'y' | 'sizeLabel'> {
  active?: boolean
  payload?: readonly { payload?: unknown }[]
}

function ScatterTooltip({ active, payload, x, y, sizeLabel }: ScatterTooltipProps) {
  const row = payload?.[0]?.payload
  if (!active || !isScatterRow(row)) return null
  const { point } = row
  return (
    <div className={classes.tooltip}>
      <p>
        {point.label} · {point.group}
      </p>
      <dl>
        <dt>{x.label}</dt>
        <dd>{formatValue(point.x, x.unit)}</dd>
        <dt>{y.label}</dt>
        <dd>
          {point.isAtLeast && '≥ '}
          {formatValue(point.y, y.unit)}
        </dd>
        <dt>{sizeLabel}</dt>
        <dd>{formatCount(point.size)}</dd>
      </dl>
    </div>
  )
}

function isScatterRow(value: unknown): value is ScatterRow {
  return typeof value === 'object' && value !== null && 'point' in value && 'size' in value
}

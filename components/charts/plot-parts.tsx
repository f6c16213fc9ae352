'use client'

import { formatDate, formatShortDate } from '@/components/ui/format-date'
import { isCalendarDate } from '@/lib/time/calendar'
import { type ChartData, type ChartPoint, type ChartSeries, totalAt, valueAt } from './chart-data'
import { type ChartUnit, formatTick, formatValue } from './chart-units'
import classes from './charts.module.css'
import { toPixels } from './to-pixels'
import type { SelectPositions } from './use-plot-selection'

/** What every kind of plot is given: already folded to six series and Other, with a colour each. */
export interface PlotProps {
  data: ChartData
  colors: ReadonlyMap<string, string>
  unit: ChartUnit
  heightPx: number
  /** A level to compare with, such as a budget. */
  reference?: { label: string; value: string }
  /** Whether the series add up, so that a total makes sense. */
  additive: boolean
  /** Lets a stretch of the axis be dragged out. */
  onSelect?: SelectPositions
}

/** One position as recharts wants it: the point itself, for exact texts, and the pixels of its series. */
export interface PlotRow {
  at: string
  point: ChartPoint
  pixels: Readonly<Record<string, number | null>>
}

export function plotRows({ series, points }: ChartData): PlotRow[] {
  return points.map((point) => ({
    at: point.at,
    point,
    pixels: Object.fromEntries(series.map(({ key }) => [key, toPixels(valueAt(point, key))])),
  }))
}

/** By function and not by name, because recharts reads the dot in `gpt-5.2` as a path. */
export const pixelsOf = (key: string) => (row: PlotRow) => row.pixels[key] ?? null

export const plotMargin = { top: 8, right: 18, bottom: 0, left: 0 }

export const gridProps = { vertical: false, stroke: 'var(--hairline)', strokeDasharray: '5 5' }

export const xAxisProps = {
  dataKey: 'at',
  tickLine: false,
  axisLine: false,
  tickMargin: 10,
  minTickGap: 28,
  interval: 'preserveStartEnd' as const,
  height: 34,
  tickFormatter: (at: string) => (isCalendarDate(at) ? formatShortDate(at) : at),
}

export const yAxisProps = (unit: ChartUnit) => ({
  tickLine: false,
  axisLine: false,
  tickMargin: 8,
  width: 'auto' as const,
  niceTicks: 'snap125' as const,
  tickFormatter: (tick: number) => formatTick(tick, unit),
})

interface PlotTooltipProps {
  active?: boolean
  row: PlotRow | undefined
  series: readonly ChartSeries[]
  colors: ReadonlyMap<string, string>
  unit: ChartUnit
  additive: boolean
}

/** The exact values of one position; the strings that came over the wire, not what was drawn. */
export function PlotTooltip({ active, row, series, colors, unit, additive }: PlotTooltipProps) {
  if (!active || !row) return null
  const total = totalAt(row.point, series)
  return (
    <div className={classes.tooltip}>
      <p>{isCalendarDate(row.at) ? formatDate(row.at) : row.at}</p>
      <dl>
        {series.map(({ key, label }) => (
          <TooltipLine
            key={key}
            label={label}
            color={colors.get(key)}
            text={amountText(valueAt(row.point, key), unit, row.point.atLeast?.includes(key) ?? false)}
          />
        ))}
        {additive && series.length > 1 && (
          <>
            <dt className={classes.total}>Total</dt>
            <dd className={classes.total}>{amountText(total.amount, unit, total.atLeast)}</dd>
          </>
        )}
      </dl>
    </div>
  )
}

function TooltipLine({ label, color, text }: { label: string; color: string | undefined; text: string }) {
  return (
    <>
      <dt className={classes.entry}>
        <span className={classes.dot} style={{ background: color }} aria-hidden="true" />
        <span>{label}</span>
      </dt>
      <dd>{text}</dd>
    </>
  )
}

/** `≥ $4.00`, `$4.00`, or `unknown`. */
export function amountText(amount: string | null, unit: ChartUnit, atLeast: boolean): string {
  if (amount === null) return 'unknown'
  return `${atLeast ? '≥ ' : ''}${formatValue(amount, unit)}`
}

/** The row that recharts found under the pointer; its own types call it anything. */
export function rowUnderPointer(payload: readonly { payload?: unknown }[] | undefined): PlotRow | undefined {
  const row = payload?.[0]?.payload
  return isPlotRow(row) ? row : undefined
}

function isPlotRow(value: unknown): value is PlotRow {
  return typeof value === 'object' && value !== null && 'pixels' in value && 'point' in value
}

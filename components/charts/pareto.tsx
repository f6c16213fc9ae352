'use client'

import {
  Bar,
  CartesianGrid,
  Cell,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatUsd } from '@/lib/money/format'
import classes from './charts.module.css'
import { gridProps, plotMargin, yAxisProps } from './plot-parts'
import { toPixels } from './to-pixels'

/** One bar: a thing with its cost, and what all up to it make. */
export interface ParetoPoint {
  readonly key: string
  readonly label: string
  /** Decimal text. */
  readonly costUsd: string
  readonly isAtLeast: boolean
  readonly cumulativeUsd: string
  /** Percent of the ranked cost, decimal text. */
  readonly cumulativePercent: string
  /** Among the fewest that make 80 %. */
  readonly isVital: boolean
}

/** What bars and line stand for; the line is told from the bars by its form as well as by its colour. */
export const paretoColors = { vital: 'var(--series-1)', other: 'var(--series-other)', line: 'var(--series-2)' } as const

/** More names than this cannot be read under their bars. */
const maxNamedBars = 60

interface ParetoRow {
  at: string
  point: ParetoPoint
  cost: number | null
  cumulative: number | null
}

/** Costs as bars, the dearest first, and the line of what they make together, up to 100 %. */
export function Pareto({ points, heightPx }: { points: readonly ParetoPoint[]; heightPx: number }) {
  const rows = points.map(
    (point): ParetoRow => ({
      at: point.label,
      point,
      cost: toPixels(point.costUsd),
      cumulative: toPixels(point.cumulativePercent),
    }),
  )
  const isNamed = points.length <= maxNamedBars
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <ComposedChart data={rows} margin={plotMargin} accessibilityLayer>
        <CartesianGrid {...gridProps} />
        <XAxis
          dataKey="point.key"
          tickLine={false}
          axisLine={false}
          interval="preserveStart"
          height={isNamed ? 84 : 20}
          tick={isNamed ? { textAnchor: 'end' } : false}
          angle={-35}
          tickMargin={6}
          minTickGap={0}
          tickFormatter={(key: string) => shorten(points.find((point) => point.key === key)?.label ?? key)}
        />
        <YAxis yAxisId="cost" {...yAxisProps('usd')} />
        <YAxis
          {...yAxisProps('percent')}
          yAxisId="share"
          orientation="right"
          domain={[0, 100]}
          ticks={[0, 20, 40, 60, 80, 100]}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--track)', fillOpacity: 0.5 }}
          content={({ active, payload }) => <ParetoTooltip active={active} payload={payload} />}
        />
        <Bar yAxisId="cost" dataKey="cost" name="Cost" maxBarSize={36} isAnimationActive={false}>
          {rows.map(({ point }) => {
            const color = point.isVital ? paretoColors.vital : paretoColors.other
            return <Cell key={point.key} fill={color} fillOpacity={0.28} stroke={color} strokeWidth={1.5} />
          })}
        </Bar>
        <Line
          yAxisId="share"
          dataKey="cumulative"
          name="Together"
          type="linear"
          stroke={paretoColors.line}
          strokeWidth={2}
          dot={{ r: 2.5, fill: paretoColors.line }}
          activeDot={{ r: 4 }}
          isAnimationActive={false}
        />
        <ReferenceLine yAxisId="share" y={80} stroke="var(--mantine-color-text)" strokeOpacity={0.65} strokeDasharray="2 3" />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

const shorten = (label: string) => (label.length > 16 ? `${label.slice(0, 15)}…` : label)

function ParetoTooltip({ active, payload }: { active?: boolean; payload?: readonly { payload?: unknown }[] }) {
  const row = payload?.[0]?.payload
  if (!active || !isParetoRow(row)) return null
  const { label, costUsd, isAtLeast, cumulativeUsd, cumulativePercent } = row.point
  return (
    <div className={classes.tooltip}>
      <p>{label}</p>
      <dl>
        <dt>Cost</dt>
        <dd>
          {isAtLeast && '≥ '}
          {formatUsd(costUsd)}
        </dd>
        <dt>With all before it</dt>
        <dd>{formatUsd(cumulativeUsd)}</dd>
        <dt className={classes.total}>Of the ranked cost</dt>
        <dd className={classes.total}>{cumulativePercent}%</dd>
      </dl>
    </div>
  )
}

function isParetoRow(value: unknown): value is ParetoRow {
  return typeof value === 'object' && value !== null && 'point' in value && 'cumulative' in value
}

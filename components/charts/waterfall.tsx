'use client'

import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  LabelList,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatUsd } from '@/lib/money/format'
import classes from './charts.module.css'
import { gridProps, xAxisProps, yAxisProps } from './plot-parts'
import { toPixels } from './to-pixels'
import type { WaterfallAxis, WaterfallRow } from './waterfall-steps'

export interface WaterfallProps {
  rows: readonly WaterfallRow[]
  axis: WaterfallAxis
  heightPx: number
}

interface Drawn {
  label: string
  row: WaterfallRow
  span: [number, number]
  text: string
}

const margin = { top: 4, right: 96, bottom: 0, left: 0 }

function toDrawn(row: WaterfallRow, axisStart: number): Drawn {
  const [from, to] = [toPixels(row.from) ?? 0, toPixels(row.to) ?? 0]
  const start = row.kind === 'level' ? axisStart : from
  return {
    label: row.label,
    row,
    span: [Math.min(start, to), Math.max(start, to)],
    text: formatUsd(row.amount, { sign: row.kind === 'step' }),
  }
}

const colorOf = ({ kind, amount }: WaterfallRow) =>
  kind === 'level' ? 'var(--series-1)' : amount.startsWith('-') ? 'var(--cost-down)' : 'var(--cost-up)'

/** How one level becomes another, step by step from top to bottom, which leaves room for names on the narrowest screen. */
export function Waterfall({ rows, axis, heightPx }: WaterfallProps) {
  const drawn = rows.map((row) => toDrawn(row, axis.start))
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <BarChart data={drawn} layout="vertical" margin={margin} accessibilityLayer>
        <CartesianGrid {...gridProps} vertical horizontal={false} />
        <XAxis
          type="number"
          {...yAxisProps('usd')}
          width={undefined}
          height={xAxisProps.height}
          niceTicks="none"
          domain={[axis.start, axis.end]}
          ticks={axis.ticks}
        />
        <YAxis type="category" dataKey="label" width={116} tickLine={false} axisLine={false} tickMargin={8} interval={0} />
        <Tooltip
          cursor={{ fill: 'var(--track)', fillOpacity: 0.5 }}
          isAnimationActive={false}
          content={({ active, payload }) => <StepTooltip active={active} payload={payload} />}
        />
        {rows.slice(0, -1).map((row, index) => (
          <ReferenceLine
            key={row.key}
            segment={[
              { x: toPixels(row.to) ?? 0, y: row.label },
              { x: toPixels(row.to) ?? 0, y: rows[index + 1]?.label },
            ]}
            stroke="var(--series-other)"
            strokeDasharray="2 3"
          />
        ))}
        <Bar dataKey="span" name="Amount" maxBarSize={20} isAnimationActive={false} fillOpacity={0.28} strokeWidth={1.5}>
          {drawn.map(({ row }) => (
            <Cell key={row.key} fill={colorOf(row)} stroke={colorOf(row)} />
          ))}
          <LabelList dataKey="text" position="right" fontSize={12} fill="var(--mantine-color-text)" />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  )
}

function StepTooltip({ active, payload }: { active?: boolean; payload?: readonly { payload?: unknown }[] }) {
  const drawn = payload?.[0]?.payload
  if (!active || !isDrawn(drawn)) return null
  const { label, meaning, kind, from, to } = drawn.row
  return (
    <div className={classes.tooltip}>
      <p>{label}</p>
      {meaning && <div>{meaning}</div>}
      <dl>
        <dt>{kind === 'level' ? 'Spend' : 'Change'}</dt>
        <dd>{drawn.text}</dd>
        {kind === 'step' && (
          <>
            <dt>leads from</dt>
            <dd>{formatUsd(from)}</dd>
            <dt>to</dt>
            <dd>{formatUsd(to)}</dd>
          </>
        )}
      </dl>
    </div>
  )
}

function isDrawn(value: unknown): value is Drawn {
  return typeof value === 'object' && value !== null && 'span' in value && 'row' in value
}

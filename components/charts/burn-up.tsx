'use client'

import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatDate } from '@/components/ui/format-date'
import type { BurnPoint } from '@/lib/budgets/burn'
import { formatUsd } from '@/lib/money/format'
import { isCalendarDate } from '@/lib/time/calendar'
import classes from './charts.module.css'
import { gridProps, plotMargin, xAxisProps, yAxisProps } from './plot-parts'
import { toPixels } from './to-pixels'

/** The lines of a burn-up, each told apart by its dash as well as by its colour. */
export const burnLines = [
  { key: 'spend', label: 'Spent', color: 'var(--series-1)', dash: undefined },
  { key: 'expected', label: 'Forecast', color: 'var(--series-1)', dash: '6 4' },
  { key: 'plan', label: 'Plan', color: 'var(--series-other)', dash: '2 3' },
] as const

/** Side by side, so that the names of levels close to each other can be read. */
const labelPlaces = ['insideTopLeft', 'insideTop', 'insideBottomRight'] as const

export interface BurnUpProps {
  points: readonly BurnPoint[]
  levels: readonly { readonly threshold: string; readonly amountUsd: string }[]
  heightPx: number
}

interface BurnRow {
  at: string
  point: BurnPoint
  spend: number | null
  expected: number | null
  plan: number | null
  range: [number, number] | null
}

function toRow(point: BurnPoint): BurnRow {
  const [low, high] = [toPixels(point.lowUsd), toPixels(point.highUsd)]
  return {
    at: point.day,
    point,
    spend: toPixels(point.spendUsd),
    expected: toPixels(point.expectedUsd),
    plan: toPixels(point.planUsd),
    range: low === null || high === null ? null : [low, high],
  }
}

/** What was spent day by day against the plan, where the forecast leads, and the levels at which people are told. */
export function BurnUp({ points, levels, heightPx }: BurnUpProps) {
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <ComposedChart data={points.map(toRow)} margin={plotMargin} accessibilityLayer>
        <CartesianGrid {...gridProps} />
        <XAxis {...xAxisProps} />
        <YAxis {...yAxisProps('usd')} />
        <Tooltip isAnimationActive={false} content={({ active, payload }) => <BurnTooltip active={active} payload={payload} />} />
        <Area
          dataKey="range"
          name="Range of the forecast"
          type="linear"
          stroke="none"
          fill="var(--series-1)"
          fillOpacity={0.16}
          activeDot={false}
          isAnimationActive={false}
        />
        {burnLines.map(({ key, label, color, dash }) => (
          <Line
            key={key}
            dataKey={key}
            name={label}
            type="linear"
            stroke={color}
            strokeWidth={2}
            strokeDasharray={dash}
            dot={false}
            activeDot={{ r: 3 }}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
        {levels.map(({ threshold, amountUsd }, index) => (
          <ReferenceLine
            key={threshold}
            y={toPixels(amountUsd) ?? undefined}
            stroke="var(--mantine-color-text)"
            strokeOpacity={0.65}
            strokeDasharray="2 3"
            ifOverflow="extendDomain"
            label={{
              value: `${threshold}%`,
              position: labelPlaces[index % labelPlaces.length] ?? 'insideTopLeft',
              fontSize: 12,
              fill: 'var(--mantine-color-text)',
            }}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

function BurnTooltip({ active, payload }: { active?: boolean; payload?: readonly { payload?: unknown }[] }) {
  const row = payload?.[0]?.payload
  if (!active || !isBurnRow(row)) return null
  const { day, spendUsd, isAtLeast, planUsd, expectedUsd, lowUsd, highUsd } = row.point
  const lines = [
    ['Spent', spendUsd === null ? null : `${isAtLeast ? '≥ ' : ''}${formatUsd(spendUsd)}`],
    ['Forecast', expectedUsd === null || spendUsd === expectedUsd ? null : formatUsd(expectedUsd)],
    [
      '80% range',
      lowUsd === null || highUsd === null || lowUsd === highUsd ? null : `${formatUsd(lowUsd)} – ${formatUsd(highUsd)}`,
    ],
    ['Plan', planUsd === null ? null : formatUsd(planUsd)],
  ]
  return (
    <div className={classes.tooltip}>
      <p>{isCalendarDate(day) ? formatDate(day) : day}</p>
      <dl>
        {lines.flatMap(([label, text]) =>
          text === null ? [] : [<dt key={label}>{label}</dt>, <dd key={`${label} value`}>{text}</dd>],
        )}
      </dl>
    </div>
  )
}

function isBurnRow(value: unknown): value is BurnRow {
  return typeof value === 'object' && value !== null && 'point' in value && 'range' in value
}

'use client'

import { useMemo } from 'react'
import { Bar, BarChart, ResponsiveContainer } from 'recharts'
import { plotAxes, plotReference } from './plot-axes'
import { type PlotProps, pixelsOf, plotMargin, plotRows } from './plot-parts'
import { usePlotSelection } from './use-plot-selection'

const cursor = { fill: 'var(--track)', fillOpacity: 0.5 }

/** Amounts per day, or per thing, that add up; amounts below zero (credits) hang under the line. */
export function StackedBar(plot: PlotProps) {
  const { data, colors, heightPx, onSelect } = plot
  const rows = useMemo(() => plotRows(data), [data])
  const { handlers, area, style } = usePlotSelection(
    rows.map(({ at }) => at),
    onSelect,
  )
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <BarChart data={rows} margin={plotMargin} accessibilityLayer style={style} {...handlers} stackOffset="sign">
        {plotAxes(plot, cursor)}
        {data.series.map(({ key, label }) => (
          <Bar
            key={key}
            dataKey={pixelsOf(key)}
            name={label}
            stackId="amount"
            fill={colors.get(key)}
            fillOpacity={0.28}
            stroke={colors.get(key)}
            strokeWidth={1.5}
            maxBarSize={36}
            isAnimationActive={false}
          />
        ))}
        {plotReference(plot)}
        {area}
      </BarChart>
    </ResponsiveContainer>
  )
}

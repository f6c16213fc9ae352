'use client'

import { useMemo } from 'react'
import { Area, AreaChart, ResponsiveContainer } from 'recharts'
import { plotAxes, plotReference } from './plot-axes'
import { type PlotProps, pixelsOf, plotMargin, plotRows } from './plot-parts'
import { usePlotSelection } from './use-plot-selection'

/** Amounts over time that add up. Straight edges: a curve would claim values between the days. */
export function StackedArea(plot: PlotProps) {
  const { data, colors, heightPx, onSelect } = plot
  const rows = useMemo(() => plotRows(data), [data])
  const { handlers, area, style } = usePlotSelection(
    rows.map(({ at }) => at),
    onSelect,
  )
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <AreaChart data={rows} margin={plotMargin} accessibilityLayer style={style} {...handlers}>
        {plotAxes(plot)}
        {data.series.map(({ key, label }) => (
          <Area
            key={key}
            dataKey={pixelsOf(key)}
            name={label}
            stackId="amount"
            type="linear"
            stroke={colors.get(key)}
            strokeWidth={2}
            fill={colors.get(key)}
            fillOpacity={0.2}
            dot={data.points.length === 1}
            activeDot={{ r: 3 }}
            isAnimationActive={false}
          />
        ))}
        {plotReference(plot)}
        {area}
      </AreaChart>
    </ResponsiveContainer>
  )
}

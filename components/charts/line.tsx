'use client'

import { useMemo } from 'react'
import { Line, LineChart, ResponsiveContainer } from 'recharts'
import { plotAxes, plotReference } from './plot-axes'
import { type PlotProps, pixelsOf, plotMargin, plotRows } from './plot-parts'
import { usePlotSelection } from './use-plot-selection'

/** Values that do not add up, such as rates and percentiles. An unknown value is a gap in the line. */
export function LinePlot({ isStepped = false, ...plot }: PlotProps & { isStepped?: boolean }) {
  const { data, colors, heightPx, onSelect } = plot
  const rows = useMemo(() => plotRows(data), [data])
  const { handlers, area, style } = usePlotSelection(
    rows.map(({ at }) => at),
    onSelect,
  )
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <LineChart data={rows} margin={plotMargin} accessibilityLayer style={style} {...handlers}>
        {plotAxes(plot)}
        {data.series.map(({ key, label }) => (
          <Line
            key={key}
            dataKey={pixelsOf(key)}
            name={label}
            type={isStepped ? 'stepAfter' : 'linear'}
            stroke={colors.get(key)}
            strokeWidth={2}
            dot={data.points.length === 1}
            activeDot={{ r: 3 }}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
        {plotReference(plot)}
        {area}
      </LineChart>
    </ResponsiveContainer>
  )
}

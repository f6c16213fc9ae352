'use client'

import { Line, LineChart, ResponsiveContainer } from 'recharts'
import { plotAxes, plotReference } from './plot-axes'
import { type PlotProps, pixelsOf, plotMargin, plotRows } from './plot-parts'

/** Values that do not add up, such as rates and percentiles. An unknown value is a gap in the line. */
export function LinePlot({ isStepped = false, ...plot }: PlotProps & { isStepped?: boolean }) {
  const { data, colors, heightPx } = plot
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <LineChart data={plotRows(data)} margin={plotMargin} accessibilityLayer>
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
      </LineChart>
    </ResponsiveContainer>
  )
}

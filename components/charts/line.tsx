'use client'

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import {
  gridProps,
  type PlotProps,
  PlotTooltip,
  pixelsOf,
  plotMargin,
  plotRows,
  rowUnderPointer,
  xAxisProps,
  yAxisProps,
} from './plot-parts'
import { toPixels } from './to-pixels'

/** Values that do not add up, such as rates and percentiles. An unknown value is a gap in the line. */
export function LinePlot({
  data,
  colors,
  unit,
  heightPx,
  reference,
  additive,
  isStepped = false,
}: PlotProps & { isStepped?: boolean }) {
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <LineChart data={plotRows(data)} margin={plotMargin} accessibilityLayer>
        <CartesianGrid {...gridProps} />
        <XAxis {...xAxisProps} />
        <YAxis {...yAxisProps(unit)} />
        <Tooltip
          isAnimationActive={false}
          content={({ active, payload }) => (
            <PlotTooltip
              active={active}
              row={rowUnderPointer(payload)}
              series={data.series}
              colors={colors}
              unit={unit}
              additive={additive}
            />
          )}
        />
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
        {reference && (
          <ReferenceLine
            y={toPixels(reference.value) ?? undefined}
            stroke="var(--mantine-color-text)"
            strokeDasharray="2 3"
            ifOverflow="extendDomain"
            label={{ value: reference.label, position: 'insideBottomRight', fontSize: 12, fill: 'var(--mantine-color-text)' }}
          />
        )}
      </LineChart>
    </ResponsiveContainer>
  )
}

'use client'

import { Area, AreaChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
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

/** Amounts over time that add up. Straight edges: a curve would claim values between the days. */
export function StackedArea({ data, colors, unit, heightPx, reference, additive }: PlotProps) {
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <AreaChart data={plotRows(data)} margin={plotMargin} accessibilityLayer>
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
        {reference && (
          <ReferenceLine
            y={toPixels(reference.value) ?? undefined}
            stroke="var(--mantine-color-text)"
            strokeDasharray="2 3"
            ifOverflow="extendDomain"
            label={{ value: reference.label, position: 'insideBottomRight', fontSize: 12, fill: 'var(--mantine-color-text)' }}
          />
        )}
      </AreaChart>
    </ResponsiveContainer>
  )
}

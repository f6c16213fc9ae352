'use client'

import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
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

/** Amounts per day, or per thing, that add up; amounts below zero (credits) hang under the line. */
export function StackedBar({ data, colors, unit, heightPx, reference, additive }: PlotProps) {
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <BarChart data={plotRows(data)} margin={plotMargin} accessibilityLayer stackOffset="sign">
        <CartesianGrid {...gridProps} />
        <XAxis {...xAxisProps} />
        <YAxis {...yAxisProps(unit)} />
        <Tooltip
          cursor={{ fill: 'var(--track)', fillOpacity: 0.5 }}
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
          <Bar
            key={key}
            dataKey={pixelsOf(key)}
            name={label}
            stackId="amount"
            fill={colors.get(key)}
            maxBarSize={36}
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
      </BarChart>
    </ResponsiveContainer>
  )
}

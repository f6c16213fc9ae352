import { CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { gridProps, type PlotProps, PlotTooltip, rowUnderPointer, xAxisProps, yAxisProps } from './plot-parts'
import { toPixels } from './to-pixels'

/**
 * What stands behind the series of every plot: grid, axes, the exact figures under the pointer. Called as a function, not used
 * as an element, because recharts looks for its parts among a chart's own children.
 */
export function plotAxes({ data, colors, unit, additive }: PlotProps, cursor?: { fill: string; fillOpacity: number }) {
  return (
    <>
      <CartesianGrid {...gridProps} />
      <XAxis {...xAxisProps} />
      <YAxis {...yAxisProps(unit)} />
      <Tooltip
        cursor={cursor}
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
    </>
  )
}

/** A level to compare with, in front of the series. */
export function plotReference({ reference }: PlotProps) {
  if (!reference) return null
  return (
    <ReferenceLine
      y={toPixels(reference.value) ?? undefined}
      stroke="var(--mantine-color-text)"
      strokeDasharray="2 3"
      ifOverflow="extendDomain"
      label={{ value: reference.label, position: 'insideBottomRight', fontSize: 12, fill: 'var(--mantine-color-text)' }}
    />
  )
}

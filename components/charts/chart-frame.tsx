'use client'

import { type ReactNode, useMemo } from 'react'
import { AsOf } from '@/components/ui/as-of'
import { EmptyState, type EmptyStateProps } from '@/components/ui/empty-state'
import { ErrorState, type PanelError } from '@/components/ui/error-state'
import { formatPeriod } from '@/components/ui/format-date'
import { LoadingState } from '@/components/ui/loading-state'
import type { Period } from '@/lib/time/calendar'
import { type ChartData, foldSeries, hasUnknown, withoutOpenStep } from './chart-data'
import { ChartSection } from './chart-section'
import { ChartTable } from './chart-table'
import { type ChartUnit, unitNames } from './chart-units'
import classes from './charts.module.css'
import { Legend } from './legend'
import { Plot, type PlotKind } from './plot'
import { assignColors } from './series-color'
import type { SelectPositions } from './use-plot-selection'

export interface ChartFrameProps {
  title: string
  kind: PlotKind
  unit: ChartUnit
  data: ChartData
  period: Period
  asOf: string
  /** Reporting zone: its midnights bound the days on the axis. */
  zone: string
  /** What a position on the axis is; heads the table's first column. */
  axisLabel?: string
  /** A level to compare with, such as a budget. */
  reference?: { label: string; value: string }
  heightPx?: number
  loading?: boolean
  error?: PanelError | null
  empty?: EmptyStateProps
  /** What is to be known of the figures, under the chart. */
  footnote?: string
  /** What the last position is, where that has begun and is not over. */
  openStep?: 'day' | 'month' | undefined
  /** What a value that is not known means here; by default that its cost is not. */
  unknownNote?: string
  /** Lets a stretch of the axis be dragged out; the screen offers the same to those without a pointer, in `below`. */
  onSelect?: SelectPositions
  /** Controls under the plot. */
  below?: ReactNode
  /** Further controls beside the toggle. */
  actions?: ReactNode
}

/** A chart with all that makes it honest: unit, period, as-of time, at most six series and Other, and the table behind it. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, kind, unit, data, period, asOf, zone, axisLabel = 'Day', heightPx = 240, loading = false, error } = props
  const folded = useMemo(() => foldSeries(data), [data])
  const colors = useMemo(() => assignColors(folded.series.map(({ key }) => key)), [folded])
  const drawn = useMemo(
    () => (kind === 'area' && props.openStep ? withoutOpenStep(folded) : folded),
    [kind, props.openStep, folded],
  )
  const additive = kind === 'area' || kind === 'bar'
  const empty = folded.points.length === 0 || folded.series.length === 0

  return (
    <ChartSection
      title={title}
      note={
        <>
          {unitNames[unit]} · {formatPeriod(period)} · <AsOf at={asOf} zone={zone} />
        </>
      }
      actions={props.actions}
      table={<ChartTable title={title} data={folded} unit={unit} additive={additive} axisLabel={axisLabel} />}
      instead={
        loading ? (
          <LoadingState label={`Loading ${title}`} heightPx={heightPx + legendHeightPx} />
        ) : error ? (
          <div style={{ minHeight: heightPx + legendHeightPx }}>
            <ErrorState {...error} />
          </div>
        ) : empty ? (
          <div style={{ minHeight: heightPx + legendHeightPx }}>
            <EmptyState {...(props.empty ?? { title: 'No data in this period' })} />
          </div>
        ) : undefined
      }
    >
      <Legend series={folded.series} colors={colors} />
      <Plot
        kind={kind}
        data={drawn}
        colors={colors}
        unit={unit}
        heightPx={heightPx}
        reference={props.reference}
        additive={additive}
        onSelect={props.onSelect}
      />
      {props.below}
      {props.footnote && <figcaption className={classes.note}>{props.footnote}</figcaption>}
      {props.openStep && (
        <figcaption className={classes.note}>
          The last {props.openStep} is not over
          {drawn === folded
            ? `: its figure is of the ${openParts[props.openStep]} so far.`
            : ' and is left out here: the table has it so far.'}
        </figcaption>
      )}
      {hasUnknown(folded) && (
        <figcaption className={classes.note}>
          {props.unknownNote ??
            (additive
              ? 'Some of this usage has no known cost, so the chart shows at least what was spent; the table says where.'
              : 'Some values are not known and leave gaps; the table says where.')}
        </figcaption>
      )}
    </ChartSection>
  )
}

const openParts = { day: 'hours', month: 'days' } as const

/** One line of legend, so that the states are as tall as the chart. */
const legendHeightPx = 34

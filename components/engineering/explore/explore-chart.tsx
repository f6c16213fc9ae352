'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stackedKind } from '@/components/charts/chart-data'
import { ChartFrame } from '@/components/charts/chart-frame'
import { findOpenStep } from '@/components/spend/chart-data'
import { nothingToDraw } from '@/components/spend/no-usage'
import { AnswerPanel } from '@/components/ui/answer-panel'
import { isLatencyMeasure, measures } from '@/lib/engineering/explore/measures'
import { errorBoundText } from '@/lib/engineering/explore/percentile'
import { type ExploreParams, type ExploreReport, exploreTitle } from '@/lib/engineering/explore/schema'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import type { Period } from '@/lib/time/calendar'
import { listDrawnSteps, stepsOf, toChartData, zoomPeriod } from './chart-data'
import { drillHref } from './drill'
import { chartUnits } from './figure-text'
import { ZoomBar } from './zoom-bar'

/** As tall as the chart with its legend and zoom, so that nothing moves when it arrives. */
const chartHeightPx = 360

export interface ExploreChartProps {
  params: ExploreParams
  answer: UseQueryResult<ExploreReport>
  whole: Period | null
  onZoom: (period: Period) => void
  onReset: () => void
}

/** The measure over time: what adds up is stacked, quotients and percentiles are lines. */
export function ExploreChart({ params, answer, ...zoom }: ExploreChartProps) {
  return (
    <AnswerPanel title={exploreTitle(params)} answer={answer} heightPx={chartHeightPx} loadingLabel="Loading the chart">
      {(report) => <AnsweredChart params={params} report={report} {...zoom} />}
    </AnswerPanel>
  )
}

type AnsweredProps = Omit<ExploreChartProps, 'answer'> & { report: ExploreReport }

function AnsweredChart({ params, report, whole, onZoom, onReset }: AnsweredProps) {
  const { measure, grain, from, to } = report
  const steps = useMemo(() => listDrawnSteps(report), [report])
  const data = useMemo(() => {
    // Until the answer to a new question is there, names lead by the old one.
    const asked = { ...params, groupBy: report.group_by, measure: report.measure }
    return toChartData(report, steps, (values) => drillHref(asked, values))
  }, [report, steps, params])
  const { isAdditive, unit } = measures[measure]
  const zoomTo = (first: string, last: string) => onZoom(zoomPeriod(first, last, report))
  const atOf = (label: string) => steps.find((step) => step.label === label)?.at ?? ''
  return (
    <ChartFrame
      title={exploreTitle({ measure, groupBy: report.group_by })}
      kind={isAdditive ? stackedKind(data) : 'line'}
      unit={chartUnits[unit]}
      data={data}
      period={{ from, to }}
      asOf={report.as_of}
      zone={report.zone}
      axisLabel={dimensionLabel(grain)}
      heightPx={280}
      onSelect={(first, last) => zoomTo(atOf(first), atOf(last))}
      below={
        <ZoomBar
          key={`${from} ${to} ${grain} ${steps.length}`}
          steps={steps}
          periodOf={(first, last) => zoomPeriod(first.at, last.at, report)}
          current={{ from, to }}
          onZoom={onZoom}
          whole={whole}
          onReset={onReset}
        />
      }
      footnote={footnoteOf(report)}
      openStep={findOpenStep(stepsOf(report))}
      unknownNote={
        isAdditive
          ? 'Part of this usage is not known, so the chart shows at least so much; the table says where.'
          : 'Where a line has a gap there was nothing to reckon from.'
      }
      empty={nothingToDraw}
    />
  )
}

/** How the figure is reckoned, what its error is, and which series are drawn. */
function footnoteOf(report: ExploreReport): string {
  const { label, formula, isAdditive } = measures[report.measure]
  const bound = isLatencyMeasure(report.measure)
    ? `Reckoned from buckets, within ${errorBoundText}; calls without a known latency do not count. Latency is kept by the day.`
    : null
  const ranking =
    report.other_count > 0 && !isAdditive
      ? `Drawn are the six that cost most${isLatencyMeasure(report.measure) ? ', of those with a known latency' : ''}; Other is all the rest together.`
      : null
  return [`${label}: ${formula}.`, bound, ranking].filter((part) => part !== null).join(' ')
}

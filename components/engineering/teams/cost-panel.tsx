'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartFrame } from '@/components/charts/chart-frame'
import { openStepNote } from '@/components/spend/chart-data'
import { spendHref } from '@/components/spend/spend-href'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { exploreOptions } from '@/lib/engineering/explore/client'
import type { ExploreParams, ExploreReport } from '@/lib/engineering/explore/schema'
import { dimensionLabel, noneValue } from '@/lib/reports/spend/dimension-names'
import { engineeringHref } from '../engineering-href'
import { listDrawnSteps, stepsOf, toChartData } from '../explore/chart-data'

const title = 'Cost by service'
const chartHeightPx = 274
/** Fewer steps than this are bars: an area between two points says nothing. */
const fewestAreaSteps = 4

/** The team's cost over time by service. */
export function CostPanel({ params }: { params: ExploreParams }) {
  const { data: report, error, refetch } = useQuery(exploreOptions(params))
  if (error || !report) {
    return (
      <Section title={title}>
        <div style={{ minHeight: chartHeightPx }}>
          {error ? (
            <ErrorState message={error.message} onRetry={() => void refetch()} />
          ) : (
            <LoadingState label="Loading the chart" heightPx={chartHeightPx} />
          )}
        </div>
      </Section>
    )
  }
  return <AnsweredPanel params={params} report={report} />
}

function AnsweredPanel({ params, report }: { params: ExploreParams; report: ExploreReport }) {
  const data = useMemo(() => {
    const hrefOf = ([service = null]: readonly (string | null)[]) =>
      spendHref({
        period: { from: report.from, to: report.to },
        groupBy: ['feature', 'model'],
        filters: { ...params.filters, service: [service ?? noneValue] },
      })
    return toChartData(report, listDrawnSteps(report), hrefOf)
  }, [report, params])
  const { from, to, as_of: asOf, zone, grain } = report
  return (
    <ChartFrame
      title={title}
      kind={data.points.length < fewestAreaSteps ? 'bar' : 'area'}
      unit="usd"
      data={data}
      period={{ from, to }}
      asOf={asOf}
      zone={zone}
      axisLabel={dimensionLabel(grain)}
      footnote={openStepNote(stepsOf(report))}
      actions={<TextLink href={engineeringHref('/engineering', params)}>Explore</TextLink>}
      empty={{ title: 'No usage in this period.', detail: 'Nothing of the team was recorded for these days.' }}
    />
  )
}

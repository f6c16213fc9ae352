'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stackedKind } from '@/components/charts/chart-data'
import { ChartFrame } from '@/components/charts/chart-frame'
import { findOpenStep } from '@/components/spend/chart-data'
import { spendHref } from '@/components/spend/spend-href'
import { AnswerPanel } from '@/components/ui/answer-panel'
import { TextLink } from '@/components/ui/text-link'
import { exploreOptions } from '@/lib/engineering/explore/client'
import type { ExploreParams, ExploreReport } from '@/lib/engineering/explore/schema'
import { dimensionLabel, noneValue } from '@/lib/reports/spend/dimension-names'
import { engineeringHref } from '../engineering-href'
import { listDrawnSteps, stepsOf, toChartData } from '../explore/chart-data'

const title = 'Cost by service'
const chartHeightPx = 274

/** The team's cost over time by service. */
export function CostPanel({ params }: { params: ExploreParams }) {
  return (
    <AnswerPanel
      title={title}
      answer={useQuery(exploreOptions(params))}
      heightPx={chartHeightPx}
      loadingLabel="Loading the chart"
    >
      {(report) => <AnsweredPanel params={params} report={report} />}
    </AnswerPanel>
  )
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
      kind={stackedKind(data)}
      unit="usd"
      data={data}
      period={{ from, to }}
      asOf={asOf}
      zone={zone}
      axisLabel={dimensionLabel(grain)}
      openStep={findOpenStep(stepsOf(report))}
      actions={<TextLink href={engineeringHref('/engineering', params)}>Explore</TextLink>}
      empty={{ title: 'No usage in this period.', detail: 'Nothing of the team was recorded for these days.' }}
    />
  )
}

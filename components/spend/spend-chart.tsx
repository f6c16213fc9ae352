'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartFrame } from '@/components/charts/chart-frame'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { lowerFirst } from '@/components/ui/lower-first'
import { Section } from '@/components/ui/section'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { chartDimension, type SpendQuestion } from './address'
import { openStepNote, toChartData } from './chart-data'
import { type SpendChartAnswer, spendChartOptions } from './chart-question'
import classes from './spend.module.css'

const paceText = { hour: 'Hourly spend', day: 'Daily spend', month: 'Monthly spend' } as const

/** Fewer steps than this are bars: an area between two points says nothing. */
const fewestAreaSteps = 4

/** As tall as the chart with its legend, so that nothing moves when it arrives. */
const chartHeightPx = 274

/** Spend over the period, stacked by the first dimension of the grouping: the six largest values and the rest. */
export function SpendChart({ question, zone }: { question: SpendQuestion; zone: string }) {
  const { data: answer, error, isPlaceholderData, refetch } = useQuery(spendChartOptions(question))
  if (error || !answer) {
    return (
      <Section title={titleOf({ grain: question.grain, dimension: chartDimension(question.table) })}>
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
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? classes.stale : undefined}>
      <AnsweredChart answer={answer} table={question.table} zone={zone} />
    </div>
  )
}

function AnsweredChart({ answer, table, zone }: { answer: SpendChartAnswer; table: SpendParams; zone: string }) {
  const data = useMemo(() => toChartData(answer, table), [answer, table])
  return (
    <ChartFrame
      title={titleOf(answer)}
      kind={data.points.length < fewestAreaSteps ? 'bar' : 'area'}
      unit="usd"
      data={data}
      period={answer.period}
      asOf={answer.asOf}
      zone={zone}
      axisLabel={dimensionLabel(answer.grain)}
      footnote={openStepNote(answer)}
      empty={{ title: 'No usage in this period.', detail: 'With these filters nothing was sent for these days.' }}
    />
  )
}

function titleOf({ grain, dimension }: Pick<SpendChartAnswer, 'grain' | 'dimension'>): string {
  return dimension === null ? paceText[grain] : `${paceText[grain]} by ${lowerFirst(dimensionLabel(dimension))}`
}

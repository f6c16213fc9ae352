'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { stackedKind } from '@/components/charts/chart-data'
import { ChartFrame } from '@/components/charts/chart-frame'
import { AnswerPanel } from '@/components/ui/answer-panel'
import { lowerFirst } from '@/components/ui/lower-first'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { chartDimension, type SpendQuestion } from './address'
import { findOpenStep, toChartData } from './chart-data'
import { type SpendChartAnswer, spendChartOptions } from './chart-question'
import { nothingToDraw } from './no-usage'

const paceText = { hour: 'Hourly spend', day: 'Daily spend', month: 'Monthly spend' } as const

/** As tall as the chart with its legend, so that nothing moves when it arrives. */
const chartHeightPx = 274

/** Spend over the period, stacked by the first dimension of the grouping: the six largest values and the rest. */
export function SpendChart({ question, zone }: { question: SpendQuestion; zone: string }) {
  return (
    <AnswerPanel
      title={titleOf({ grain: question.grain, dimension: chartDimension(question.table) })}
      answer={useQuery(spendChartOptions(question))}
      heightPx={chartHeightPx}
      loadingLabel="Loading the chart"
    >
      {(answer) => <AnsweredChart answer={answer} table={question.table} zone={zone} />}
    </AnswerPanel>
  )
}

function AnsweredChart({ answer, table, zone }: { answer: SpendChartAnswer; table: SpendParams; zone: string }) {
  const data = useMemo(() => toChartData(answer, table), [answer, table])
  return (
    <ChartFrame
      title={titleOf(answer)}
      kind={stackedKind(data)}
      unit="usd"
      data={data}
      period={answer.period}
      asOf={answer.asOf}
      zone={zone}
      axisLabel={dimensionLabel(answer.grain)}
      openStep={findOpenStep(answer)}
      empty={nothingToDraw}
    />
  )
}

function titleOf({ grain, dimension }: Pick<SpendChartAnswer, 'grain' | 'dimension'>): string {
  return dimension === null ? paceText[grain] : `${paceText[grain]} by ${lowerFirst(dimensionLabel(dimension))}`
}

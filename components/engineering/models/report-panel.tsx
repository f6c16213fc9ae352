'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FiguresOf } from '@/components/overview/figures-of'
import { noUsage } from '@/components/spend/no-usage'
import { AnswerPanel } from '@/components/ui/answer-panel'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { modelsOptions } from '@/lib/engineering/models/client'
import type { ModelsReport } from '@/lib/engineering/models/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'

interface ReportPanelProps {
  title: string
  question: PeriodParams
  heightPx?: number
  /** Why there is nothing to show although there is usage; null: there is something. */
  emptyOf?: (report: ModelsReport) => { title: string; detail: string } | null
  /** The panel itself, once there is something in it. */
  children: (report: ModelsReport) => ReactNode
}

/** Asks for the report of models and stands in for a panel of it while it is awaited, where it failed, and where it is empty. */
export function ReportPanel({ title, question, heightPx = 240, emptyOf, children }: ReportPanelProps) {
  return (
    <AnswerPanel title={title} answer={useQuery(modelsOptions(question))} heightPx={heightPx}>
      {(report) => {
        const empty = report.models.length === 0 ? noUsage : emptyOf?.(report)
        if (!empty) return children(report)
        return (
          <Section title={title} note={<FiguresOf period={report} asOf={report.as_of} zone={report.zone} />}>
            <EmptyState {...empty} />
          </Section>
        )
      }}
    </AnswerPanel>
  )
}

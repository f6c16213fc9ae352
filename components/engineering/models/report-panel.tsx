'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FiguresOf } from '@/components/overview/figures-of'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import { modelsOptions } from '@/lib/engineering/models/client'
import type { ModelsReport } from '@/lib/engineering/models/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'
import classes from './models.module.css'

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
  const { data: report, error, isPlaceholderData, refetch } = useQuery(modelsOptions(question))
  const empty = report && (report.models.length === 0 ? nothingUsed : (emptyOf?.(report) ?? null))
  if (error || !report || empty) {
    return (
      <Section title={title} note={report && <FiguresOf period={report} asOf={report.as_of} zone={report.zone} />}>
        {error ? (
          <ErrorState message={error.message} onRetry={() => void refetch()} />
        ) : empty ? (
          <EmptyState {...empty} />
        ) : (
          <LoadingState label={`Loading ${title}`} heightPx={heightPx} />
        )}
      </Section>
    )
  }
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? classes.stale : undefined}>
      {children(report)}
    </div>
  )
}

const nothingUsed = {
  title: 'No usage in this period.',
  detail: 'With these filters nothing was sent for these days: take a filter away, or choose other days.',
}

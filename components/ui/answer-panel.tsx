'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from './error-state'
import { LoadingState } from './loading-state'
import { Refetching } from './refetching'
import { Section } from './section'

interface AnswerPanelProps<Answer> {
  title: string
  answer: Pick<UseQueryResult<Answer>, 'data' | 'error' | 'isPlaceholderData' | 'refetch'>
  /** As tall as the panel will be, so that nothing moves when it arrives. */
  heightPx: number
  /** What is awaited, for screen readers. */
  loadingLabel?: string
  /** The panel itself, once there is an answer. */
  children: (answer: Answer) => ReactNode
}

/** Stands in for a panel while its answer is awaited and where it failed, and dims it while the next one is asked for. */
export function AnswerPanel<Answer>({ title, answer, heightPx, loadingLabel, children }: AnswerPanelProps<Answer>) {
  const { data, error, isPlaceholderData, refetch } = answer
  if (data !== undefined && !error) return <Refetching isStale={isPlaceholderData}>{children(data)}</Refetching>
  return (
    <Section title={title}>
      <div style={{ minHeight: heightPx }}>
        {error ? (
          <ErrorState message={error.message} onRetry={() => void refetch()} />
        ) : (
          <LoadingState label={loadingLabel ?? `Loading ${title}`} heightPx={heightPx} />
        )}
      </div>
    </Section>
  )
}

'use client'

import { useNow } from '@/components/settings/use-now'
import { StatusBadge } from '@/components/ui/status-badge'
import type { RunView } from '@/lib/jobs/loaders'
import classes from './jobs.module.css'
import { findRunState } from './run-state'

/** How a run went, as a badge. */
export function RunState({ run }: { run: RunView | null }) {
  return <StatusBadge {...findRunState(run, useNow())} />
}

/** What a run did, or its error: one line, the whole text on opening. */
export function RunOutcome({ run }: { run: RunView | null }) {
  if (run === null) return '—'
  if (run.error === null) return <span className={classes.outcome}>{run.summary ?? '—'}</span>
  const [firstLine = ''] = run.error.split('\n', 1)
  const isLong = run.error.length > 80 || firstLine !== run.error
  return (
    <details className={classes.outcome}>
      <summary>{isLong ? `${firstLine.slice(0, 80)}…` : firstLine}</summary>
      <pre>{run.error}</pre>
    </details>
  )
}

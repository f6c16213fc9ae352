'use client'

import { formatInstant, formatRelative } from '@/components/ui/format-date'
import classes from './settings.module.css'
import { useNow } from './use-now'

export interface MomentProps {
  /** ISO instant. */
  at: string
  /** Reporting zone; named once on the page, not in every cell. */
  zone: string
  /** Adds "3 minutes ago" once the browser knows the time: behind it, or on a line of its own. */
  relative?: 'behind' | 'below'
}

/** An instant in a table. */
export function Moment({ at, zone, relative }: MomentProps) {
  return (
    <span>
      <time dateTime={at} title={`${formatInstant(at, 'UTC')} UTC`}>
        {formatInstant(at, zone)}
      </time>
      {relative && <Relative at={at} isBelow={relative === 'below'} />}
    </span>
  )
}

function Relative({ at, isBelow }: { at: string; isBelow: boolean }) {
  const nowMs = useNow()
  // The line is there before its text, so that nothing moves.
  if (isBelow) return <span className={classes.below}>{nowMs === null ? '\u00a0' : formatRelative(at, nowMs)}</span>
  return nowMs === null ? null : ` (${formatRelative(at, nowMs)})`
}

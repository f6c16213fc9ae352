'use client'

import { useEffect, useState } from 'react'
import { formatInstant, formatOffset, formatRelative } from './format-date'

const tickMs = 30_000

export interface AsOfProps {
  /** ISO instant up to which figures are complete. */
  at: string
  /** Reporting zone, IANA. */
  zone: string
  /** Text before the time. */
  label?: string
}

/**
 * How fresh a figure is. The HTML holds the exact time in the reporting zone; "3 minutes ago" joins it after hydration,
 * because the server cannot know when a page is looked at.
 */
export function AsOf({ at, zone, label = 'as of' }: AsOfProps) {
  const [nowMs, setNowMs] = useState<number | null>(null)
  useEffect(() => {
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return (
    <span>
      {label}{' '}
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }} title={`${formatInstant(at, 'UTC')} UTC, shown for ${zone}`}>
        {formatInstant(at, zone)} {formatOffset(at, zone)}
      </time>
      {nowMs !== null && <span> ({formatRelative(at, nowMs)})</span>}
    </span>
  )
}

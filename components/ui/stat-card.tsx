'use client'

import { Anchor, Skeleton, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Period } from '@/lib/time/calendar'
import type { PanelError } from './error-state'
import { formatInstant, formatOffset, formatPeriod } from './format-date'
import classes from './stat-card.module.css'

export interface StatCardProps {
  label: string
  /** Usually a `Money`. */
  value: ReactNode
  /** Usually a `Delta`. */
  delta?: ReactNode
  /** The days that the figure covers. */
  period: Period
  /** ISO instant up to which it is complete, and the reporting zone to say it in. */
  asOf: string
  zone: string
  /** The rows behind the figure. */
  href?: string
  /** A further word on the footnote: "of 96.2% priced". */
  note?: string
  loading?: boolean
  error?: PanelError | null
}

/** One figure with its change, its period and its as-of time; the whole card leads to the rows behind it. */
export function StatCard({ label, value, delta, period, asOf, zone, href, note, loading = false, error }: StatCardProps) {
  return (
    <article className={classes.card} aria-label={label} aria-busy={loading}>
      <p className={classes.label}>
        {href ? (
          <Link href={href} className={classes.link}>
            {label}
          </Link>
        ) : (
          label
        )}
      </p>
      <Figures value={value} delta={delta} loading={loading} error={error} />
      <p className={classes.footnote}>
        {formatPeriod(period)}
        {note && ` · ${note}`}
        <br />
        <span className={classes.asOf}>
          as of {formatInstant(asOf, zone)} {formatOffset(asOf, zone)}
        </span>
      </p>
    </article>
  )
}

function Figures({ value, delta, loading, error }: Pick<StatCardProps, 'value' | 'delta' | 'loading' | 'error'>) {
  if (loading) {
    return (
      <div className={classes.figures}>
        <VisuallyHidden>Loading…</VisuallyHidden>
        <Skeleton height={26} width={150} mt={4} mb={5} />
      </div>
    )
  }
  if (error) {
    return (
      <p className={classes.error} role="alert" title={error.requestId && `Request ${error.requestId}`}>
        <IconAlertTriangle size={15} stroke={1.5} aria-hidden />
        {error.message}
        {error.onRetry && (
          <Anchor component="button" type="button" size="sm" className={classes.retry} onClick={error.onRetry}>
            Try again
          </Anchor>
        )}
      </p>
    )
  }
  return (
    <div className={classes.figures}>
      <span className={classes.value}>{value}</span>
      {delta}
    </div>
  )
}

'use client'

import { Skeleton } from '@mantine/core'
import { Suspense, use } from 'react'
import { Sparkline } from '@/components/charts/sparkline'
import { listDays, type Period } from '@/lib/time/calendar'
import type { Panel, Trends } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import type { TrendDay } from '@/lib/triage/trend'

const size = { widthPx: 88, heightPx: 22 }

interface FindingSparklineProps {
  finding: Finding
  trends: Promise<Panel<Trends>>
  period: Period
}

/** The course of a finding over the period, which arrives after the list. */
export function FindingSparkline(props: FindingSparklineProps) {
  return (
    <Suspense fallback={<Skeleton width={size.widthPx} height={size.heightPx} aria-hidden />}>
      <Arrived {...props} />
    </Suspense>
  )
}

function Arrived({ finding, trends, period }: FindingSparklineProps) {
  const answer = use(trends)
  const days = answer.ok ? answer.data[finding.id] : undefined
  if (!days || days.length === 0) return <span aria-hidden="true">–</span>
  const { values, unit } = trendValues(finding, days, period)
  return (
    <Sparkline
      values={values}
      label={`${unit === 'usd' ? 'Cost' : 'Requests'} by day, ${days.length} days with some`}
      {...size}
    />
  )
}

/** A value for each day of the period: requests where no day has a known cost. */
export function trendValues(finding: Pick<Finding, 'costUsd'>, days: readonly TrendDay[], period: Period) {
  const unit = finding.costUsd === '0' ? ('count' as const) : ('usd' as const)
  const known = new Map(days.map(({ day, costUsd, requests }) => [day, unit === 'usd' ? costUsd : String(requests)]))
  const dates = listDays(period)
  return { unit, dates, values: dates.map((day) => known.get(day) ?? '0') }
}

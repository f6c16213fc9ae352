'use client'

import { useMemo } from 'react'
import { type ChartData, seriesLimit } from '@/components/charts/chart-data'
import { ChartFrame } from '@/components/charts/chart-frame'
import { EmptyState } from '@/components/ui/empty-state'
import { formatDate } from '@/components/ui/format-date'
import { Section } from '@/components/ui/section'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { addDays, listDays, type Period } from '@/lib/time/calendar'
import type { BurnDownDay } from '@/lib/triage/burn-down'
import { laneOf } from '@/lib/triage/lanes'

const title = 'Burn-down by lane'
/** A line between fewer days says nothing about where it goes. */
const fewestDays = 3

interface BurnDownProps {
  days: readonly BurnDownDay[]
  period: Period
  zone: string
}

/** What lay open in each lane at the end of each day, as it was noted then. */
export function BurnDown({ days, period, zone }: BurnDownProps) {
  const { data, noted, left } = useMemo(() => burnDownData(days, period), [days, period])
  const first = noted[0]
  if (first === undefined || noted.length < fewestDays) {
    return (
      <Section title={title}>
        <EmptyState
          title={first === undefined ? 'Nothing was noted yet.' : `Too short a history to show: ${describeHistory(noted)}.`}
          detail={`What each lane holds is noted every day from the first day on; it is not reckoned back. From ${fewestDays} days on they are drawn here.`}
        />
      </Section>
    )
  }
  return (
    <ChartFrame
      title={title}
      kind="line"
      unit="usd"
      data={data}
      period={{ from: first, to: period.to }}
      asOf={`${noted.at(-1)}T23:59:59Z`}
      zone={zone}
      footnote={[
        `Noted since ${formatDate(first)}; days on which nobody noted anything are gaps.`,
        left > 0 ? `Shown are the ${seriesLimit} lanes with most dollars; ${left} more hold less.` : '',
      ]
        .filter(Boolean)
        .join(' ')}
    />
  )
}

const describeHistory = (noted: readonly string[]) =>
  noted.length === 1 ? `one day, ${formatDate(noted[0] ?? '')}` : `${noted.length} days, since ${formatDate(noted[0] ?? '')}`

/** Lines by lane: zero where a lane was empty on a day that was noted, unknown on days that were not. Lanes overlap, so no rest. */
export function burnDownData(days: readonly BurnDownDay[], period: Period) {
  const noted = [...new Set(days.map(({ day }) => day))].toSorted()
  const sums = new Map<BurnDownDay['lane'], bigint>()
  for (const { lane, costUsd } of days) sums.set(lane, (sums.get(lane) ?? 0n) + parseDecimal(costUsd))
  const bySize = [...sums].toSorted(([, one], [, other]) => (one < other ? 1 : one > other ? -1 : 0)).map(([lane]) => lane)
  const lanes = bySize.slice(0, seriesLimit)
  const held = new Map(days.map((one) => [`${one.day} ${one.lane}`, one]))
  const known = new Set(noted)
  const [first = period.from] = noted
  const last = noted.at(-1) ?? first
  const data: ChartData = {
    series: lanes.map((lane) => ({ key: lane, label: laneOf(lane).title })),
    points: listDays({ from: first, to: addDays(last, 1) }).map((at) => ({
      at,
      values: Object.fromEntries(
        lanes.map((lane) => [lane, known.has(at) ? (held.get(`${at} ${lane}`)?.costUsd ?? formatDecimal(0n)) : null]),
      ),
      atLeast: lanes.filter((lane) => held.get(`${at} ${lane}`)?.isAtLeast),
    })),
  }
  return { data, noted, left: bySize.length - lanes.length }
}

'use client'

import { Group, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ChartData } from '@/components/charts/chart-data'
import { ChartFrame } from '@/components/charts/chart-frame'
import { addDays, type CalendarDate, listDays } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import type { Coverage, CoveragePart } from '@/lib/triage/coverage'
import { percentWords } from './finding-cost'

const parts = [
  { key: 'attributed', label: 'Attributed', field: 'attributedUsd' },
  { key: 'shared', label: 'Approved shared', field: 'sharedUsd' },
  { key: 'unapproved', label: 'Shared without approval', field: 'unapprovedSharedUsd' },
  { key: 'unattributed', label: 'Unattributed', field: 'unattributedUsd' },
] as const

type Step = CoveragePart & { readonly at: string }

/** The stack of one step; parts that are nowhere in the chart have no colour in it. */
export function stackOf(steps: readonly Step[], positions: readonly string[]): ChartData {
  const known = new Map(steps.map((step) => [step.at, step]))
  const shown = parts.filter(({ field }) => steps.some((step) => step[field] !== '0'))
  return {
    series: shown.map(({ key, label }) => ({ key, label })),
    points: positions.map((at) => {
      const step = known.get(at)
      if (!step) return { at, values: {} }
      const values = Object.fromEntries(shown.map(({ key, field }) => [key, step[field]]))
      return { at, values, atLeast: step.isAtLeast ? shown.map(({ key }) => key) : [] }
    }),
  }
}

/** The share with an owner; null, a gap, where nothing was spent. */
export function shareOf(steps: readonly Step[], positions: readonly string[]): ChartData {
  const known = new Map(steps.map((step) => [step.at, step.attributedPercent]))
  return {
    series: steps.length === 0 ? [] : [{ key: 'attributed', label: 'Attributed and approved shared' }],
    points: positions.map((at) => ({ at, values: { attributed: known.get(at) ?? null } })),
  }
}

/** Coverage by day of the open period or by month, in dollars or as a share beside its target. */
export function CoverageChart({ coverage, openFrom }: { coverage: Coverage; openFrom: CalendarDate }) {
  const [grain, setGrain] = useState('day')
  const [unit, setUnit] = useState('usd')
  const { zone, asOf } = coverage
  const last = dateInZone(new Date(asOf), zone)
  const target = coverage.months.at(-1)?.targetPercent ?? null
  const isDaily = grain === 'day'
  const period = isDaily ? { from: openFrom, to: addDays(last, 1) } : { from: coverage.from, to: coverage.to }
  const data = useMemo(() => {
    const steps = isDaily
      ? coverage.days.map((one) => ({ ...one, at: one.day }))
      : coverage.months.map((one) => ({ ...one, at: one.month }))
    const positions = isDaily ? listDays({ from: openFrom, to: addDays(last, 1) }) : coverage.months.map(({ month }) => month)
    return unit === 'usd' ? stackOf(steps, positions) : shareOf(steps, positions)
  }, [coverage, isDaily, unit, openFrom, last])
  return (
    <div>
      <Group gap={8} mb={8}>
        <SegmentedControl
          size="xs"
          aria-label="Coverage by day or month"
          value={grain}
          onChange={setGrain}
          data={[
            { value: 'day', label: 'Days' },
            { value: 'month', label: 'Months' },
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label="Coverage in dollars or percent"
          value={unit}
          onChange={setUnit}
          data={[
            { value: 'usd', label: 'Dollars' },
            { value: 'percent', label: 'Percent' },
          ]}
        />
      </Group>
      <ChartFrame
        title="Coverage"
        kind={unit === 'usd' ? 'bar' : 'line'}
        unit={unit === 'usd' ? 'usd' : 'percent'}
        data={data}
        period={period}
        asOf={asOf}
        zone={zone}
        axisLabel={isDaily ? 'Day' : 'Month'}
        reference={unit === 'percent' && target !== null ? { label: `Target ${percentWords(target)}`, value: target } : undefined}
        footnote={isDaily ? 'The last day is not over.' : 'The last month is not over.'}
        empty={{ title: 'Nothing was spent in this period.' }}
      />
    </div>
  )
}

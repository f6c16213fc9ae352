'use client'

import { SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import { ChartFrame } from '@/components/charts/chart-frame'
import type { StackedMonth } from '@/lib/reports/overview/daily-stack'
import { type StackBy, stackDimensions } from '@/lib/reports/overview/search-params'
import { chartStack, stackWords } from './chart-stack'

/** What each day cost, stacked by provider or by team. */
export function DailyChart({ stacked, onStackChange }: { stacked: StackedMonth; onStackChange: (by: StackBy) => void }) {
  const { period, asOf, zone, stack } = stacked
  const data = useMemo(() => chartStack(stacked), [stacked])
  return (
    <ChartFrame
      title={`Spend by day and ${stack.by}`}
      kind="bar"
      unit="usd"
      data={data}
      {...{ period, asOf, zone }}
      empty={{ title: 'No spend in this month' }}
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Stack by"
          value={stack.by}
          onChange={(value) => {
            const by = stackDimensions.find((one) => one === value)
            if (by) onStackChange(by)
          }}
          data={stackDimensions.map((by) => ({ value: by, label: stackWords[by].one }))}
        />
      }
    />
  )
}

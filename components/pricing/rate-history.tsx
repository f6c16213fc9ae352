'use client'

import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { ChartFrame } from '@/components/charts/chart-frame'
import type { RateHistory as History } from '@/lib/pricing/queries/get-rate-history'
import { buildHistoryChart, listChartTiers } from './history-points'

interface RateHistoryProps {
  history: readonly History[]
  /** ISO instant of the figures. */
  asOf: string
  nowAt: string
}

/** What each class has cost and will cost, over the time for which it was charged; one tier at a time. */
export function RateHistory({ history, asOf, nowAt }: RateHistoryProps) {
  const tiers = listChartTiers(history)
  const [chosen, setTier] = useState(tiers.includes('standard') ? 'standard' : (tiers[0] ?? 'standard'))
  const { data, period } = useMemo(() => buildHistoryChart(history, chosen, nowAt.slice(0, 10)), [history, chosen, nowAt])
  return (
    <ChartFrame
      title="Rates over time"
      kind="step"
      unit="usdPerMillion"
      data={tiers.length === 0 ? { series: [], points: [] } : data}
      period={period}
      asOf={asOf}
      zone="UTC"
      axisLabel="Day (UTC)"
      empty={{
        title: 'No token rates to draw.',
        detail:
          'This model is charged by other units, or at rates that change with the time of day: the periods below say which.',
      }}
      actions={
        tiers.length > 1 && (
          <Select
            size="xs"
            w={130}
            aria-label="Tier of the chart"
            data={tiers}
            value={chosen}
            onChange={(tier) => tier && setTier(tier)}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
        )
      }
    />
  )
}

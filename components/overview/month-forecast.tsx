'use client'

import { useRouter } from 'next/navigation'
import { Suspense, use } from 'react'
import { ForecastCard } from '@/components/budgets/forecast-card'
import { spendHref } from '@/components/spend/spend-href'
import { StatCard } from '@/components/ui/stat-card'
import type { MonthForecast } from '@/lib/budgets/month-forecast'
import type { Panel } from '@/lib/reports/settle-panel'
import type { Period } from '@/lib/time/calendar'

interface MonthForecastCardProps {
  panel: Promise<Panel<MonthForecast>>
  /** What stands on the card until the forecast is there. */
  period: Period
  asOf: string
  zone: string
}

/** The forecast among the figures of the month, which comes when it was worked out. */
export function MonthForecastCard({ panel, ...frame }: MonthForecastCardProps) {
  return (
    <Suspense fallback={<StatCard {...frame} label="Forecast of the month" value={null} loading />}>
      <Settled panel={panel} {...frame} />
    </Suspense>
  )
}

function Settled({ panel, ...frame }: MonthForecastCardProps) {
  const settled = use(panel)
  if (settled.ok) {
    return (
      <ForecastCard forecast={settled.data} href={spendHref({ period: frame.period, groupBy: ['day'], compare: 'last_month' })} />
    )
  }
  return <FailedCard {...frame} requestId={settled.requestId} />
}

function FailedCard({ requestId, ...frame }: Omit<MonthForecastCardProps, 'panel'> & { requestId?: string }) {
  const router = useRouter()
  const error = { message: 'Not known now.', requestId, onRetry: () => router.refresh() }
  return <StatCard {...frame} label="Forecast of the month" value={null} error={error} />
}

import { Money } from '@/components/ui/money'
import { StatCard } from '@/components/ui/stat-card'
import type { MonthForecast } from '@/lib/budgets/month-forecast'

/** Where the month is expected to end, with the range that is meant to hold the truth four times in five. */
export function ForecastCard({
  forecast: { period, asOf, zone, forecast, isAtLeast },
  href,
}: {
  forecast: MonthForecast
  href?: string
}) {
  const { method, expectedUsd, lowUsd, highUsd, knownDays } = forecast
  const isOver = lowUsd === highUsd
  return (
    <StatCard
      {...{ period, asOf, zone, href }}
      label={isOver ? 'Month’s total' : 'Forecast of the month'}
      value={
        method === 'none' ? (
          'none yet'
        ) : (
          <Money amount={expectedUsd} atLeast={isAtLeast} reason="Usage without a known cost is not in it" />
        )
      }
      delta={
        method !== 'none' && !isOver ? (
          <span>
            <Money amount={lowUsd} digits="compact" /> – <Money amount={highUsd} digits="compact" />
          </span>
        ) : undefined
      }
      note={
        method === 'run_rate' ? `from the average of ${knownDays} days` : method === 'none' ? 'nothing spent before' : '80% range'
      }
    />
  )
}

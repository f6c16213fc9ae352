import { SimpleGrid } from '@mantine/core'
import { spendHref } from '@/components/spend/spend-href'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { StatCard } from '@/components/ui/stat-card'
import type { Burn } from '@/lib/budgets/burn'
import type { BudgetView } from '@/lib/budgets/list-burns'
import { formatUsedPercent } from '@/lib/budgets/thresholds'
import { atLeastReason } from './budget-words'

interface BurnFiguresProps {
  burn: Burn
  zone: string
  asOf: string
  filters: BudgetView['filters']
}

/** A budget's period in four figures; what is spent leads to the same total in Spend. */
export function BurnFigures({ burn, zone, asOf, filters }: BurnFiguresProps) {
  const { period, forecast, runsOutOn, isAtLeast, usedPercent, amountUsd, spendUsd, daysLeft, totalDays, runRateUsd } = burn
  const shared = { period, asOf, zone }
  const reason = isAtLeast ? atLeastReason : undefined
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing={16}>
      <StatCard
        {...shared}
        label="Used"
        value={usedPercent === null ? '—' : `${isAtLeast ? '≥ ' : ''}${formatUsedPercent(usedPercent)}`}
        note={amountUsd === null ? 'no amount holds' : 'of the amount, exactly what Spend totals'}
      />
      <StatCard
        {...shared}
        label="Spent"
        value={<Money amount={spendUsd} atLeast={isAtLeast} reason={reason} />}
        delta={
          amountUsd === null ? undefined : (
            <span>
              of <Money amount={amountUsd} />
            </span>
          )
        }
        note={runRateUsd === null ? undefined : `${describeDays(daysLeft, totalDays)}`}
        href={spendHref({ period, groupBy: ['model'], filters })}
      />
      <StatCard
        {...shared}
        label="Forecast"
        value={forecast.method === 'none' ? 'none yet' : <Money amount={forecast.expectedUsd} />}
        delta={
          forecast.method !== 'none' && forecast.lowUsd !== forecast.highUsd ? (
            <span>
              <Money amount={forecast.lowUsd} digits="compact" /> – <Money amount={forecast.highUsd} digits="compact" />
            </span>
          ) : undefined
        }
        note="80% range"
      />
      <StatCard
        {...shared}
        label="Runs out on"
        value={runsOutOn === null ? 'not in this period' : formatDate(runsOutOn)}
        note={runRateUsd === null ? 'no complete day yet' : undefined}
        delta={
          runRateUsd === null ? undefined : (
            <span>
              <Money amount={runRateUsd} /> a day
            </span>
          )
        }
      />
    </SimpleGrid>
  )
}

function describeDays(daysLeft: number, totalDays: number): string {
  if (daysLeft === 0) return 'the period is over'
  return `${daysLeft} of ${totalDays} days left`
}

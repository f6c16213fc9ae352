import { SimpleGrid, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { only, spendHref } from '@/components/spend/spend-href'
import { atLeastReason, Cost } from '@/components/ui/cost'
import { Delta } from '@/components/ui/delta'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod, formatShortDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { StatCard } from '@/components/ui/stat-card'
import { formatUsd } from '@/lib/money/format'
import type { Overview } from '@/lib/reports/overview/queries'
import { addDays } from '@/lib/time/calendar'
import { formatMonth } from './format-month'

interface FigureCardsProps {
  overview: Overview
  /** `YYYY-MM`. */
  month: string
  isCurrent: boolean
  /** Where the month is expected to end, as a card. */
  forecast: ReactNode
}

/** The month in five figures, each with the way to its rows. */
export function FigureCards({ overview, month, isCurrent, forecast }: FigureCardsProps) {
  const { period, asOf, zone, total, comparison, unattributed } = overview
  const shared = { period, asOf, zone }
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 5 }} spacing={16}>
      <StatCard
        {...shared}
        label={isCurrent ? 'Spend so far this month' : `Spend in ${formatMonth(month)}`}
        value={<Cost amount={total.costUsd} atLeast={total.isAtLeast} />}
        delta={
          comparison && (
            <Delta
              current={comparison.costUsd}
              base={comparison.previousCostUsd}
              against={`${formatPeriod(comparison.previousPeriod)}${
                comparison.isAtLeast || comparison.isPreviousAtLeast ? ', of what has a known cost' : ''
              }`}
            />
          )
        }
        note={comparison ? `change: ${formatDays(comparison.period)} since ${formatDays(comparison.previousPeriod)}` : undefined}
        href={spendHref({ period, groupBy: ['provider'] })}
      />
      {forecast}
      {unattributed ? <Attribution overview={overview} unattributed={unattributed} /> : <OwnFigures overview={overview} />}
      <StatCard
        {...shared}
        label="Unpriced requests"
        value={formatCount(total.unpricedRequests)}
        note={describeUnknown(total)}
        href={spendHref({ period, groupBy: ['provider', 'model'], order: '-unpriced_requests' })}
      />
    </SimpleGrid>
  )
}

function Attribution({ overview, unattributed }: { overview: Overview; unattributed: NonNullable<Overview['unattributed']> }) {
  const { period, asOf, zone, attributedPercent, shared } = overview
  const { total } = unattributed
  return (
    <>
      <StatCard
        {...{ period, asOf, zone }}
        label="Attributed"
        value={attributedPercent === null ? <NoBase /> : `${attributedPercent}%`}
        note={`of the known cost${shared === null ? '' : describeShared(shared)}`}
        href={spendHref({ period, groupBy: ['team'] })}
      />
      <StatCard
        {...{ period, asOf, zone }}
        label="Unattributed"
        value={<Cost amount={total.costUsd} atLeast={total.isAtLeast} />}
        note={countRequests(total.requests)}
        href={spendHref({ period, groupBy: ['unowned_reason'], filters: { team: only(null) } })}
      />
    </>
  )
}

/** For those who see only what they own: there is nothing of nobody's. */
function OwnFigures({ overview: { period, asOf, zone, total, comparison } }: { overview: Overview }) {
  return (
    <>
      <StatCard
        {...{ period, asOf, zone }}
        label="Requests"
        value={formatCount(total.requests)}
        href={spendHref({ period, groupBy: ['team'], order: '-requests' })}
      />
      {comparison && (
        <StatCard
          {...{ asOf, zone }}
          period={comparison.previousPeriod}
          label="Same days last month"
          value={
            <Money
              amount={comparison.previousCostUsd}
              atLeast={comparison.isPreviousAtLeast}
              reason={comparison.isPreviousAtLeast ? atLeastReason : undefined}
            />
          }
          href={spendHref({ period: comparison.previousPeriod, groupBy: ['team'] })}
        />
      )}
    </>
  )
}

function NoBase() {
  return (
    <>
      <span aria-hidden="true">—</span>
      <VisuallyHidden>no cost to attribute</VisuallyHidden>
    </>
  )
}

/** What pools own counts as attributed from the month on of which a policy for it was approved. */
function describeShared({ total, percent, unapprovedUsd }: NonNullable<Overview['shared']>): string {
  if (total.costUsd === '0') return ''
  const waiting = unapprovedUsd === '0' ? '' : `; ${formatUsd(unapprovedUsd, { digits: 'compact' })} in pools without a policy`
  return `, of which ${percent ?? '0.00'}% shared${waiting}`
}

/** The year stands in the card's own period. */
const formatDays = ({ from, to }: Overview['period']) => `${formatShortDate(from)} – ${formatShortDate(addDays(to, -1))}`

const countRequests = (count: number) => `${formatCount(count)} ${count === 1 ? 'request' : 'requests'}`

function describeUnknown({ missingTokenRequests, isAtLeast }: Overview['total']): string {
  if (!isAtLeast) return 'every request has a known cost'
  const missing = missingTokenRequests > 0 ? `${formatCount(missingTokenRequests)} more without token counts; ` : ''
  return `${missing}spend is at least what is shown`
}

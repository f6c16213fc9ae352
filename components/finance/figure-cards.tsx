import { SimpleGrid } from '@mantine/core'
import { formatMonth } from '@/components/overview/format-month'
import { Delta } from '@/components/ui/delta'
import { Money } from '@/components/ui/money'
import { StatCard } from '@/components/ui/stat-card'
import { unattributedOf } from '@/lib/finance/files/derived-figures'
import { rankAllocation } from '@/lib/finance/questions/rank-allocation'
import { monthBefore } from '@/lib/finance/statement/month-text'
import type { Statement } from '@/lib/finance/statement/schema'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { formatUsd } from '@/lib/money/format'
import { wastedOf } from './attempt-columns'
import { explainBound, NoFigure } from './cell-parts'
import { formatCoverage, formatShare } from './coverage'
import { lineRequestsHref, movementHref } from './finance-href'

/** A statement in four figures, each with the way to what is behind it. */
export function FigureCards({ statement, seesEverything }: { statement: Statement; seesEverything: boolean }) {
  const { month, from, to, as_of: asOf, zone, total, is_running } = statement
  const shared = { period: { from, to }, asOf, zone }
  const before = formatMonth(monthBefore(month))
  const reason = explainBound(total)
  const wasted = wastedOf(total)
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing={16}>
      <StatCard
        {...shared}
        label={is_running ? 'Total so far' : 'Total'}
        value={<Money amount={total.total_usd} atLeast={total.is_at_least} reason={reason} />}
        delta={<Delta current={total.total_usd} base={total.prior_total_usd} against={before} />}
        note={is_running ? `change: against the whole of ${before}` : describePrior(total.prior_total_usd, before)}
        href={movementHref(month)}
      />
      {seesEverything ? <Attributed statement={statement} /> : <Received statement={statement} />}
      <Budgets statement={statement} />
      <StatCard
        {...shared}
        label="Retries and failures"
        value={<Money amount={wasted} atLeast={total.is_at_least} reason={reason} />}
        note={`${formatShare(wasted, total.direct_usd) ?? 'nothing'} of direct spend, ${formatUsd(total.retry_usd)} of it retries`}
        href={lineRequestsHref({}, { from, to }, { attempt: ['retry'] })}
      />
    </SimpleGrid>
  )
}

const describePrior = (prior: string | null, before: string) =>
  prior === null ? `nothing in ${before}` : `${formatUsd(prior)} in ${before}`

function Attributed({ statement: { from, to, as_of: asOf, zone, total } }: { statement: Statement }) {
  return (
    <StatCard
      {...{ period: { from, to }, asOf, zone }}
      label="Attributed"
      value={formatCoverage(total) ?? <NoFigure reason="There is nothing to attribute" />}
      note={`${formatUsd(unattributedOf(total))} is not attributed`}
      href="#exceptions"
    />
  )
}

/** For those who see what they own: there is nothing of nobody's, and the shares of pools are what they ask about. */
function Received({ statement: { from, to, as_of: asOf, zone, total } }: { statement: Statement }) {
  return (
    <StatCard
      {...{ period: { from, to }, asOf, zone }}
      label="Received of pools"
      value={<Money amount={total.shared_received_usd} />}
      note={`beside ${formatUsd(total.direct_usd)} of direct spend`}
      href="#statement"
    />
  )
}

/** How many of the lines with a budget are over it. Amounts of nested budgets do not add up, so the furthest over is told. */
function Budgets({ statement }: { statement: Statement }) {
  const { from, to, as_of: asOf, zone, total, lines } = statement
  const rows = rankAllocation(lines)
  const over = rows.filter(({ variance_usd }) => parseDecimal(variance_usd) > 0n)
  const [first] = over
  const whole = total.budget_usd === null ? null : parseDecimal(total.total_usd) - parseDecimal(total.budget_usd)
  return (
    <StatCard
      {...{ period: { from, to }, asOf, zone }}
      label="Over budget"
      value={rows.length === 0 ? <NoFigure reason="No line has a monthly budget" /> : `${over.length} of ${rows.length}`}
      note={
        rows.length === 0
          ? 'no line has a monthly budget'
          : `${first ? `${first.name} by ${formatUsd(first.variance_usd)}` : 'every line is within its budget'}${describeWhole(whole)}`
      }
      href={rows.length === 0 ? '/budgets' : '#statement'}
    />
  )
}

function describeWhole(variance: bigint | null): string {
  if (variance === null) return ''
  const size = formatUsd(formatDecimal(variance < 0n ? -variance : variance))
  return `; the whole is ${size} ${variance > 0n ? 'over' : 'under'}`
}

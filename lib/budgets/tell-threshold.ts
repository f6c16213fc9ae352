import type { Database } from '@/lib/db/client'
import { tellUsers } from '@/lib/inbox/tell-users'
import { parseDecimal } from '@/lib/money/decimal'
import { formatUsd } from '@/lib/money/format'
import type { Period } from '@/lib/time/calendar'
import { describePeriod } from './describe-period'
import type { BudgetRecord } from './queries'
import { findOwners, listTold } from './recipients'
import type { FullAction } from './schema'
import { formatUsedPercent, type ThresholdBasis, usedPercent } from './thresholds'

/** What of a threshold event people are told. */
export interface ToldEvent {
  readonly id: string
  readonly threshold: string
  readonly basis: ThresholdBasis
  readonly spend: string
  readonly isAtLeast: boolean
  readonly amount: string
}

/** The kind of notification that a threshold event is. */
export const thresholdKind = 'budget.threshold'

/** Tells those who answer for a budget that it reached a threshold. */
export async function tellThreshold(tx: Database, record: BudgetRecord, period: Period, event: ToldEvent): Promise<void> {
  const owners = await findOwners(tx, record.filters)
  const isSpent = event.basis === 'actual' && parseDecimal(event.threshold) >= parseDecimal('100')
  const userIds = await listTold(tx, { ownerEmail: record.ownerEmail, owners, isSpent })
  const title =
    event.basis === 'actual'
      ? `${record.name} reached ${event.threshold}% of its budget`
      : `${record.name} is forecast to reach ${event.threshold}% of its budget`
  await tellUsers(tx, userIds, {
    kind: thresholdKind,
    subjectId: event.id,
    title,
    body: describeEvent(record, period, event),
    href: `/budgets/${record.slug}`,
    ...owners,
  })
}

function describeEvent(record: BudgetRecord, period: Period, { basis, spend, isAtLeast, amount }: ToldEvent): string {
  const used = formatUsedPercent(usedPercent(parseDecimal(spend), parseDecimal(amount)))
  const of = `${isAtLeast ? 'at least ' : ''}${formatUsd(spend)} of ${formatUsd(amount)} (${used})`
  const when = describePeriod(record.periodKind, period)
  const fact = basis === 'actual' ? `Spent in ${when}: ${of}.` : `Expected for ${when}: ${of}.`
  return `${fact} ${fullActionWords[record.fullAction]}`
}

/** What happens at 100 %, in a sentence. */
export const fullActionWords: Readonly<Record<FullAction, string>> = {
  notify: 'At 100% people are told; calls go on.',
  throttle: 'At 100% calls that are not critical are slowed down.',
  require_approval: 'At 100% calls that are not critical wait for an approval.',
  deny: 'At 100% calls that are not critical are refused.',
}

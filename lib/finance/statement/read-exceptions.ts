import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { toCount } from '@/lib/reports/to-count'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import { laneOf } from '@/lib/triage/lanes'
import { openPeriod } from '@/lib/triage/open-period'
import type { Assignee } from '@/lib/triage/schema'
import { triageHref } from '@/lib/triage/search-params'
import { readUnattributed, type UnattributedPart } from '@/lib/triage/unattributed'
import { totalOf } from './amounts'
import type { FoldedLines } from './fold-lines'
import type { StatementException } from './schema'
import { listApprovedPools, type PoolTerms } from './share-pools'

interface ExceptionsQuestion {
  readonly period: Period
  readonly zone: string
  /** Triage lists what lies in the months that are open. */
  readonly today: CalendarDate
  readonly terms: PoolTerms
  readonly folded: FoldedLines
  readonly nameOfPool: (slug: string) => string
}

/**
 * What is not attributed, itemised, most dollars first: what nobody owns by reason and by whom Triage says it lies with, and what
 * pools own that nobody approved a policy for, with those who approve. Adds up to the total less what is attributed.
 */
export async function readExceptions(tx: Database, scope: Scope, question: ExceptionsQuestion): Promise<StatementException[]> {
  const { period, zone, today, folded } = question
  const isUnowned = folded.lines.some(({ owner_kind }) => owner_kind === 'nobody')
  const unowned = isUnowned ? await readUnattributed(tx, scope, { period, zone }) : []
  const isListed = period.from >= openPeriod(today).from
  const ofNobody = unowned.map((part) => toException(part, isListed ? triageAddress(part) : spendAddress(part, period)))
  return [...ofNobody, ...listUnapproved(question)].toSorted(compareAmounts)
}

const deskNames = { platform: 'The platform desk', finance: 'The finance desk' } as const

function toException({ lane, assignee, costUsd, requests, isAtLeast }: UnattributedPart, href: string): StatementException {
  return {
    ...{
      reason: lane,
      label: laneOf(lane).title,
      amount_usd: costUsd,
      requests: toCount(BigInt(requests)),
      is_at_least: isAtLeast,
    },
    ...{ assignee: assignee.kind === 'desk' ? deskNames[assignee.desk] : assignee.name, href },
  }
}

/** People are asked for by an address that the list of findings does not tell. */
function triageAddress({ lane, assignee }: UnattributedPart): string {
  const asked = writeAssignee(assignee)
  const state = ['open', 'in_progress', 'waiting', 'accepted'] as const
  return triageHref('/triage', { lane, state: [...state], ...(asked === null ? {} : { assignee: asked }) })
}

function writeAssignee(assignee: Assignee): string | null {
  if (assignee.kind === 'desk') return assignee.desk
  return assignee.kind === 'team' ? `team:${assignee.slug}` : null
}

/** Of months that Triage lists no more, the rows themselves. */
function spendAddress({ lane }: UnattributedPart, { from, to }: Period): string {
  const reasons = lane === 'no_owner' ? '&unowned_reason=missing_team' : ''
  return `/spend?from=${from}&to=${to}&team=~none&group_by=unowned_reason,source${reasons}`
}

function listUnapproved({ terms, folded, nameOfPool }: ExceptionsQuestion): StatementException[] {
  const approved = listApprovedPools(terms)
  const approvers = new Map(terms.pools.map(({ slug, approver }) => [slug, approver]))
  const found = new Map<string, { amount: bigint; requests: bigint; isAtLeast: boolean }>()
  for (const { owner_kind, code, amounts } of folded.lines) {
    if (owner_kind !== 'pool' || code === null || approved.has(code)) continue
    const so = found.get(code) ?? { amount: 0n, requests: 0n, isAtLeast: false }
    found.set(code, {
      amount: so.amount + totalOf(amounts),
      requests: so.requests + amounts.requests,
      isAtLeast: so.isAtLeast || amounts.isAtLeast,
    })
  }
  return [...found].flatMap(([pool, { amount, requests, isAtLeast }]) =>
    amount === 0n && requests === 0n
      ? []
      : [
          {
            ...{
              reason: 'unapproved_pool',
              label: `No approved policy: ${nameOfPool(pool)}`,
              assignee: approvers.get(pool) ?? null,
            },
            ...{ amount_usd: formatDecimal(amount), requests: toCount(requests), is_at_least: isAtLeast },
            href: `/settings/pools?month=${terms.month}`,
          },
        ],
  )
}

function compareAmounts(one: StatementException, other: StatementException): number {
  const [left, right] = [parseDecimal(one.amount_usd), parseDecimal(other.amount_usd)]
  if (left !== right) return left > right ? -1 : 1
  return one.label < other.label ? -1 : 1
}

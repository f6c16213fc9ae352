import { allocateByWeight } from '@/lib/money/allocate'
import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { type CalendarDate, monthPeriod } from '@/lib/time/calendar'
import type { KeptReason, PoolMethod } from './pool-methods'

/** A share of a policy: a team by slug, and of `fixed` its percentage as decimal text. */
export interface PolicyShare {
  readonly team: string
  readonly percent: string | null
}

/** How a pool is shared out: the teams, all of them where none is named. */
export interface PolicyTerms {
  readonly method: PoolMethod
  readonly shares: readonly PolicyShare[]
}

/** A team of the registry with what it did by itself in the month; what nobody owns and what pools own is in no team. */
export interface PoolTeam {
  readonly slug: string
  readonly directCost: Usd
  readonly requests: bigint
  /** The first day on which it owns nothing any more. */
  readonly archivedFrom: CalendarDate | null
}

export interface PoolAllocation {
  /** In order of slug; a team that takes part and bears nothing is in it, with 0. */
  readonly received: readonly { readonly team: string; readonly amount: Usd; readonly weight: bigint }[]
  /** What stays with the pool's own cost centre. */
  readonly kept: Usd
  /** Why something stays there; null where nothing does. */
  readonly keptReason: KeptReason | null
}

interface AllocationInput {
  /** The pool's own cost of the month, at 10^-18 USD. */
  readonly cost: Usd
  /** `YYYY-MM`. */
  readonly month: string
  /** The policy in force; null: none was approved for this month. */
  readonly policy: PolicyTerms | null
  /** Every team of the registry, in any order. */
  readonly teams: readonly PoolTeam[]
}

/**
 * Shares a pool's cost of one month out among teams: exact at 10^-18 USD by largest remainder, ties going to the slug that
 * comes first. What teams receive and what is kept always add up to the cost.
 *
 * A team that was archived by the first day of the month receives nothing. Its fixed share stays central, because the others
 * agreed to theirs and to no more; under the other methods those that are left share all of it. Where there is nothing to
 * divide by, all of it stays central, with the reason.
 */
export function allocatePool({ cost, month, policy, teams }: AllocationInput): PoolAllocation {
  const keep = (keptReason: KeptReason): PoolAllocation => ({ received: [], kept: cost, keptReason })
  if (policy === null) return keep('no_policy')
  if (policy.method === 'central') return keep('central')
  const { from } = monthPeriod(month)
  const isInUse = ({ archivedFrom }: PoolTeam) => archivedFrom === null || archivedFrom > from
  const taking = listTaking(policy, teams)
  const present = taking.filter(({ team }) => isInUse(team))
  if (present.length === 0) return keep('no_teams')
  const weighed = policy.method === 'fixed' ? taking : present
  if (weighed.every(({ weight }) => weight === 0n)) {
    return keep(policy.method === 'requests' ? 'no_requests' : 'no_direct_spend')
  }
  const amounts = allocateByWeight(
    cost,
    weighed.map(({ weight }) => weight),
  )
  const all = weighed.map(({ team, weight }, index) => ({ team, weight, amount: amounts[index] ?? 0n }))
  const received = all.filter(({ team }) => isInUse(team))
  const kept = cost - received.reduce((sum, { amount }) => sum + amount, 0n)
  return {
    received: received.map(({ team, ...rest }) => ({ team: team.slug, ...rest })),
    kept,
    keptReason: kept === 0n ? null : 'archived_team',
  }
}

/** The teams that a policy names, or all, with what they are weighed by. */
function listTaking({ method, shares }: PolicyTerms, teams: readonly PoolTeam[]): { team: PoolTeam; weight: bigint }[] {
  const percents = new Map(shares.map(({ team, percent }) => [team, percent]))
  return teams
    .filter(({ slug }) => shares.length === 0 || percents.has(slug))
    .toSorted((one, other) => (one.slug < other.slug ? -1 : 1))
    .map((team) => ({ team, weight: weigh(method, team, percents.get(team.slug) ?? null) }))
}

function weigh(method: PoolMethod, team: PoolTeam, percent: string | null): bigint {
  if (method === 'fixed') return parseDecimal(percent ?? '0')
  if (method === 'even') return 1n
  const weight = method === 'requests' ? team.requests : team.directCost
  // A team whose credits exceed its charges bears nothing; it is not paid by the others.
  return weight > 0n ? weight : 0n
}

/** A policy as it is stored, in so far as it decides which one is in force. */
export interface DatedPolicy {
  readonly effectiveFrom: CalendarDate
  readonly decision: string | null
  readonly decidedAt: Date | null
}

/**
 * The policy of a month: of those approved that begin by then, the one that begins last; of two that begin together, the one
 * approved last.
 */
export function findPolicyInForce<Policy extends DatedPolicy>(policies: readonly Policy[], month: string): Policy | null {
  const { from } = monthPeriod(month)
  const approved = policies.filter(({ decision, effectiveFrom }) => decision === 'approved' && effectiveFrom <= from)
  return approved.toSorted(comparePolicies).at(-1) ?? null
}

function comparePolicies(one: DatedPolicy, other: DatedPolicy): number {
  if (one.effectiveFrom !== other.effectiveFrom) return one.effectiveFrom < other.effectiveFrom ? -1 : 1
  return (one.decidedAt?.getTime() ?? 0) - (other.decidedAt?.getTime() ?? 0)
}

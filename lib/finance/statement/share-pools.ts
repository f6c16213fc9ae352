import { allocatePool, findPolicyInForce, type PoolTeam } from '@/lib/attribution/pools/allocate-pool'
import type { PolicyRow } from '@/lib/attribution/pools/queries'
import { allocateByWeight } from '@/lib/money/allocate'
import type { Usd } from '@/lib/money/usd'
import { noAmounts } from './amounts'
import { type Leaf, type Place, placeSteps, sharedStep } from './place'

/** Of a team or a pool: where it is booked on the last day of a month. */
export interface Seat {
  readonly slug: string
  readonly businessUnit: string | null
  readonly costCenter: string | null
}

/** What pools are shared out by in one month. */
export interface PoolTerms {
  readonly month: string
  readonly teams: readonly (Seat & { readonly archivedFrom: string | null })[]
  readonly pools: readonly (Seat & { readonly name: string; readonly approver: string })[]
  readonly policies: readonly PolicyRow[]
}

/** What an owner spent by itself in one place in that month. */
export interface OwnSpend {
  readonly place: Place
  readonly requests: bigint
  readonly cost: Usd
  readonly isAtLeast: boolean
}

/** An amount that a pool gives (below 0) or a team receives (above), in the place where that is booked. */
export interface Share {
  readonly place: Place
  readonly pool: string
  readonly amount: Usd
  readonly isAtLeast: boolean
}

/** The slugs of the pools that a policy was approved for: their spend counts as attributed, shared out or kept. */
export function listApprovedPools({ month, pools, policies }: PoolTerms): ReadonlySet<string> {
  const isApproved = (slug: string) =>
    findPolicyInForce(
      policies.filter(({ pool }) => pool === slug),
      month,
    ) !== null
  return new Set(pools.map(({ slug }) => slug).filter(isApproved))
}

/**
 * Shares the pools' cost of one month out, as their approved policies say; what is given and what is received add up to nothing,
 * exactly.
 *
 * What a team receives lies in the cost centre that the team has on the month's last day, since a policy names teams and months
 * and not days. What a pool gives comes off where the pool was booked: of a pool that moved within the month, in proportion to
 * what it cost here and there.
 */
export function sharePools(terms: PoolTerms, spent: readonly OwnSpend[]): Share[] {
  const ofTeams = new Map<string, { cost: Usd; requests: bigint }>()
  const ofPools = new Map<string, OwnSpend[]>()
  for (const one of spent) {
    const { kind, slug } = one.place.owner
    if (kind === 'team') {
      const so = ofTeams.get(slug) ?? { cost: 0n, requests: 0n }
      ofTeams.set(slug, { cost: so.cost + one.cost, requests: so.requests + one.requests })
    } else if (kind === 'pool') ofPools.set(slug, [...(ofPools.get(slug) ?? []), one])
  }
  const teams = terms.teams.map(({ slug, archivedFrom }): PoolTeam => {
    const { cost: directCost, requests } = ofTeams.get(slug) ?? { cost: 0n, requests: 0n }
    return { slug, archivedFrom, directCost, requests }
  })
  const seats = new Map(terms.teams.map((seat) => [seat.slug, seat]))
  return [...ofPools].flatMap(([pool, own]) => {
    const cost = own.reduce((sum, one) => sum + one.cost, 0n)
    const isAtLeast = own.some((one) => one.isAtLeast)
    const policies = terms.policies.filter((one) => one.pool === pool)
    const { received, kept } = allocatePool({ cost, month: terms.month, policy: findPolicyInForce(policies, terms.month), teams })
    const receipts = received.map(({ team, amount }): Share => {
      const { businessUnit = null, costCenter = null } = seats.get(team) ?? {}
      return { place: { businessUnit, costCenter, owner: { kind: 'team', slug: team } }, pool, amount, isAtLeast }
    })
    const gifts = splitGiven(kept - cost, own).map(({ place, amount }): Share => ({ place, pool, amount, isAtLeast }))
    return [...receipts, ...gifts].filter(({ amount }) => amount !== 0n)
  })
}

/** What a pool gives, over the places where it was booked. */
function splitGiven(given: Usd, own: readonly OwnSpend[]): { place: Place; amount: Usd }[] {
  const places = new Map<string, { place: Place; cost: Usd }>()
  for (const { place, cost } of own) {
    const key = JSON.stringify(place)
    places.set(key, { place, cost: (places.get(key)?.cost ?? 0n) + cost })
  }
  const all = [...places.values()].toSorted((one, other) => (JSON.stringify(one.place) < JSON.stringify(other.place) ? -1 : 1))
  // A place whose credits exceed its charges has nothing to give.
  const weights = all.map(({ cost }) => (cost > 0n ? cost : 0n))
  const amounts = weights.some((weight) => weight > 0n)
    ? allocateByWeight(given, weights)
    : all.map((_, index) => (index === 0 ? given : 0n))
  return all.map(({ place }, index) => ({ place, amount: amounts[index] ?? 0n }))
}

/** What is shared in the month, as lines below their owners, with what was shared in the month before beside it. */
export function toSharedLeaves(shares: readonly Share[], prior: readonly Share[]): Leaf[] {
  const stepsOf = ({ place, pool }: Share) => [...placeSteps(place), sharedStep(pool)]
  return [
    ...shares.map((share): Leaf => {
      const { amount, isAtLeast, place } = share
      const amounts = place.owner.kind === 'pool' ? { given: amount } : { received: amount }
      return { steps: stepsOf(share), amounts: { ...noAmounts, ...amounts, isAtLeast } }
    }),
    ...prior.map((share): Leaf => ({ steps: stepsOf(share), amounts: { ...noAmounts, prior: share.amount } })),
  ]
}

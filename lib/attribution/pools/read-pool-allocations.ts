import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { addDays, type CalendarDate, monthPeriod, type Period } from '@/lib/time/calendar'
import { allocatePool, findPolicyInForce, type PoolTeam } from './allocate-pool'
import type { KeptReason } from './pool-methods'
import { listPolicies, listPools, listVisibleTeams, type OwnerUsage, type PolicyRow, readOwnerUsage } from './queries'

/** What one team bears of a pool in a month; exact decimal text of US dollars. */
export interface ReceivedShare {
  readonly team: string
  readonly teamName: string
  readonly amount: string
  /** What the team spent by itself in that month, which is not part of `amount`. */
  readonly directCost: string
}

/** A pool’s month: what it cost, by which policy it is shared out, who receives how much, and what stays central. */
export interface PoolMonth {
  readonly pool: string
  readonly name: string
  /** Where it is booked on the last day of the month, before and unless it is shared out. */
  readonly costCenter: string | null
  readonly month: string
  /** Null, like `kept`, for those who see a part of the organisation only, and not the pool's cost centre. */
  readonly cost: string | null
  /** Part of its usage has no known cost, so that all amounts are at least so much. */
  readonly isAtLeast: boolean
  readonly policy: PolicyRow | null
  /** In order of amount, largest first; for a bounded reader their own teams only. */
  readonly received: readonly ReceivedShare[]
  readonly kept: string | null
  readonly keptReason: KeptReason | null
}

interface TeamRow extends Record<string, unknown> {
  readonly slug: string
  readonly name: string
  readonly archivedFrom: CalendarDate | null
}

/**
 * Shares every pool’s cost of a month out, from the roll-ups and the policies as they are now, on one snapshot. For each pool
 * received + kept = cost, exactly. What nobody owns is in no pool and is never shared out. Pools with neither cost nor use are
 * in it too, unless they are archived.
 *
 * @param options.period the days of the month that count; all of them unless given.
 * @param options.usage what all teams and pools own in those days, where that was read already.
 */
export async function readPoolAllocations(
  db: Database,
  scope: Scope,
  month: string,
  { period = monthPeriod(month), usage: known }: { period?: Period; usage?: readonly OwnerUsage[] } = {},
): Promise<PoolMonth[]> {
  const read = async (tx: Database) => {
    const lastDay = addDays(period.to, -1)
    const visible = await listVisibleTeams(tx, scope, lastDay)
    const pools = await listPools(tx, lastDay)
    const policies = await listPolicies(tx, { visibleTeams: null })
    const usage = known ?? (await readOwnerUsage(tx, period))
    const teams = await tx.execute<TeamRow>(sql`select slug, name, archived_from::text as "archivedFrom" from team`)
    return { pools, policies, visible, ...sortUsage(usage, teams) }
  }
  const { pools, policies, visible, teams, teamNames, poolUsage } = await db.transaction(read, {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  })
  const directCosts = new Map(teams.map(({ slug, directCost }) => [slug, directCost]))
  return pools.flatMap((pool): PoolMonth[] => {
    const spent = poolUsage.get(pool.slug)
    if (pool.isArchived && spent === undefined) return []
    const policy = findPolicyInForce(
      policies.filter((one) => one.pool === pool.slug),
      month,
    )
    const cost = parseDecimal(spent?.cost ?? '0')
    const { received, kept, keptReason } = allocatePool({ cost, month, policy, teams })
    const shown = received.filter(({ team }) => visible === null || visible.has(team))
    const isOpen = scope.everything || (pool.costCenterId !== null && scope.costCenterIds.includes(pool.costCenterId))
    return [
      {
        pool: pool.slug,
        name: pool.name,
        costCenter: pool.costCenter,
        month,
        cost: isOpen ? formatDecimal(cost) : null,
        isAtLeast: spent?.isAtLeast ?? false,
        policy: policy && hideShares(policy, visible),
        received: shown
          .toSorted((one, other) => (one.amount === other.amount ? 0 : one.amount > other.amount ? -1 : 1))
          .map(({ team, amount }) => ({
            team,
            teamName: teamNames.get(team) ?? team,
            amount: formatDecimal(amount),
            directCost: formatDecimal(directCosts.get(team) ?? 0n),
          })),
        kept: isOpen ? formatDecimal(kept) : null,
        keptReason,
      },
    ]
  })
}

function sortUsage(usage: readonly OwnerUsage[], rows: readonly TeamRow[]) {
  const ofTeams = new Map(usage.filter(({ kind }) => kind === 'team').map((row) => [row.slug, row]))
  const poolUsage = new Map(usage.filter(({ kind }) => kind === 'pool').map((row) => [row.slug, row]))
  const teams = rows.map(
    ({ slug, archivedFrom }): PoolTeam => ({
      slug,
      archivedFrom,
      directCost: parseDecimal(ofTeams.get(slug)?.cost ?? '0'),
      requests: BigInt(ofTeams.get(slug)?.requests ?? '0'),
    }),
  )
  return { teams, poolUsage, teamNames: new Map(rows.map(({ slug, name }) => [slug, name])) }
}

function hideShares(policy: PolicyRow, visible: ReadonlySet<string> | null): PolicyRow {
  return { ...policy, shares: policy.shares.filter(({ team }) => visible === null || visible.has(team)) }
}

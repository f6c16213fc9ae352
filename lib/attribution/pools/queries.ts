import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { poolCostCenter, poolPolicy, sharedPool } from '@/lib/db/schema/attribution'
import { costCenter } from '@/lib/db/schema/registry'
import { type CalendarDate, monthOf, type Period } from '@/lib/time/calendar'
import type { PolicyShare } from './allocate-pool'
import { type PoolMethod, poolMethods } from './pool-methods'

/** The pools, with where each is booked on a day. Names are not secret, so no scope bounds them. */
export async function listPools(db: Database, day: CalendarDate) {
  return db
    .select({
      id: sharedPool.id,
      slug: sharedPool.slug,
      name: sharedPool.name,
      approverEmail: sharedPool.approverEmail,
      isArchived: sql<boolean>`${sharedPool.archivedAt} is not null`,
      costCenter: costCenter.code,
      costCenterName: costCenter.name,
      costCenterId: costCenter.id,
    })
    .from(sharedPool)
    .leftJoin(poolCostCenter, and(eq(poolCostCenter.poolId, sharedPool.id), sql`${poolCostCenter.period} @> ${day}::date`))
    .leftJoin(costCenter, eq(costCenter.id, poolCostCenter.costCenterId))
    .orderBy(asc(sharedPool.slug))
}

/** A policy as it was proposed, and what was decided about it. */
export interface PolicyRow {
  readonly id: string
  /** The pool's slug. */
  readonly pool: string
  readonly effectiveFrom: CalendarDate
  readonly method: PoolMethod
  readonly shares: readonly PolicyShare[]
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly decision: string | null
  readonly note: string | null
}

/**
 * The policies of all pools, or one, those that begin last first. For those who see a part of the organisation only, a policy
 * names their own teams alone: what others agreed to bear is not theirs to know.
 *
 * @param visibleTeams slugs; null for all.
 */
export async function listPolicies(
  db: Database,
  { pool, visibleTeams }: { pool?: string; visibleTeams: ReadonlySet<string> | null },
): Promise<PolicyRow[]> {
  const rows = await db
    .select({
      id: poolPolicy.id,
      pool: sharedPool.slug,
      effectiveFrom: poolPolicy.effectiveFrom,
      method: poolPolicy.method,
      shares: poolPolicy.shares,
      proposedBy: poolPolicy.proposedBy,
      proposedAt: poolPolicy.proposedAt,
      decidedBy: poolPolicy.decidedBy,
      decidedAt: poolPolicy.decidedAt,
      decision: poolPolicy.decision,
      note: poolPolicy.note,
    })
    .from(poolPolicy)
    .innerJoin(sharedPool, eq(sharedPool.id, poolPolicy.poolId))
    .where(pool === undefined ? undefined : eq(sharedPool.slug, pool))
    .orderBy(desc(poolPolicy.effectiveFrom), desc(poolPolicy.proposedAt))
  return rows.map(({ method, shares, ...row }) => ({
    ...row,
    method: readMethod(method),
    shares: shares.filter(({ team }) => visibleTeams === null || visibleTeams.has(team)),
  }))
}

/** A check of the table allows these alone. */
function readMethod(text: string): PoolMethod {
  const method = poolMethods.find((known) => known === text)
  if (!method) throw new Error(`a policy has the method "${text}", which this version does not know`)
  return method
}

/**
 * The slugs of the teams whose share a reader may see: null for all. Of a cost centre's lead, those that belong to it on the
 * last day of the month.
 */
export async function listVisibleTeams(db: Database, scope: Scope, lastDay: CalendarDate): Promise<ReadonlySet<string> | null> {
  if (scope.everything) return null
  const rows = await db.execute<{ slug: string }>(sql`
    select slug from team
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(scope.teamIds)}::text::jsonb))
      or id in (
        select team_id from team_cost_center
        where period @> ${lastDay}::date
          and cost_center_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(scope.costCenterIds)}::text::jsonb))
      )`)
  return new Set(rows.map(({ slug }) => slug))
}

/** What one owner spent by itself in a period; amounts and counts as decimal text. */
export interface OwnerUsage extends Record<string, unknown> {
  readonly kind: 'team' | 'pool'
  readonly slug: string
  readonly cost: string
  readonly requests: string
  /** Some of it has no known cost. */
  readonly isAtLeast: boolean
}

/** What teams and pools own of a period’s spend, in one statement, so that both are of one moment. */
export async function readOwnerUsage(db: Database, period: Period): Promise<OwnerUsage[]> {
  return db.execute<OwnerUsage>(sql`
    select owner.owner_kind as kind, coalesce(team.slug, shared_pool.slug) as slug,
      trim_scale(sum(usage.cost))::text as cost, sum(usage.requests)::text as requests,
      sum(usage.unpriced_requests + usage.missing_token_requests) > 0 as "isAtLeast"
    from series_ownership owner
    join usage_daily usage on usage.series_id = owner.series_id
      and usage.day >= greatest(lower(owner.period), ${period.from}::date)
      and usage.day < least(upper(owner.period), ${period.to}::date)
    left join team on team.id = owner.team_id
    left join shared_pool on shared_pool.id = owner.pool_id
    where owner.owner_kind in ('team', 'pool') and owner.period && daterange(${period.from}::date, ${period.to}::date)
    group by 1, 2`)
}

/** A pool's own cost of a month, as decimal text. */
export interface PoolCost {
  readonly pool: string
  readonly month: string
  readonly cost: string
  readonly isAtLeast: boolean
}

/** What the pools cost month by month; those who see a part of the organisation only see none of it. */
export async function listPoolCosts(db: Database, scope: Scope, period: Period): Promise<PoolCost[]> {
  if (!scope.everything) return []
  const rows = await db.execute<{ pool: string; day: string; cost: string; isAtLeast: boolean }>(sql`
    select shared_pool.slug as pool, date_trunc('month', usage.day)::date::text as day,
      trim_scale(sum(usage.cost))::text as cost,
      sum(usage.unpriced_requests + usage.missing_token_requests) > 0 as "isAtLeast"
    from series_ownership owner
    join shared_pool on shared_pool.id = owner.pool_id
    join usage_daily usage on usage.series_id = owner.series_id
      and usage.day >= greatest(lower(owner.period), ${period.from}::date)
      and usage.day < least(upper(owner.period), ${period.to}::date)
    where owner.owner_kind = 'pool'
    group by 1, 2
    order by 1, 2`)
  return rows.map(({ pool, day, cost, isAtLeast }) => ({ pool, month: monthOf(day), cost, isAtLeast }))
}

import type postgres from 'postgres'
import { createPool } from '@/lib/attribution/pools/commands'
import { decidePolicy, proposePolicy } from '@/lib/attribution/pools/policy-commands'
import { seriesRow } from '@/lib/attribution/testing/series'
import type { Database } from '@/lib/db/client'
import { usageSeries } from '@/lib/db/schema/usage'
import { operator, userActor } from '@/lib/db/testing/factories'

interface Spend {
  readonly day: string
  /** US dollars as decimal text. */
  readonly cost: string
  /** The id of a team or of a pool; absent: nobody, for this reason. */
  readonly teamId?: string
  readonly poolId?: string
  readonly reason?: string
  readonly requests?: number
  readonly unpriced?: number
  readonly listCost?: string
  /** What the source said. */
  readonly series?: Partial<typeof usageSeries.$inferInsert>
}

/** One row of the daily roll-ups with a series of its own that its owner has for all of time. */
export async function recordSpend(db: Database, sql: postgres.Sql, spend: Spend): Promise<number> {
  const { day, cost, teamId, poolId, reason = 'missing_team', requests = 10, unpriced = 0, listCost = cost } = spend
  const [series] = await db.insert(usageSeries).values(seriesRow(spend.series)).returning({ id: usageSeries.id })
  const id = series?.id ?? 0
  const kind = teamId ? 'team' : poolId ? 'pool' : 'none'
  await sql`insert into series_ownership (series_id, period, owner_kind, team_id, pool_id, reason, basis)
    values (${id}, '(,)', ${kind}, ${teamId ?? null}, ${poolId ?? null}, ${kind === 'none' ? reason : null}, ${kind === 'none' ? null : 'rule'})`
  await sql`insert into usage_daily (day, series_id, rate_set_id, requests, errors, cost, list_cost, unpriced_requests,
      missing_token_requests, cache_unknown_requests)
    values (${day}, ${id}, 0, ${requests}, 0, ${cost}, ${listCost}, ${unpriced}, 0, 0)`
  return id
}

/** A pool whose policy one person proposed and another approved. */
export async function makeApprovedPool(
  db: Database,
  {
    slug,
    costCenter,
    fromMonth,
    shares,
  }: { slug: string; costCenter: string; fromMonth: string; shares: Record<string, string> },
) {
  const pool = await createPool(db, operator, {
    slug,
    name: `Pool ${slug}`,
    approver_email: 'approver@example.com',
    cost_center: costCenter,
  })
  const [proposer, approver] = [await userActor(db, { role: 'finance' }), await userActor(db, { role: 'finance' })]
  const policy = await proposePolicy(db, proposer, {
    ...{ pool: slug, from_month: fromMonth, method: 'fixed' },
    shares: Object.entries(shares).map(([team, percent]) => ({ team, percent })),
  })
  await decidePolicy(db, approver, { id: policy.id, decision: 'approved' })
  return pool
}

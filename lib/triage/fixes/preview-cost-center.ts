import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { findZone, readSnapshot } from '@/lib/reports/spend/queries'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import type { Period } from '@/lib/time/calendar'
import type { FindingRef } from '../finding-ref'
import { planCostCenters } from './cost-center-command'
import type { FixPreview } from './preview'

interface Fix {
  readonly findings: readonly FindingRef[]
  readonly cost_center?: string | undefined
  readonly from?: string | null | undefined
}

interface Line extends Record<string, unknown> {
  month: string
  team: string
  cost_center: string | null
  requests: string
  cost: string
  unknown: string
}

/** What of the open period would be booked under another cost centre, by month. */
export async function previewCostCenter(db: Database, scope: Scope, fix: Fix, open: Period): Promise<FixPreview> {
  const plans = new Map(planCostCenters(fix.findings, fix.cost_center).map((plan) => [plan.team, plan]))
  const from = fix.from === null || fix.from === undefined ? open.from : fix.from
  if (from >= open.to) return { series: 0, requests: '0', costUsd: '0', isAtLeast: false, warning: null, months: [] }
  const measures = ['cost_usd', 'requests', 'unpriced_requests', 'missing_token_requests'] as const
  const lines = await readSnapshot(db, async (tx) => {
    const zone = await findZone(tx)
    const groupBy = ['month', 'team', 'cost_center'] as const
    const filters = { team: [...plans.keys()] }
    return tx.execute<Line>(sql`
      with ${groupUsage(scope, { period: { from, to: open.to }, zone, groupBy, filters, measures })}
      select month, team, cost_center, requests::text, trim_scale(cost_usd)::text as cost,
        (unpriced_requests + missing_token_requests)::text as unknown
      from grouped order by month desc, cost_usd desc`)
  })
  const moved = lines.flatMap(({ month, team, cost_center: before, requests, cost, unknown }) => {
    const plan = plans.get(team)
    if (!plan || before === plan.costCenter || (plan.isGapOnly && before !== null)) return []
    const end = (key: string | null) => ({ kind: 'cost_center' as const, key, name: null })
    return [{ month, before: end(before), after: end(plan.costCenter), requests, costUsd: cost, isAtLeast: unknown !== '0' }]
  })
  return {
    series: plans.size,
    requests: String(moved.reduce((sum, one) => sum + BigInt(one.requests), 0n)),
    costUsd: addDollars(moved.map(({ costUsd }) => costUsd)),
    isAtLeast: moved.some(({ isAtLeast }) => isAtLeast),
    // Cost centres own nothing: who had it has it still.
    warning: null,
    months: moved,
  }
}

const addDollars = (amounts: readonly string[]) => formatDecimal(amounts.reduce((sum, amount) => sum + parseDecimal(amount), 0n))

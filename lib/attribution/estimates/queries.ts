import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import { prorateEstimate } from './prorate-estimate'

/** An estimate as lists have it; amounts are exact decimal text of US dollars, `to` is no longer in the period. */
export interface EstimateRow {
  readonly id: string
  readonly team: string | null
  readonly teamName: string | null
  readonly costCenter: string | null
  readonly costCenterName: string | null
  readonly provider: string | null
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly amount: string
  readonly method: string
  readonly author: string
  readonly createdAt: string
  readonly withdrawnAt: string | null
}

/** An estimate with the part of it that falls into the period that was asked for. */
export interface EstimateInPeriod extends EstimateRow {
  readonly amountInPeriod: string
}

export interface EstimatesOfPeriod {
  readonly estimates: readonly EstimateInPeriod[]
  /** Of the parts; to be shown beside spend, never added to it. */
  readonly total: string
}

/**
 * The estimates that lie in a period, with the part of each that falls into it, by day. Withdrawn ones are not in it. Who sees a
 * part of the organisation sees the estimates of their teams and cost centres.
 */
export async function readEstimates(db: Database, scope: Scope, period: Period): Promise<EstimatesOfPeriod> {
  const rows = await selectEstimates(db, scope, { period, hasWithdrawn: false })
  const parts = rows.map((row) => ({ row, part: prorateEstimate(parseDecimal(row.amount), row, period) }))
  return {
    estimates: parts.map(({ row, part }) => ({ ...row, amountInPeriod: formatDecimal(part) })),
    total: formatDecimal(parts.reduce((sum, { part }) => sum + part, 0n)),
  }
}

/** Every estimate, also those that were withdrawn; the latest periods first. */
export function listEstimates(db: Database, scope: Scope): Promise<EstimateRow[]> {
  return selectEstimates(db, scope, { period: null, hasWithdrawn: true })
}

const idList = (ids: readonly string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`

async function selectEstimates(
  db: Database,
  scope: Scope,
  { period, hasWithdrawn }: { period: Period | null; hasWithdrawn: boolean },
): Promise<EstimateRow[]> {
  // A cost centre's lead sees the estimates of teams that belonged to it all the while.
  const inScope = scope.everything
    ? sql`true`
    : sql`(estimate.team_id in ${idList(scope.teamIds)} or estimate.cost_center_id in ${idList(scope.costCenterIds)}
        or exists (select from team_cost_center mapping
          where mapping.team_id = estimate.team_id and mapping.period @> estimate.period
            and mapping.cost_center_id in ${idList(scope.costCenterIds)}))`
  return db.execute<EstimateRow & Record<string, unknown>>(sql`
    select estimate.id, team.slug as team, team.name as "teamName", cost_center.code as "costCenter",
      cost_center.name as "costCenterName", estimate.provider, lower(estimate.period)::text as "from",
      upper(estimate.period)::text as "to", trim_scale(estimate.amount)::text as amount, estimate.method, estimate.author,
      to_char(estimate.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
      to_char(estimate.withdrawn_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "withdrawnAt"
    from spend_estimate estimate
    left join team on team.id = estimate.team_id
    left join cost_center on cost_center.id = estimate.cost_center_id
    where ${inScope} and ${hasWithdrawn ? sql`true` : sql`estimate.withdrawn_at is null`}
      and ${period === null ? sql`true` : sql`estimate.period && daterange(${period.from}::date, ${period.to}::date)`}
    order by lower(estimate.period) desc, coalesce(team.slug, cost_center.code), estimate.created_at, estimate.id`)
}

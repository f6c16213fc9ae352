import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { monthOf, type Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { findPeriods } from './find-periods'
import type { StackBy } from './search-params'

/** What a day holds of one thing; US dollars as exact decimal text. */
export interface StackCell extends Record<string, unknown> {
  readonly day: string
  /** A provider's or team's code, `~none` for what nobody owns, `~other` for all but the dearest. */
  readonly key: string
  readonly costUsd: string
  readonly isAtLeast: boolean
}

/** The days of a period, told apart by what costs most in the whole of it: the parts of a day add up to the day. */
export interface DailyStack {
  readonly by: StackBy
  /** How many providers or teams there are, also those within `~other`. */
  readonly keyCount: number
  readonly cells: readonly StackCell[]
}

/** As many as a chart has colours for. */
const stackedKeys = 6

/** The days of a month with what it takes to show them. */
export interface StackedMonth {
  readonly stack: DailyStack
  /** The month so far, today in it; half-open. */
  readonly period: Period
  readonly zone: string
  /** The instant of the snapshot. */
  readonly asOf: string
  readonly names: OwnerNames
}

/**
 * The days of a month, stacked.
 * @param options.now decides what today is, in the reporting zone.
 * @param options.month `YYYY-MM`; absent: the current one.
 */
export async function getStackedMonth(
  db: Database,
  scope: Scope,
  { now, month, stackBy }: { now: Date; month?: string; stackBy: StackBy },
): Promise<StackedMonth> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const { period } = findPeriods(month ?? monthOf(today), today)
    const stack = await readDailyStack(tx, scope, { period, zone, by: stackBy })
    const names = await nameOwners(tx, stackBy === 'team' ? stack.cells.map(({ key }) => ({ team: key })) : [])
    return { stack, period, zone, asOf: now.toISOString(), names }
  })
}

/** The days by provider or team. The rest is added up here, so that a thousand teams travel as six and the others. */
async function readDailyStack(
  tx: Database,
  scope: Scope,
  { period, zone, by }: { period: Period; zone: string; by: StackBy },
): Promise<DailyStack> {
  const measures = ['cost_usd', 'unpriced_requests', 'missing_token_requests'] as const
  const column = sql.identifier(by)
  const lines = await tx.execute<StackCell & { keyCount: number }>(sql`
    with ${groupUsage(scope, { period, zone, groupBy: ['day', by], filters: {}, measures })},
    ranked as (
      select ${column} as name, row_number() over (order by sum(cost_usd) desc nulls last, ${column} collate "C" nulls last) as place
      from grouped group by ${column}
    ),
    folded as (
      select day, case when place <= ${stackedKeys} then coalesce(name, ${noneValue}) else '~other' end as key,
        least(place, ${stackedKeys + 1}) as place, cost_usd, unpriced_requests + missing_token_requests as unknown
      from grouped join ranked on ranked.name is not distinct from ${column}
    )
    select day, key, trim_scale(coalesce(sum(cost_usd), 0))::text as "costUsd", coalesce(sum(unknown), 0) > 0 as "isAtLeast",
      (select count(*)::int from ranked) as "keyCount"
    from folded group by day, key, place order by day, place`)
  return {
    by,
    keyCount: lines[0]?.keyCount ?? 0,
    cells: lines.map(({ day, key, costUsd, isAtLeast }) => ({ day, key, costUsd, isAtLeast })),
  }
}

import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { findZone } from '@/lib/reports/spend/queries'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import { readExpectedFields } from './expected-fields'
import { groupFindings, keyHash } from './findings-statement'
import { readFindings } from './read-findings'

/** What a group of findings had on a day; days without any are left out. */
export interface TrendDay {
  readonly day: CalendarDate
  readonly costUsd: string
  readonly requests: number
}

/**
 * The days of some groups of findings, by id. Lanes of records have none, because their groups are not made of roll-ups.
 *
 * @param ids as in a list of findings; those that are not there any more have no days.
 */
export async function readTrends(
  db: Database,
  scope: Scope,
  period: Period,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly TrendDay[]>> {
  if (ids.length === 0) return new Map()
  return readFindings(db, async (tx) => {
    const zone = await findZone(tx)
    const groups = groupFindings(scope, { period, zone, expectedFields: await readExpectedFields(tx) })
    const rows = await tx.execute<{ id: string; day: string; cost: string; requests: string }>(sql`
      with ${groups},
      wanted as materialized (
        select * from (
          select ${keyHash(sql`lane`, sql`key`)} as id, lane, series_id, null as rate_set_id, from_day, to_day from series_lane
          union all
          select ${keyHash(sql`lane`, sql`key`)}, lane, series_id, rate_set_id, from_day, to_day from finding where rate_set_id is not null
        ) finding
        where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
      ),
      part as (
        select wanted.id, usage.day, usage.cost, usage.requests
        from (select distinct id, lane, series_id, rate_set_id, from_day, to_day from wanted where rate_set_id is not null) wanted
        join gap_row usage on usage.series_id = wanted.series_id and usage.rate_set_id = wanted.rate_set_id
          and usage.day >= wanted.from_day and usage.day < wanted.to_day
          and case wanted.lane when 'unpriced' then usage.unpriced_requests > 0
            when 'missing_tokens' then usage.missing_token_requests > 0 else usage.has_variance end
        union all
        select wanted.id, usage.day, usage.cost, usage.requests
        from (select distinct id, series_id, from_day, to_day from wanted where rate_set_id is null) wanted
        join usage_daily usage
          on usage.series_id = wanted.series_id and usage.day >= wanted.from_day and usage.day < wanted.to_day
      )
      select id, day::text, trim_scale(sum(cost))::text as cost, sum(requests)::text as requests from part
      group by 1, 2 order by 1, 2`)
    const trends = new Map<string, TrendDay[]>()
    for (const { id, day, cost, requests } of rows) {
      const days = trends.get(id) ?? []
      days.push({ day, costUsd: cost, requests: Number(requests) })
      trends.set(id, days)
    }
    return trends
  })
}

import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { findZone } from '@/lib/reports/spend/queries'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import { readExpectedFields } from './expected-fields'
import type { FindingRef } from './finding-ref'
import { groupFindings, isFew, keyValues } from './findings-statement'
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
 * @param findings as in a list of findings; those that are not there any more have no days.
 */
export async function readTrends(
  db: Database,
  scope: Scope,
  period: Period,
  findings: readonly (FindingRef & { readonly id: string })[],
): Promise<ReadonlyMap<string, readonly TrendDay[]>> {
  if (findings.length === 0) return new Map()
  const lanes = [...new Set(findings.map(({ lane }) => lane))]
  const asked = findings.map((finding) => ({ id: finding.id, lane: finding.lane, key_values: keyValues(finding) }))
  return readFindings(db, async (tx) => {
    const zone = await findZone(tx)
    const groups = groupFindings(scope, { period, zone, expectedFields: await readExpectedFields(tx), lanes })
    const rows = await tx.execute<{ id: string; day: string; cost: string; requests: string }>(sql`
      with ${groups},
      wanted as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as wanted (id uuid, lane text, key_values text[])
      ),
      wanted_span as materialized (
        select distinct wanted.id, series_id, from_day, to_day from series_lane join wanted using (lane, key_values)
      ),
      part as (
        select wanted.id, finding.day, finding.cost, finding.requests from sum_finding finding join wanted using (lane, key_values)
        union all
        select span.id, usage.* from wanted_span span
        cross join lateral (
          select day, cost, requests from usage_daily
          where series_id = span.series_id and day >= span.from_day and day < span.to_day offset 0
        ) usage
        where ${isFew(sql`wanted_span`)}
        union all
        select span.id, usage.day, usage.cost, usage.requests from usage_daily usage
        join wanted_span span on span.series_id = usage.series_id and usage.day >= span.from_day and usage.day < span.to_day
        where not ${isFew(sql`wanted_span`)} and usage.day >= ${period.from}::date and usage.day < ${period.to}::date
      )
      select id, day::text, trim_scale(sum(cost))::text as cost, sum(requests)::text as requests from part
      group by part.id, part.day order by part.id, part.day`)
    const trends = new Map<string, TrendDay[]>()
    for (const { id, day, cost, requests } of rows) {
      const days = trends.get(id) ?? []
      days.push({ day, costUsd: cost, requests: Number(requests) })
      trends.set(id, days)
    }
    return trends
  })
}

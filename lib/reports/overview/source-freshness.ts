import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { findZone, readSnapshot } from '@/lib/reports/spend/queries'
import { joinSeries } from '@/lib/reports/spend/series-key'
import { addDays, type CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'

/** How fresh the figures of a source are; instants as ISO text in UTC. */
export interface SourceFreshness extends Record<string, unknown> {
  readonly source: string
  readonly format: string
  /** `ledger` or `evidence`. */
  readonly role: string
  /** The UTC hour of the latest call; null where none was booked yet. */
  readonly latestHour: string | null
  /** When a record last arrived; null where none did, or none is archived any more. */
  readonly latestArrival: string | null
}

/** The sources, as they stood at an instant. */
export interface SourceReport {
  readonly sources: readonly SourceFreshness[]
  readonly zone: string
  readonly asOf: string
}

/** How fresh the sources are that the reader sees. */
export async function getSourceReport(db: Database, scope: Scope, now: Date): Promise<SourceReport> {
  return readSnapshot(db, async (tx) => {
    const zone = await findZone(tx)
    return { sources: await readSourceFreshness(tx, scope, dateInZone(now, zone)), zone, asOf: now.toISOString() }
  })
}

/**
 * The sources with the times of their latest call and arrival. Those who see a part of the organisation get the sources that
 * their teams' calls of today come from, and their own latest call.
 */
async function readSourceFreshness(db: Database, scope: Scope, today: CalendarDate): Promise<SourceFreshness[]> {
  const period = { from: today, to: addDays(today, 1) }
  const series = joinSeries(scope, { period, dimensions: [], filters: {}, hasOwners: false, labels: new Map() })
  const iso = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS"Z"'`)
  return db.execute<SourceFreshness>(sql`
    with ${series.tables}
    visible as materialized (
      select distinct series.id, series.source_id from usage_series series ${series.joins} where ${series.where}
    ),
    latest as (
      select source_id, max(hour) as hour from visible
      cross join lateral (select hour from usage_hourly usage where usage.series_id = visible.id order by hour desc limit 1) last_call
      group by source_id
    )
    select source.slug as source, source.format, source.role::text as role,
      to_char(latest.hour at time zone 'UTC', ${iso}) as "latestHour",
      to_char(arrival.received_at at time zone 'UTC', ${iso}) as "latestArrival"
    from source
    left join latest on latest.source_id = source.id
    left join lateral (
      select max(received_at) as received_at from usage_archive archive where archive.source_id = source.id
    ) arrival on true
    where ${scope.everything ? sql`true` : sql`source.id in (select source_id from visible)`}
    order by source.slug`)
}

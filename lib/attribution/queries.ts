import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { seriesOwnership } from '@/lib/db/schema/attribution'
import { usageSeries } from '@/lib/db/schema/usage'
import type { CalendarDate } from '@/lib/time/calendar'

/** What is wrong with the ownership of a series. */
export interface OwnershipFault extends Record<string, unknown> {
  seriesId: number
  /** The spans that it has, as Postgres writes a multirange; `{}` for none. The right answer is `{(,)}`. */
  covered: string
}

/**
 * The series whose ownership does not cover all of time; overlaps cannot be stored. For `ascribe verify`: the answer is empty
 * as long as every writer keeps to `onNewSeries` and `reattribute`.
 */
export async function findOwnershipFaults(db: Database, { limit = 100 } = {}): Promise<OwnershipFault[]> {
  return db.execute<OwnershipFault>(sql`
    select ${usageSeries.id} as "seriesId", coalesce(range_agg(period), '{}'::datemultirange)::text as covered
    from ${usageSeries}
    left join ${seriesOwnership} on series_id = ${usageSeries.id}
    group by ${usageSeries.id}
    having coalesce(range_agg(period), '{}'::datemultirange) <> '{(,)}'::datemultirange
    order by ${usageSeries.id}
    limit ${limit}`)
}

/** How many series each of some teams owns on a day, by the team's id; teams that own none are not in it. */
export async function countOwnedSeries(
  db: Database,
  day: CalendarDate,
  teamIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.execute<{ teamId: string; series: number }>(sql`
    select team_id as "teamId", count(*)::int as series
    from ${seriesOwnership}
    where team_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(teamIds)}::text::jsonb))
      and period @> ${day}::date
    group by team_id`)
  return new Map(rows.map(({ teamId, series }) => [teamId, series]))
}

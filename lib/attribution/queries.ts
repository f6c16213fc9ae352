import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { seriesOwnership } from '@/lib/db/schema/attribution'
import { team } from '@/lib/db/schema/registry'
import { usageDaily, usageSeries } from '@/lib/db/schema/usage'
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

/** How many series each team owns on a day, by the team's id; teams that own none are not in it. */
export async function countOwnedSeries(db: Database, day: CalendarDate): Promise<Map<string, number>> {
  const rows = await db.execute<{ teamId: string; series: number }>(sql`
    select team_id as "teamId", count(*)::int as series
    from ${seriesOwnership}
    where team_id is not null and period @> ${day}::date
    group by team_id`)
  return new Map(rows.map(({ teamId, series }) => [teamId, series]))
}

/** A team that usage names and that nobody registered. */
export interface SeenTeam extends Record<string, unknown> {
  /** As the source wrote it: not always a slug. */
  name: string
  series: number
  /** Days of the reporting zone; null while none of it is in the daily sums. */
  firstDay: string | null
  lastDay: string | null
  requests: string
  /** US dollars as a decimal string. */
  cost: string
  /** Some of it has no price, so that the cost is at least so much. */
  isAtLeast: boolean
}

/**
 * The teams that usage names but the registry does not know, those that cost most first. Their spend is nobody's, so only
 * those who see everything see it.
 */
export async function listSeenTeams(db: Database, scope: Scope): Promise<SeenTeam[]> {
  if (!scope.everything) return []
  return db.execute<SeenTeam>(sql`
    with unregistered as (
      select coalesce(key_team, tag_team) as name, id
      from ${usageSeries}
      where coalesce(key_team, tag_team) is not null and coalesce(key_team, tag_team) <> '~other'
        and not exists (select from ${team} where slug in (key_team, tag_team))
    ), spent as (
      select series_id, min(day) as first_day, max(day) as last_day, sum(requests) as requests, sum(cost) as cost,
        sum(unpriced_requests + missing_token_requests) as unknown_requests
      from ${usageDaily} where series_id in (select id from unregistered)
      group by series_id
    )
    select name, count(*)::int as series, min(first_day)::text as "firstDay", max(last_day)::text as "lastDay",
      coalesce(sum(requests), 0)::text as requests, coalesce(sum(cost), 0)::text as cost,
      coalesce(sum(unknown_requests), 0) > 0 as "isAtLeast"
    from unregistered left join spent on series_id = id
    group by name
    order by sum(cost) desc nulls last, name`)
}

import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import type { FindingRef } from './finding-ref'
import type { Suggestion } from './suggestions'

const days = 14
const leastCorrelation = 0.8

/**
 * The team whose calls come and go in the hours in which a group's do: the correlation of requests by hour over two weeks, hours
 * without calls counted as none.
 */
export async function suggestByHours(db: Database, key: FindingRef['key'], to: string): Promise<Suggestion[]> {
  const is = (column: string, name: string) => sql`series.${sql.identifier(column)} is not distinct from ${key[name] ?? null}`
  const [best] = await db.execute<{ team: string; correlation: string }>(sql`
    with own_series as (
      select series.id from usage_series series left join source on source.id = series.source_id
      where source.slug is not distinct from ${key.source ?? null} and ${is('service', 'service')} and ${is('api_key', 'api_key')}
        and ${is('route', 'route')} and coalesce(series.key_team, series.tag_team) is null
    ), hourly as (
      select usage.hour, owner.team_id, usage.series_id in (select id from own_series) as is_own, sum(usage.requests) as requests
      from usage_hourly usage
      join series_ownership owner on owner.series_id = usage.series_id and owner.period @> (usage.hour at time zone 'UTC')::date
      where usage.hour >= ${to}::date - ${days}::int and usage.hour < ${to}::date + 1
      group by 1, 2, 3
    ), hours as (
      select generate_series(min(hour), max(hour), interval '1 hour') as hour from hourly
    ), own as (
      select hours.hour, coalesce(sum(requests), 0)::float8 as requests from hours
      left join hourly on hourly.hour = hours.hour and is_own group by 1
    )
    select team.slug as team, round(corr(own.requests, coalesce(other.requests, 0)::float8)::numeric, 2)::text as correlation
    from team cross join own
    left join (select team_id, hour, sum(requests) as requests from hourly where team_id is not null and not is_own group by 1, 2) other
      on other.team_id = team.id and other.hour = own.hour
    where team.archived_from is null
    group by team.slug having corr(own.requests, coalesce(other.requests, 0)::float8) >= ${leastCorrelation}::float8 and count(*) >= 48
    order by corr(own.requests, coalesce(other.requests, 0)::float8) desc limit 1`)
  if (!best) return []
  const evidence = `Its calls come in the hours in which those of ${best.team} do: a correlation of ${best.correlation} over ${days} days.`
  return [
    { basis: 'hours', confidence: 'low', action: { kind: 'owner', team: best.team }, title: `Give to ${best.team}`, evidence },
  ]
}

import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { seriesOwnership } from '@/lib/db/schema/attribution'
import { registryAlias, teamCostCenter } from '@/lib/db/schema/registry'
import { usageDaily, usageSeries } from '@/lib/db/schema/usage'
import type { ListedKind } from '@/lib/registry/kinds'
import { addDays, type CalendarDate } from '@/lib/time/calendar'

/** What an entry cost in US dollars, as a decimal string; at least so much where some of it has no price. */
export interface EntrySpend {
  readonly amount: string
  readonly isAtLeast: boolean
}

/** How far back the lists look. */
export const recentDays = 30

/**
 * What the entries of a page cost in the thirty days up to and with a day, by id. Null where the kind's spend is not read here
 * (it is a sum of others'). Teams and cost centres have what they own; projects, services and keys what names them. A reader of
 * a part sees their own teams' alone.
 */
export async function readEntrySpend(
  db: Database,
  scope: Scope,
  kind: ListedKind,
  entries: readonly { id: string; code: string }[],
  day: CalendarDate,
): Promise<Map<string, EntrySpend> | null> {
  const visible = scope.everything ? entries : kind === 'team' ? entries.filter(({ id }) => scope.teamIds.includes(id)) : []
  const owned = sqlOfKind(kind, visible)
  if (owned === null || (!scope.everything && kind !== 'team')) return null
  const from = addDays(day, 1 - recentDays)
  const rows = await db.execute<EntrySpend & Record<string, unknown> & { id: string }>(sql`
    with recent as (
      select day, series_id, sum(cost) as cost, sum(unpriced_requests + missing_token_requests) as unknown_requests
      from ${usageDaily} where day >= ${from}::date and day <= ${day}::date group by day, series_id
    )
    select owned.id, sum(cost)::text as amount, sum(unknown_requests) > 0 as "isAtLeast"
    from (${owned}) owned join recent on recent.series_id = owned.series_id and owned.period @> recent.day
    group by owned.id`)
  return new Map(rows.map(({ id, ...spend }) => [id, spend]))
}

/** Which series count for which entry on which days; null for a kind that has none of its own. */
function sqlOfKind(kind: ListedKind, entries: readonly { id: string; code: string }[]): SQL | null {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb) as wanted (id uuid, code text)`
  switch (kind) {
    case 'team':
      return sql`select wanted.id, series_id, period from ${wanted} join ${seriesOwnership} on team_id = wanted.id`
    case 'cost_center':
      return sql`
        select wanted.id, series_id, owned.period * mapping.period as period
        from ${wanted} join ${teamCostCenter} mapping on mapping.cost_center_id = wanted.id
        join ${seriesOwnership} owned on owned.team_id = mapping.team_id and owned.period && mapping.period`
    case 'project':
      return statedBy(wanted, sql`project`, 'project')
    case 'service':
      return statedBy(wanted, sql`service`, 'service')
    case 'provider_key':
      return sql`
        select wanted.id, series.id as series_id, daterange(null, null) as period
        from ${wanted} join ${usageSeries} series on series.api_key = wanted.code`
    default:
      return null
  }
}

/** What a series states, as such or by an alias that is no registered name. */
function statedBy(wanted: SQL, column: SQL, kind: 'project' | 'service'): SQL {
  return sql`
    select wanted.id, series.id as series_id, daterange(null, null) as period
    from ${wanted} join ${usageSeries} series on series.${column} = wanted.code
    union
    select wanted.id, series.id, daterange(null, null)
    from ${wanted} join ${registryAlias} alias on alias.kind = ${kind} and alias.target = wanted.code
    join ${usageSeries} series on lower(btrim(series.${column})) = alias.alias
    where not exists (select from ${sql.identifier(kind)} registered where registered.slug = series.${column})`
}

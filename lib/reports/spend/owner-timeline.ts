import { type SQL, sql } from 'drizzle-orm'
import type { Period } from '@/lib/time/calendar'

/**
 * `team_span`: for each team the spans of days, without gap or overlap, on which it belongs to one cost centre and that to one
 * business unit, or to none. A span begins at the period's start and wherever one of the mappings begins or ends.
 */
export function ownerTimeline({ from, to }: Period): SQL {
  const isWithin = sql`edge.day > ${from}::date and edge.day < ${to}::date`
  return sql`
    team_edge as (
      select id as team_id, ${from}::date as day from team
      union
      select team_id, edge.day from team_cost_center mapping
      cross join lateral (values (lower(mapping.period)), (upper(mapping.period))) edge (day) where ${isWithin}
      union
      select mapping.team_id, edge.day from team_cost_center mapping
      join cost_center_business_unit parent on parent.cost_center_id = mapping.cost_center_id
      cross join lateral (values (lower(parent.period)), (upper(parent.period))) edge (day) where ${isWithin}
    ),
    team_span as materialized (
      select span.team_id, span.from_day, span.to_day, mapping.cost_center_id, parent.business_unit_id
      from (
        select team_id, day as from_day, lead(day, 1, ${to}::date) over (partition by team_id order by day) as to_day from team_edge
      ) span
      left join team_cost_center mapping on mapping.team_id = span.team_id and mapping.period @> span.from_day
      left join cost_center_business_unit parent
        on parent.cost_center_id = mapping.cost_center_id and parent.period @> span.from_day
    ),`
}

/**
 * Joins a series to who owns it in the period: as `owner` (with `team`), and, where cost centres are asked for, `timeline` with
 * `cost_center` and `business_unit`. A series comes once for each span on which all of that stays the same, from
 * `owner_from.day` to `owner_to.day`.
 */
export function ownerJoins({ from, to }: Period, { hasCostCenters }: { hasCostCenters: boolean }): SQL {
  const ownerFrom = sql`greatest(lower(owner.period), ${from}::date)`
  const ownerTo = sql`least(upper(owner.period), ${to}::date)`
  const joins = sql`
    join series_ownership owner on owner.series_id = series.id and owner.period && daterange(${from}::date, ${to}::date)
    left join team on team.id = owner.team_id`
  if (!hasCostCenters)
    return sql`${joins}
    cross join lateral (select ${ownerFrom} as day) owner_from
    cross join lateral (select ${ownerTo} as day) owner_to`
  return sql`${joins}
    left join team_span timeline on timeline.team_id = owner.team_id
      and timeline.from_day < ${ownerTo} and timeline.to_day > ${ownerFrom}
    left join cost_center on cost_center.id = timeline.cost_center_id
    left join business_unit on business_unit.id = timeline.business_unit_id
    cross join lateral (select greatest(${ownerFrom}, timeline.from_day) as day) owner_from
    cross join lateral (select least(${ownerTo}, timeline.to_day) as day) owner_to`
}

import { type SQL, sql } from 'drizzle-orm'
import type { Period } from '@/lib/time/calendar'

/**
 * `owner_span`: for each owner, team or pool, the spans of days, without gap or overlap, on which it belongs to one cost centre
 * and that to one business unit, or to none. A span begins at the period's start and wherever one of the mappings begins or
 * ends. Ids of teams and pools are never the same.
 */
export function ownerTimeline({ from, to }: Period): SQL {
  const isWithin = sql`edge.day > ${from}::date and edge.day < ${to}::date`
  return sql`
    owner_mapping as (
      select team_id as owner_id, cost_center_id, period from team_cost_center
      union all select pool_id, cost_center_id, period from pool_cost_center
    ),
    owner_edge as (
      select id as owner_id, ${from}::date as day from team
      union select id, ${from}::date from shared_pool
      union
      select owner_id, edge.day from owner_mapping mapping
      cross join lateral (values (lower(mapping.period)), (upper(mapping.period))) edge (day) where ${isWithin}
      union
      select mapping.owner_id, edge.day from owner_mapping mapping
      join cost_center_business_unit parent on parent.cost_center_id = mapping.cost_center_id
      cross join lateral (values (lower(parent.period)), (upper(parent.period))) edge (day) where ${isWithin}
    ),
    owner_span as materialized (
      select span.owner_id, span.from_day, span.to_day, mapping.cost_center_id, parent.business_unit_id
      from (
        select owner_id, day as from_day, lead(day, 1, ${to}::date) over (partition by owner_id order by day) as to_day from owner_edge
      ) span
      left join owner_mapping mapping on mapping.owner_id = span.owner_id and mapping.period @> span.from_day
      left join cost_center_business_unit parent
        on parent.cost_center_id = mapping.cost_center_id and parent.period @> span.from_day
    ),`
}

/** `project_span`: for each registered project the spans of days on which it belongs to one product line, or to none. */
export function projectTimeline({ from, to }: Period): SQL {
  return sql`
    project_edge as (
      select id as project_id, ${from}::date as day from project
      union
      select project_id, edge.day from project_product_line mapping
      cross join lateral (values (lower(mapping.period)), (upper(mapping.period))) edge (day)
      where edge.day > ${from}::date and edge.day < ${to}::date
    ),
    project_span as materialized (
      select span.project_id, span.from_day, span.to_day, mapping.product_line_id
      from (
        select project_id, day as from_day, lead(day, 1, ${to}::date) over (partition by project_id order by day) as to_day
        from project_edge
      ) span
      left join project_product_line mapping on mapping.project_id = span.project_id and mapping.period @> span.from_day
    ),`
}

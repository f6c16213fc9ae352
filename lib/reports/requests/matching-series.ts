import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Period } from '@/lib/time/calendar'
import type { LabelColumns } from '../spend/dimensions'
import type { SpendParams } from '../spend/schema'
import { joinSeries } from '../spend/series-key'

/** Which series requests are of. */
export interface MatchQuestion {
  readonly period: Period
  readonly filters: SpendParams['filters']
  /** Where declared labels lie, by the dimensions among the filters. */
  readonly labels: LabelColumns
}

/**
 * The common table expressions up to `series_key`: the series that scope and filters leave, each once for every span of days on
 * which it has the same owner, from `from_day` to `to_day`, with `owner_name` and either the owner's `team` or its `pool`, or
 * why it has none; `service` and `environment` as they count. A family of models depends on the price, so it is not filtered
 * by here.
 */
export function matchSeries(scope: Scope, { period, filters, labels }: MatchQuestion): SQL {
  const dimensions = ['team', 'pool', 'service', 'environment'] as const
  const { tables, joins, where } = joinSeries(scope, { period, dimensions, filters, hasOwners: true, labels })
  return sql`
    ${tables}
    series_key as materialized (
      select series.id as series_id, owner_from.day as from_day, owner_to.day as to_day,
        team.slug as team, pool.slug as pool, coalesce(team.name, pool.name) as owner_name, owner.reason as unowned_reason,
        coalesce(service_alias.target, series.service) as service,
        coalesce(environment_alias.target, series.environment) as environment
      from usage_series series ${joins}
      where ${where}
    )`
}

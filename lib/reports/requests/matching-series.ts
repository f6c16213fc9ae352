import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Period } from '@/lib/time/calendar'
import { isSeriesDimension, noneValue } from '../spend/dimension-names'
import { dimensionSources } from '../spend/dimensions'
import { ownerJoins, ownerTimeline } from '../spend/owner-timeline'
import type { SpendParams } from '../spend/schema'
import { whereInScope } from '../spend/usage-groups'

/**
 * The common table expressions up to `series_key`: the series that scope and filters leave, each once for every span of days on
 * which it has the same owner, from `from_day` to `to_day`, with the owner's `team` and `team_name` or why it has none. A family
 * of models depends on the price, so it is not filtered by here.
 */
export function matchSeries(scope: Scope, period: Period, filters: SpendParams['filters']): SQL {
  const used = Object.keys(filters).filter(isSeriesDimension)
  const needs = used.map((name) => dimensionSources[name].need)
  const hasCostCenters = needs.includes('costCenter') || scope.costCenterIds.length > 0
  const conditions = used.flatMap((name) => {
    const values = filters[name]
    return values === undefined || name === 'model_family' ? [] : [whereOneOf(dimensionSources[name].expression, values)]
  })
  return sql`
    ${hasCostCenters ? ownerTimeline(period) : sql``}
    series_key as materialized (
      select series.id as series_id, owner_from.day as from_day, owner_to.day as to_day,
        team.slug as team, team.name as team_name, owner.reason as unowned_reason
      from usage_series series
      left join source on source.id = series.source_id
      ${ownerJoins(period, { hasCostCenters })}
      where ${sql.join([sql`true`, ...conditions, ...(scope.everything ? [] : [whereInScope(scope)])], sql` and `)}
    )`
}

/** Whether an expression is one of the values, of which `~none` stands for none. */
export function whereOneOf(expression: SQL, values: readonly string[]): SQL {
  const named = values.filter((value) => value !== noneValue)
  const isNamed = named.length === 0 ? sql`false` : sql`${expression} in ${named}`
  return values.includes(noneValue) ? sql`(${isNamed} or ${expression} is null)` : isNamed
}

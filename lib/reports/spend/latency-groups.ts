import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import { type DimensionName, isDimensionName, isSeriesDimension, isTimeDimension, type TimeDimension } from './dimension-names'
import { joinSeries, whereOneOf } from './series-key'
import { timeTexts } from './time-buckets'
import {
  bucketExpression,
  byPosition,
  findFinest,
  listKeyColumns,
  noLabels,
  seriesKey,
  type UsageQuestion,
  whereInPeriod,
  whereTimes,
} from './usage-groups'

/** What calls are counted; latencies are kept by the day, so there is no hour in it. */
export type LatencyQuestion = Pick<UsageQuestion, 'period' | 'zone' | 'groupBy' | 'filters' | 'labels'>

/**
 * The common table expressions behind every latency figure, the last of which is `latency_grouped`: a row for each combination
 * of the dimensions, with the `histogram` of its calls, which `readHistogram` takes apart. Calls without a known latency and
 * rows that stand for several calls are in none. Made as `groupUsage` makes its sums, of the same series, owners and filters.
 *
 * Latencies are counted by series and not by rate set. So a family of models is that under which the price book listed the
 * series on that day; where it was listed under two on one day, all calls of the day count to the last in the alphabet.
 *
 * @throws Error where hours are asked for.
 */
export function groupLatency(scope: Scope, question: LatencyQuestion): SQL {
  const { period, zone, groupBy, filters, labels = noLabels } = question
  const used = [...groupBy, ...Object.keys(filters).filter(isDimensionName)]
  if (used.includes('hour')) throw new Error('latencies are kept by the day')
  const series = joinSeries(scope, { period, dimensions: groupBy.filter(isSeriesDimension), filters, hasOwners: false, labels })
  const isByFamily = series.needs.has('rateSet')
  const keyColumns = listKeyColumns(groupBy, { isByFamily, labels })
  const time = findFinest(groupBy)
  const day = sql`latency.day`
  const parts = [
    ...(keyColumns.length === 0 ? [] : [sql`series_key.group_id`]),
    ...(isByFamily ? [sql`series_family.family`] : []),
    ...(time === null ? [] : [sql`${bucketExpression(time, period, day)} as bucket`]),
  ]
  const textOf = (name: DimensionName) => (name === 'model_family' ? familyText : timeOrValue(name, time, { period, zone }))
  return sql`
    ${series.isNeeded ? seriesKey(series, keyColumns) : sql``}
    ${isByFamily ? seriesFamily(period) : sql``}
    usage_sum as (
      select ${comma([...parts, sql`sum(latency.histogram) as histogram`])}
      from usage_latency_daily latency
      ${series.isNeeded ? sql`join series_key on series_key.series_id = latency.series_id` : sql``}
        ${series.hasOwners ? sql`and ${day} >= series_key.from_day and ${day} < series_key.to_day` : sql``}
      ${isByFamily ? sql`left join series_family on series_family.series_id = latency.series_id and series_family.day = latency.day` : sql``}
      where latency.day >= ${period.from}::date and latency.day < ${period.to}::date and ${whereTimes(filters, day)}
      group by ${byPosition(parts)}
    ),
    latency_grouped as materialized (
      select ${comma([...groupBy.map((name) => sql`${textOf(name)} as ${sql.identifier(name)}`), sql`${isByFamily ? sql`sum(usage_sum.histogram)` : sql`usage_sum.histogram`} as histogram`])}
      from usage_sum
      ${keyColumns.length === 0 ? sql`` : sql`join series_group using (group_id)`}
      where ${isByFamily && filters.model_family !== undefined ? whereOneOf(familyText, filters.model_family) : sql`true`}
      ${isByFamily ? sql`group by ${byPosition(groupBy)}` : sql``}
    )`
}

const comma = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)

const familyText = sql`coalesce(usage_sum.family, series_group.reported_model)`

function timeOrValue(name: DimensionName, time: TimeDimension | null, calendar: Pick<LatencyQuestion, 'period' | 'zone'>): SQL {
  if (time !== null && isTimeDimension(name)) return timeTexts[time](name, calendar)
  return sql`series_group.${sql.identifier(name)}`
}

const seriesFamily = (period: LatencyQuestion['period']): SQL => sql`
  series_family as materialized (
    select usage.day, usage.series_id, max(nullif(rate_set.model, '') collate "C") as family
    from usage_daily usage join rate_set on rate_set.id = usage.rate_set_id
    where ${whereInPeriod(period)}
    group by 1, 2
  ),`

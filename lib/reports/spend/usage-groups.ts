import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import { monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import { periodInstants, startOfUtcHour } from '@/lib/time/instant'
import {
  type DimensionName,
  isSeriesDimension,
  isTimeDimension,
  type MeasureName,
  noneValue,
  type SeriesDimension,
  type TimeDimension,
} from './dimension-names'
import { type DimensionNeed, dimensionSources, measureExpressions } from './dimensions'
import { ownerJoins, ownerTimeline } from './owner-timeline'
import { listMonths, timeTexts } from './time-buckets'

/** What is summed: half-open days of `zone`, of the series and days that the filters and the scope leave. */
export interface UsageQuestion {
  readonly period: Period
  readonly zone: string
  readonly groupBy: readonly DimensionName[]
  readonly filters: Readonly<Partial<Record<DimensionName, readonly string[]>>>
  readonly measures: readonly MeasureName[]
}

/**
 * The common table expressions behind every spend figure, the last of which is `grouped`: a row for each combination of the
 * dimensions, under their names, with the sums, under theirs; no time dimension means one row for the whole period.
 *
 * Roll-ups meet the small table of series and owners while they are summed, and everything else only after that: so the work
 * grows with series × days, not with events. Series stay an inline view where they can, because Postgres sums in parallel only
 * over those; where cost centres are asked for, their timeline is made once, and the sum runs on one core.
 */
export function groupUsage(scope: Scope, question: UsageQuestion): SQL {
  const { period, groupBy, filters } = question
  const used = [...groupBy, ...Object.keys(filters).filter((name): name is DimensionName => name in filters)]
  const usedOfSeries = used.filter(isSeriesDimension)
  const needs = new Set<DimensionNeed | null>(usedOfSeries.map((name) => dimensionSources[name].need))
  const isBounded = !scope.everything
  const hasCostCenters = needs.has('costCenter') || scope.costCenterIds.length > 0
  const hasOwners = hasCostCenters || needs.has('owner') || isBounded
  const hasRateSets = needs.has('rateSet')
  const isHourly = used.includes('hour')
  const keyColumns = listKeyColumns(groupBy, hasRateSets)
  const bucket = findFinest(groupBy)
  const seriesKey = sql`
      select series.id as series_id
        ${hasOwners ? sql`, owner_from.day as from_day, owner_to.day as to_day` : sql``}
        ${join(keyColumns.map(({ name, expression }) => sql`, ${expression} as ${sql.identifier(name)}`))}
      from usage_series series
      ${needs.has('source') ? sql`left join source on source.id = series.source_id` : sql``}
      ${hasOwners ? ownerJoins(period, { hasCostCenters }) : sql``}
      where ${and([...usedOfSeries.map((name) => whereFilter(name, filters)), isBounded ? whereInScope(scope) : null])}`
  const parts = [
    ...keyColumns.map(({ name }) => sql`series_key.${sql.identifier(name)}`),
    ...(hasRateSets ? [sql`usage.rate_set_id`] : []),
    ...(bucket === null ? [] : [sql`${bucketExpression(bucket, period, isHourly)} as bucket`]),
  ]
  return sql`
    ${hasCostCenters ? ownerTimeline(period) : sql``}
    ${isHourly ? hourBuckets(question) : sql``}
    ${hasCostCenters ? sql`series_key as materialized (${seriesKey}),` : sql``}
    usage_sum as (
      select ${comma([
        ...parts,
        ...question.measures.map((name) => sql`sum(${measureExpressions[name]}) as ${sql.identifier(name)}`),
      ])}
      from ${isHourly ? sql`usage_hourly usage join hour_bucket on hour_bucket.hour = usage.hour` : sql`usage_daily usage`}
      join ${hasCostCenters ? sql`series_key` : sql`(${seriesKey}) series_key`} on series_key.series_id = usage.series_id
        ${hasOwners ? sql`and ${dayOf(isHourly)} >= series_key.from_day and ${dayOf(isHourly)} < series_key.to_day` : sql``}
      where ${isHourly ? whereInHours(question) : whereInPeriod(period)} and ${whereTimes(filters, isHourly)}
      group by ${byPosition(parts)}
    ),
    grouped as materialized (
      select ${comma([
        ...groupBy.map((name) => sql`${textOf(name, bucket, question)} as ${sql.identifier(name)}`),
        ...question.measures.map((name) => sql`sum(${sql.identifier(name)}) as ${sql.identifier(name)}`),
      ])}
      from usage_sum
      ${hasRateSets ? sql`left join rate_set on rate_set.id = usage_sum.rate_set_id where ${whereFamily(filters)}` : sql``}
      group by ${byPosition(groupBy)}
    )`
}

const byPosition = (columns: readonly unknown[]) =>
  columns.length === 0 ? sql`()` : comma(columns.map((_, index) => sql.raw(String(index + 1))))
const comma = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)
const join = (parts: readonly SQL[]) => sql.join([...parts], sql` `)
const and = (parts: readonly (SQL | null)[]) => sql.join([sql`true`, ...parts.filter((part) => part !== null)], sql` and `)
const dayOf = (isHourly: boolean) => (isHourly ? sql`hour_bucket.day` : sql`usage.day`)

/** A family depends on the rate set beside the series: the key holds the name that it falls back to. */
function listKeyColumns(groupBy: readonly DimensionName[], hasRateSets: boolean) {
  const columns = groupBy
    .filter(isSeriesDimension)
    .filter((name) => name !== 'model_family')
    .map((name) => ({ name: String(name), expression: dimensionSources[name].expression }))
  return hasRateSets ? [...columns, { name: 'reported_model', expression: sql`series.model` }] : columns
}

const familyExpression = sql`coalesce(nullif(rate_set.model, ''), usage_sum.reported_model)`

function textOf(name: DimensionName, bucket: TimeDimension | null, { period, zone }: UsageQuestion): SQL {
  if (name === 'model_family') return familyExpression
  if (bucket !== null && isTimeDimension(name)) return timeTexts[bucket](name, { period, zone })
  return sql`usage_sum.${sql.identifier(name)}`
}

function whereFilter(name: SeriesDimension, filters: UsageQuestion['filters']): SQL | null {
  const values = filters[name]
  if (values === undefined || name === 'model_family') return null
  return whereOneOf(dimensionSources[name].expression, values)
}

function whereFamily(filters: UsageQuestion['filters']): SQL {
  return filters.model_family === undefined ? sql`true` : whereOneOf(familyExpression, filters.model_family)
}

function whereOneOf(expression: SQL, values: readonly string[]): SQL {
  const named = values.filter((value) => value !== noneValue)
  const isNamed = named.length === 0 ? sql`false` : sql`${expression} in ${named}`
  return values.includes(noneValue) ? sql`(${isNamed} or ${expression} is null)` : isNamed
}

/** Who is bounded by teams or cost centres sees what these own, on the days on which they do; in terms of `ownerJoins`. */
export function whereInScope({ teamIds, costCenterIds }: Scope): SQL {
  const ofTeams = teamIds.length === 0 ? sql`false` : sql`owner.team_id in ${[...teamIds]}`
  const ofCostCenters = costCenterIds.length === 0 ? sql`false` : sql`timeline.cost_center_id in ${[...costCenterIds]}`
  return sql`(${ofTeams} or ${ofCostCenters})`
}

/** Hours count to the day in which they begin, which only matters where a zone is not whole hours from UTC. */
function hourBuckets(question: UsageQuestion): SQL {
  const { from, to } = hourBounds(question)
  return sql`hour_bucket as materialized (
      select hour, bucket_day(hour, ${question.zone}) as day
      from generate_series(${from}::timestamptz, ${to}::timestamptz - interval '1 hour', interval '1 hour') hour
    ),`
}

/** The first UTC hour that begins in the period, and the first that begins after it. */
function hourBounds({ period, zone }: UsageQuestion): Period {
  const { start, end } = periodInstants(period, zone)
  const firstHour = (instant: Date) => startOfUtcHour(new Date(instant.getTime() + 3_599_999)).toISOString()
  return { from: firstHour(start), to: firstHour(end) }
}

/** The bounds stand on the roll-up itself, so that Postgres can read each series' hours in one go. */
function whereInHours(question: UsageQuestion): SQL {
  const { from, to } = hourBounds(question)
  return sql`usage.hour >= ${from}::timestamptz and usage.hour < ${to}::timestamptz`
}

const whereInPeriod = ({ from, to }: Period) => sql`usage.day >= ${from}::date and usage.day < ${to}::date`

function whereTimes(filters: UsageQuestion['filters'], isHourly: boolean): SQL {
  const { hour, day, month } = filters
  const days = (month ?? []).map(monthPeriod)
  return and([
    hour === undefined ? null : sql`usage.hour in (${comma(hour.map((value) => sql`${value}::timestamptz`))})`,
    day === undefined ? null : sql`${dayOf(isHourly)} in (${comma(day.map((value) => sql`${value}::date`))})`,
    month === undefined
      ? null
      : sql`(${sql.join(
          days.map(({ from, to }) => sql`(${dayOf(isHourly)} >= ${from}::date and ${dayOf(isHourly)} < ${to}::date)`),
          sql` or `,
        )})`,
  ])
}

/** The finest span that rows are told apart by; the coarser ones follow from it. */
function findFinest(groupBy: readonly DimensionName[]): TimeDimension | null {
  return (['hour', 'day', 'month'] as const).find((name) => groupBy.includes(name)) ?? null
}

/** Months are counted within the period, by a search in an array: `date_trunc` costs as much as all the sums together. */
function bucketExpression(bucket: TimeDimension, period: Period, isHourly: boolean): SQL {
  if (bucket === 'hour') return sql`usage.hour`
  if (bucket === 'day') return dayOf(isHourly)
  const starts = listMonths(period).map((month) => sql`${monthPeriod(monthOf(month)).from}::date`)
  return sql`width_bucket(${dayOf(isHourly)}, array[${comma(starts)}])`
}

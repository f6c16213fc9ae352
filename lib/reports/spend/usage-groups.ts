import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { MeterName } from '@/lib/pricing/meters'
import { listDays, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import { periodInstants, startOfDate, startOfUtcHour } from '@/lib/time/instant'
import { meterColumn } from './class-costs'
import {
  type DimensionName,
  isDimensionName,
  isSeriesDimension,
  isTimeDimension,
  type MeasureName,
  type SeriesDimension,
  type TimeDimension,
} from './dimension-names'
import { findDimensionSource, type LabelColumns, measureSums, meterSum } from './dimensions'
import { joinSeries, type SeriesParts, whereOneOf } from './series-key'
import { listMonths, timeTexts } from './time-buckets'

/** What is summed: half-open days of `zone`, of the series and days that the filters and the scope leave. */
export interface UsageQuestion {
  readonly period: Period
  readonly zone: string
  readonly groupBy: readonly DimensionName[]
  readonly filters: Readonly<Partial<Record<DimensionName, readonly string[]>>>
  readonly measures: readonly MeasureName[]
  /** Quantities to sum beside them, under `meterColumn`. */
  readonly meters?: readonly MeterName[]
  /** Also sum the calls whose latency is known, as `latency_calls`. */
  readonly hasLatencyCalls?: boolean
  /** Rows are told apart by `rate_set_id` too, without which quantities say nothing of their cost. */
  readonly byRateSet?: boolean
  /** Of a dimension, where alone rows are told apart by it: where another has one of these values. Elsewhere it is null. */
  readonly apartWhere?: ApartWhere
  /** Needed where a label is used. */
  readonly labels?: LabelColumns
}

/** By dimension: the values of other dimensions of which a row needs one, to be told apart by it. */
export type ApartWhere = Readonly<Partial<Record<SeriesDimension, Readonly<Partial<Record<SeriesDimension, readonly string[]>>>>>>

export const noLabels: LabelColumns = new Map()

/**
 * The common table expressions behind every spend figure, the last of which is `grouped`: a row for each combination of the
 * dimensions, under their names, with the sums, under theirs; no time dimension means one row for the whole period.
 *
 * The small table of series and owners is made once, and in it each combination of values gets a number. Roll-ups are summed
 * by that number and the day, and meet everything else only after that: so the work grows with series × days, not with events,
 * and not with the length of names. Run by `readReport`, on one core: workers would have to hand over row by row what one
 * core adds up in the same time.
 */
export function groupUsage(scope: Scope, question: UsageQuestion): SQL {
  const { period, groupBy, filters, labels = noLabels, byRateSet = false, apartWhere } = question
  const used = [...groupBy, ...Object.keys(filters).filter(isDimensionName)]
  const series = joinSeries(scope, { period, dimensions: groupBy.filter(isSeriesDimension), filters, hasOwners: false, labels })
  const isByFamily = series.needs.has('rateSet')
  const hasRateSets = isByFamily || byRateSet
  const sums = listSums(question)
  const isHourly = used.includes('hour')
  const keyColumns = listKeyColumns(groupBy, { isByFamily, labels, apartWhere })
  const bucket = findFinest(groupBy)
  const day = dayOf(question, isHourly)
  const parts = [
    ...(keyColumns.length === 0 ? [] : [sql`series_key.group_id`]),
    ...(hasRateSets ? [sql`usage.rate_set_id`] : []),
    ...(bucket === null ? [] : [sql`${bucketExpression(bucket, period, day)} as bucket`]),
  ]
  // A group is one combination of values: only prices that are joined and not told apart leave several rows of one family.
  const isFolded = isByFamily && !byRateSet
  // The name that a family falls back to is no value that rows are told apart by.
  const hasGroups = keyColumns.length > (isFolded ? 1 : 0)
  return sql`
    ${series.isNeeded ? seriesKey(series, keyColumns) : sql``}
    usage_sum as (
      select ${comma([...parts, ...sums.map(({ name, sum }) => sql`${sum} as ${sql.identifier(name)}`)])}
      from ${isHourly ? sql`usage_hourly usage` : sql`usage_daily usage`}
      ${series.isNeeded ? sql`join series_key on series_key.series_id = usage.series_id` : sql``}
        ${series.hasOwners ? sql`and ${day} >= series_key.from_day and ${day} < series_key.to_day` : sql``}
      where ${isHourly ? whereInHours(question) : whereInPeriod(period)} and ${whereTimes(filters, day)}
      group by ${byPosition(parts)}
    ),
    ${isFolded ? sumFamilies(question, { hasGroups, hasBucket: bucket !== null, sums }) : sql``}
    grouped as materialized (
      select ${comma([
        ...groupBy.map((name) => sql`${textOf(name, bucket, question)} as ${sql.identifier(name)}`),
        ...(byRateSet ? [sql`usage_sum.rate_set_id`] : []),
        ...sums.map(({ name }) => sql`${sql.identifier(name)}`),
      ])}
      ${isFolded ? sql`from family_sum usage_sum` : sql`from usage_sum`}
      ${hasGroups ? sql`join series_group using (group_id)` : sql``}
      ${isByFamily && byRateSet ? sql`left join rate_set on rate_set.id = usage_sum.rate_set_id where ${whereFamily(filters)}` : sql``}
    )`
}

/**
 * `family_sum`: the sums by family in place of prices. Groups that differ but by the name that a family falls back to are told
 * apart until then, and afterwards stand under the first of them: numbers add up faster than the texts that they stand for.
 */
function sumFamilies(
  { groupBy, filters }: UsageQuestion,
  { hasGroups, hasBucket, sums }: { hasGroups: boolean; hasBucket: boolean; sums: readonly { name: string }[] },
): SQL {
  const keys = [
    ...(hasGroups ? [sql`series_group.first_id as group_id`] : []),
    ...(groupBy.includes('model_family') ? [sql`${familyExpression} as family`] : []),
    ...(hasBucket ? [sql`bucket`] : []),
  ]
  return sql`family_sum as (
      select ${comma([...keys, ...sums.map(({ name }) => sql`sum(${sql.identifier(name)}) as ${sql.identifier(name)}`)])}
      from usage_sum join series_group using (group_id) left join rate_set on rate_set.id = usage_sum.rate_set_id
      where ${whereFamily(filters)}
      group by ${byPosition(keys)}
    ),`
}

/** The sums of a question with the columns that they stand in. */
const listSums = ({ measures, meters = [], hasLatencyCalls = false }: UsageQuestion) => [
  ...measures.map((name) => ({ name: String(name), sum: measureSums[name] })),
  ...meters.map((name) => ({ name: String(meterColumn(name)), sum: meterSum(name) })),
  ...(hasLatencyCalls ? [{ name: 'latency_calls', sum: sql`sum(usage.latency_count)` }] : []),
]

interface KeyColumn {
  readonly name: string
  readonly expression: SQL
}

/**
 * `series_key`: each series with its group and days; `series_group`: the values that a group stands for, and the first group that
 * stands for the same ones but for the name that a family falls back to.
 */
export function seriesKey({ tables, joins, where, hasOwners }: SeriesParts, columns: readonly KeyColumn[]): SQL {
  const names = columns.map(({ name }) => sql.identifier(name))
  const rank = comma(names.map((name) => sql`${name} collate "C"`))
  const group = sql`select distinct ${comma([sql`group_id`, ...names.map((name) => sql`${name}`)])} from series_key`
  const values = columns.filter(({ name }) => name !== fallbackName).map(({ name }) => sql`${sql.identifier(name)} collate "C"`)
  const first = sql`min(group_id) over (${values.length === 0 ? sql`` : sql`partition by ${comma(values)}`})`
  const hasFallback = values.length < columns.length
  return sql`
    ${tables}
    series_value as (
      select ${comma([
        sql`series.id as series_id`,
        ...(hasOwners ? [sql`owner_from.day as from_day, owner_to.day as to_day`] : []),
        ...columns.map(({ name, expression }) => sql`${expression} as ${sql.identifier(name)}`),
      ])}
      from usage_series series ${joins}
      where ${where}
    ),
    series_key as materialized (
      select series_value.*${columns.length === 0 ? sql`` : sql`, dense_rank() over (order by ${rank})::int as group_id`} from series_value
    ),
    ${columns.length === 0 ? sql`` : sql`series_group as (${hasFallback ? sql`select *, ${first} as first_id from (${group}) one` : group}),`}`
}

export const byPosition = (columns: readonly unknown[]) =>
  columns.length === 0 ? sql`()` : comma(columns.map((_, index) => sql.raw(String(index + 1))))
const comma = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)
const and = (parts: readonly (SQL | null)[]) => sql.join([sql`true`, ...parts.filter((part) => part !== null)], sql` and `)

/** A family depends on the rate set beside the series: the key holds the name that it falls back to. */
export function listKeyColumns(
  groupBy: readonly DimensionName[],
  { isByFamily, labels, apartWhere = {} }: { isByFamily: boolean; labels: LabelColumns; apartWhere?: ApartWhere | undefined },
): KeyColumn[] {
  const expressionOf = (name: SeriesDimension) => findDimensionSource(name, labels).expression
  const apart = (name: SeriesDimension) => {
    const conditions = Object.entries(apartWhere[name] ?? {}).flatMap(([other, values]) =>
      isSeriesDimension(other) && values !== undefined ? [whereOneOf(expressionOf(other), values)] : [],
    )
    return conditions.length === 0
      ? expressionOf(name)
      : sql`case when ${sql.join(conditions, sql` or `)} then ${expressionOf(name)} end`
  }
  const columns = groupBy
    .filter(isSeriesDimension)
    .filter((name) => name !== 'model_family')
    .map((name) => ({ name: String(name), expression: apart(name) }))
  return isByFamily ? [...columns, { name: fallbackName, expression: sql`series.model` }] : columns
}

const fallbackName = 'reported_model'
const familyExpression = sql`coalesce(nullif(rate_set.model, ''), series_group.reported_model)`

function textOf(name: DimensionName, bucket: TimeDimension | null, { period, zone, byRateSet = false }: UsageQuestion): SQL {
  if (name === 'model_family') return byRateSet ? familyExpression : sql`usage_sum.family`
  if (bucket !== null && isTimeDimension(name)) return timeTexts[bucket](name, { period, zone })
  return sql`series_group.${sql.identifier(name)}`
}

function whereFamily(filters: UsageQuestion['filters']): SQL {
  return filters.model_family === undefined ? sql`true` : whereOneOf(familyExpression, filters.model_family)
}

/** The day that a row of a roll-up counts to. */
function dayOf({ period, zone }: UsageQuestion, isHourly: boolean): SQL {
  if (!isHourly) return sql`usage.day`
  // Hours count to the day in which they begin: found among the days' beginnings, which are few, and not by asking for the
  // time in the zone row by row.
  const starts = listDays(period).map((day) => startOfDate(day, zone).toISOString())
  return sql`(${period.from}::date + width_bucket(usage.hour, ${`{${starts.join(',')}}`}::timestamptz[]) - 1)`
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

export const whereInPeriod = ({ from, to }: Period) => sql`usage.day >= ${from}::date and usage.day < ${to}::date`

export function whereTimes({ hour, day: named, month }: UsageQuestion['filters'], day: SQL): SQL {
  const days = (month ?? []).map(monthPeriod)
  return and([
    hour === undefined ? null : sql`usage.hour in (${comma(hour.map((value) => sql`${value}::timestamptz`))})`,
    named === undefined ? null : sql`${day} in (${comma(named.map((value) => sql`${value}::date`))})`,
    month === undefined
      ? null
      : sql`(${sql.join(
          days.map(({ from, to }) => sql`(${day} >= ${from}::date and ${day} < ${to}::date)`),
          sql` or `,
        )})`,
  ])
}

/** The finest span that rows are told apart by; the coarser ones follow from it. */
export function findFinest(groupBy: readonly DimensionName[]): TimeDimension | null {
  return (['hour', 'day', 'month'] as const).find((name) => groupBy.includes(name)) ?? null
}

/** Months are counted within the period, by a search in an array: `date_trunc` costs as much as all the sums together. */
export function bucketExpression(bucket: TimeDimension, period: Period, day: SQL): SQL {
  if (bucket === 'hour') return sql`usage.hour`
  if (bucket === 'day') return day
  const starts = listMonths(period).map((month) => sql`${monthPeriod(monthOf(month)).from}::date`)
  return sql`width_bucket(${day}, array[${comma(starts)}])`
}

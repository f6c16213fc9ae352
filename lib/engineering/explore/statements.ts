import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { DimensionName, MeasureName, SeriesDimension, TimeDimension } from '@/lib/reports/spend/dimension-names'
import type { LabelColumns } from '@/lib/reports/spend/dimensions'
import { groupLatency } from '@/lib/reports/spend/latency-groups'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { type ExploreMeasure, isLatencyMeasure, measures } from './measures'
import { type ExploreParams, maxExploreFileRows, maxSeries } from './schema'

/** What the statements need to know of the organisation. */
export interface ExplorePlace {
  readonly zone: string
  readonly labels: LabelColumns
}

const summed = [
  ...(['cost_usd', 'requests', 'errors', 'input_tokens', 'cached_input_tokens', 'cache_write_tokens', 'output_tokens'] as const),
  ...(['reasoning_tokens', 'unpriced_requests', 'missing_token_requests', 'cache_unknown_requests'] as const),
] satisfies readonly MeasureName[]

/** The columns of every line: sums of the roll-ups, calls with a known latency, requests that were a second or later attempt. */
const sumColumns = [...summed, 'latency_calls', 'retry_requests'] as const
export type SumColumn = (typeof sumColumns)[number]

/** Stands for "none" where groups are compared: no source can send it. */
export const noneKey = '\u0001'

const comma = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)
const column = (name: string) => sql`${sql.identifier(name)}`
const places = ['one', 'two'] as const
const valueColumns = (groupBy: readonly SeriesDimension[]) => groupBy.map((_, index) => `value_${places[index] ?? ''}`)
const keyOf = (name: string, table: string) => sql`coalesce(${sql.identifier(table)}.${column(name)}, ${noneKey}::text)`

/**
 * By what groups are ranked: an additive measure by itself; others by cost, since a few calls may have the worst of any quotient.
 * Of a latency those come first that have any.
 */
function rankOf(measure: ExploreMeasure): SQL {
  if (isLatencyMeasure(measure)) return sql`(coalesce(latency_calls, 0) > 0) desc, cost_usd`
  if (!measures[measure].isAdditive) return sql`cost_usd`
  const byMeasure: Partial<Record<ExploreMeasure, SQL>> = {
    cost: sql`cost_usd`,
    tokens: sql`input_tokens + output_tokens`,
    uncached_input_tokens: sql`input_tokens - cached_input_tokens - cache_write_tokens`,
    answer_tokens: sql`output_tokens - coalesce(reasoning_tokens, 0)`,
  }
  return byMeasure[measure] ?? column(measure)
}

/**
 * `cell`: the sums of each group in each step. `ranked`: those of each group over the period, numbered from 1 by what it has of
 * the measure. Attempts are told apart on the way, so that retries can be counted.
 */
function cells(scope: Scope, { zone, labels }: ExplorePlace, params: ExploreParams): SQL {
  const { from, to, groupBy, filters } = params
  const grain = cellGrain(params)
  const grouping: DimensionName[] = [...new Set<DimensionName>([...groupBy, 'attempt', ...(grain === null ? [] : [grain])])]
  const values = valueColumns(groupBy)
  const keys = [...values, 'step']
  const order = [
    sql`${rankOf(params.measure)} desc nulls last`,
    ...values.map((name) => sql`${column(name)} collate "C" nulls last`),
  ]
  const add = (names: readonly SumColumn[]) => names.map((name) => sql`sum(${column(name)}) as ${column(name)}`)
  return sql`${groupUsage(scope, { period: { from, to }, zone, groupBy: grouping, filters, measures: summed, hasLatencyCalls: true, labels })},
    cell as materialized (
      select ${comma([
        ...groupBy.map((name, index) => sql`${column(name)} as ${column(values[index] ?? '')}`),
        sql`${grain === null ? sql`null::text` : column(grain)} as step`,
        ...add([...summed, 'latency_calls']),
        sql`coalesce(sum(requests) filter (where attempt = 'retry'), 0) as retry_requests`,
      ])}
      from grouped group by ${positions(keys.length)}
    ),
    ranked as materialized (
      select row_number() over (order by ${comma(order)}) as position, whole.* from (
        select ${comma([...values.map(column), ...add(sumColumns)])} from cell
        ${values.length === 0 ? sql`having count(*) > 0` : sql`group by ${positions(values.length)}`}
      ) whole
    )`
}

/**
 * Rows of a report come from days, of which there are far fewer rows to read than of hours; so hours are read apart, and then
 * nothing but what is drawn. A file holds everything by the hour.
 */
const cellGrain = ({ grain, rows }: ExploreParams): TimeDimension | null => (grain === 'hour' && rows === 'groups' ? null : grain)

const positions = (count: number) => sql.raw(Array.from({ length: count }, (_, index) => String(index + 1)).join(', '))

/** A line of `exploreStatement` or `exploreCellsStatement`; sums are decimal text. */
export type SumLine = Readonly<Record<SumColumn, string | null>> & {
  readonly kind: 'row' | 'rest' | 'total' | 'step' | 'cell'
  /** Of a row its rank; of a step that of its series; of the rest and the total, how many groups they are of. */
  readonly position: string
  readonly step: string | null
  readonly value_one: string | null
  readonly value_two: string | null
  readonly as_of: string
  readonly [column: string]: unknown
}

const lineColumns = (groupBy: readonly SeriesDimension[]) => [
  sql`kind, position::text, step`,
  ...places.map((place, index) =>
    index < groupBy.length ? sql`value_${sql.raw(place)}` : sql`null::text as value_${sql.raw(place)}`,
  ),
  sql`to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of`,
  ...sumColumns.map((name) => sql`trim_scale(${column(name)}::numeric)::text as ${column(name)}`),
]

/** The whole report but its latencies: the total, the first `rowLimit` groups, the rest of them, and the series by step. */
export function exploreStatement(scope: Scope, place: ExplorePlace, params: ExploreParams, rowLimit: number): SQL {
  const values = valueColumns(params.groupBy)
  const noValues = values.map((name) => sql`null::text as ${column(name)}`)
  const add = sumColumns.map((name) => sql`sum(${column(name)}) as ${column(name)}`)
  const addCells = sumColumns.map((name) => sql`sum(cell.${column(name)}) as ${column(name)}`)
  const isSameGroup = [sql`true`, ...values.map((name) => sql`${keyOf(name, 'ranked')} = ${keyOf(name, 'cell')}`)]
  return sql`
    with ${cells(scope, place, params)},
    line as (
      select ${comma([sql`'row' as kind, position, null::text as step`, ...values.map(column), ...sumColumns.map(column)])}
      from ranked where position <= ${rowLimit}
      union all
      select ${comma([sql`'rest', count(*), null`, ...noValues, ...add])} from ranked where position > ${rowLimit} having count(*) > 0
      union all
      select ${comma([sql`'total', count(*), null`, ...noValues, ...add])} from ranked
      union all
      select ${comma([sql`'step', least(ranked.position, ${maxSeries + 1}::int), cell.step`, ...noValues, ...addCells])}
      from cell join ranked on ${sql.join(isSameGroup, sql` and `)} group by 2, 3
    )
    select ${comma(lineColumns(params.groupBy))} from line order by kind, line.position, step`
}

/** The series by hour: of each that is ranked, and the others together, the sums that the measure is reckoned from. */
export function hoursStatement(
  scope: Scope,
  { zone, labels }: ExplorePlace,
  params: ExploreParams,
  ranked: readonly RankedKey[],
): SQL {
  const { from, to, groupBy, filters, measure } = params
  const needed = hourSums[measure]
  const byAttempt = measure === 'retry_share'
  const grouping: DimensionName[] = [
    ...new Set<DimensionName>([...groupBy, ...(byAttempt ? (['attempt'] as const) : []), 'hour']),
  ]
  const retries = byAttempt ? sql`coalesce(sum(requests) filter (where attempt = 'retry'), 0)` : sql`0::numeric`
  const sums = summed.map((name) =>
    needed.includes(name) ? sql`sum(${column(name)}) as ${column(name)}` : sql`null::numeric as ${column(name)}`,
  )
  return sql`
    with ${groupUsage(scope, { period: { from, to }, zone, groupBy: grouping, filters, measures: needed, labels })},
    ${rankedKeys(ranked.slice(0, maxSeries))},
    line as (
      select ${comma([
        sql`'step' as kind, coalesce(ranked.position, ${maxSeries + 1}::int) as position, grouped.hour as step`,
        ...sums,
        sql`null::numeric as latency_calls`,
        sql`${retries} as retry_requests`,
      ])}
      from grouped left join ranked on ${isRanked(groupBy, 'grouped')} group by 2, 3
    )
    select ${comma(lineColumns([]))} from line`
}

const unknownCost = ['unpriced_requests', 'missing_token_requests'] as const
const unknownCache = ['missing_token_requests', 'cache_unknown_requests'] as const

/** The sums that a measure, and its being a lower bound, are reckoned from. Latencies are not kept by the hour. */
const hourSums: Readonly<Record<ExploreMeasure, readonly (typeof summed)[number][]>> = {
  cost: ['cost_usd', ...unknownCost],
  requests: ['requests'],
  tokens: ['input_tokens', 'output_tokens', 'missing_token_requests'],
  input_tokens: ['input_tokens', 'missing_token_requests'],
  uncached_input_tokens: ['input_tokens', 'cached_input_tokens', 'cache_write_tokens', ...unknownCache],
  cached_input_tokens: ['cached_input_tokens', ...unknownCache],
  cache_write_tokens: ['cache_write_tokens', ...unknownCache],
  output_tokens: ['output_tokens', 'missing_token_requests'],
  answer_tokens: ['output_tokens', 'reasoning_tokens', 'missing_token_requests'],
  reasoning_tokens: ['reasoning_tokens', 'missing_token_requests'],
  cost_per_request: ['cost_usd', 'requests', ...unknownCost],
  cost_per_1000_requests: ['cost_usd', 'requests', ...unknownCost],
  cost_per_million_tokens: ['cost_usd', 'input_tokens', 'output_tokens', ...unknownCost],
  output_input_ratio: ['output_tokens', 'input_tokens'],
  cache_hit_rate: ['cached_input_tokens', 'input_tokens', 'cache_unknown_requests'],
  error_rate: ['requests', 'errors'],
  retry_share: ['requests'],
  latency_p50: ['requests'],
  latency_p95: ['requests'],
  latency_p99: ['requests'],
}

const rankedKeys = (ranked: readonly RankedKey[]) => sql`
    ranked as (
      select position, value_one, value_two
      from jsonb_to_recordset(${JSON.stringify(ranked)}::text::jsonb) as given (position int, value_one text, value_two text)
    )`

const isRanked = (groupBy: readonly SeriesDimension[], table: string) =>
  sql.join(
    [sql`true`, ...groupBy.map((name, index) => sql`${keyOf(name, table)} = ranked.value_${sql.raw(places[index] ?? '')}`)],
    sql` and `,
  )

/** Every group in every step, for a file: by time, then what costs most first. */
export function exploreCellsStatement(scope: Scope, place: ExplorePlace, params: ExploreParams): SQL {
  const values = valueColumns(params.groupBy)
  return sql`
    with ${cells(scope, place, params)},
    line as (select 'cell' as kind, 0 as position, cell.* from cell)
    select ${comma(lineColumns(params.groupBy))} from line
    order by ${comma([sql`step`, sql`line.cost_usd desc`, ...values.map((name) => sql`line.${column(name)} collate "C" nulls last`)])}
    limit ${maxExploreFileRows}`
}

/** A group and its rank, to find it among the latencies; `~none` is `noneKey`. */
export interface RankedKey {
  readonly position: number
  readonly value_one: string
  readonly value_two: string
}

/** A line of `latencyStatement`. */
export interface LatencyLine {
  readonly kind: 'row' | 'step'
  readonly position: number
  readonly step: string | null
  /** As `readHistogram` takes it. */
  readonly histogram: string
  readonly [column: string]: unknown
}

/** Whether latencies are asked for by step, too: of none, of what is drawn, or of every group. */
type LatencySteps = 'none' | 'series' | 'groups'

/**
 * Latencies of each group that is ranked (those of no rank are together under the rank after the last), and by
 * step of the series or of the groups.
 */
export function latencyStatement(
  scope: Scope,
  { zone, labels }: ExplorePlace,
  params: ExploreParams,
  { ranked, steps }: { ranked: readonly RankedKey[]; steps: LatencySteps },
): SQL {
  const hasSteps = steps !== 'none'
  const drawn = steps === 'series' ? sql`least(position, ${maxSeries + 1}::int)` : sql`position`
  const { from, to, groupBy, grain, filters } = params
  const grouping: DimensionName[] = hasSteps ? [...groupBy, grain] : [...groupBy]
  const latencies = groupLatency(scope, { period: { from, to }, zone, groupBy: grouping, filters, labels })
  return sql`
    with ${latencies},
    ${rankedKeys(ranked)},
    placed as (
      select coalesce(ranked.position, ${ranked.length + 1}::int) as position, ${hasSteps ? sql`${column(grain)}` : sql`null::text`} as step, histogram
      from latency_grouped left join ranked on ${isRanked(groupBy, 'latency_grouped')}
    ),
    line as (
      select 'row' as kind, position, null::text as step, sum(histogram) as histogram from placed group by position
      ${hasSteps ? sql`union all select 'step', ${drawn}, step, sum(histogram) from placed group by 2, 3` : sql``}
    )
    select kind, position, step, histogram::text from line where histogram is not null`
}

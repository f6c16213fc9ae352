import { hasLatency, measureColumns } from './meter-expressions'

/** The roll-up tables and their keys. */
export const grains = {
  hourly: { table: 'usage_hourly', key: ['hour', 'series_id', 'rate_set_id'] },
  daily: { table: 'usage_daily', key: ['day', 'series_id', 'rate_set_id'] },
} as const

/** A relation with the columns of `usage_event`, whose events are folded in (1) or out (-1). */
interface FoldSource {
  readonly relation: string
  readonly sign: 1 | -1
}

const sumColumn = ({ name, sqlType }: { name: string; sqlType: string }) => `sum(${name})::${sqlType} as ${name}`
const measureNames = measureColumns.map(({ name }) => name).join(', ')

/**
 * What the events of a relation add to each measure, one row an event, with the buckets they belong to.
 * @param zone an SQL expression: the reporting zone.
 */
export function selectFacts({ relation, sign }: FoldSource, zone: string): string {
  const signed = (expression: string) => (sign === 1 ? expression : `-(${expression})`)
  const measures = measureColumns.map(({ name, expression }) => `${signed(expression)} as ${name}`)
  return `select bucket_hour(event.occurred_at) as hour, bucket_day(event.occurred_at, ${zone}) as day, event.series_id,
    event.rate_set_id, ${measures.join(', ')}
  from ${relation} event join usage_series series on series.id = event.series_id`
}

/** The latency of each call of a relation as a histogram of one, not yet summed. */
export function selectLatencies({ relation, sign }: FoldSource, zone: string): string {
  return `select bucket_day(event.occurred_at, ${zone}) as day, event.series_id, ${sign} * latency_histogram(event.latency_ms) as histogram
  from ${relation} event where ${hasLatency}`
}

/** Sums facts by a roll-up's key; a sum of 0 is null where the column allows it, as the table has it. */
export function sumFacts(facts: string, key: readonly string[]): string {
  const sums = measureColumns.map(({ name, sqlType, isNullable }) =>
    isNullable ? `nullif(sum(${name}), 0)::${sqlType} as ${name}` : `sum(${name})::${sqlType} as ${name}`,
  )
  return `select ${key.join(', ')}, ${sums.join(', ')} from ${facts} group by ${key.join(', ')}`
}

const addMeasure = ({ name, isNullable }: { name: string; isNullable: boolean }) =>
  isNullable
    ? `${name} = nullif(coalesce(sums.${name}, 0) + coalesce(excluded.${name}, 0), 0)`
    : `${name} = sums.${name} + excluded.${name}`

function upsertSums(grain: (typeof grains)[keyof typeof grains], source: string): string {
  const { table, key } = grain
  return `insert into ${table} as sums (${key.join(', ')}, ${measureNames})
    ${sumFacts(source, key)} order by ${key.join(', ')}
    on conflict (${key.join(', ')}) do update set ${measureColumns.map(addMeasure).join(', ')}
    returning ${key.map((column) => `sums.${column}`).join(', ')}, sums.requests`
}

/** Always true, and known only when the CTE has run to its end; asked once, not for each row. */
const isDone = (cte: string) => `(select count(*) from ${cte}) >= 0`

/**
 * The CTEs `hourly`, `daily` and `latency`, which fold the given relations into the roll-ups and return the keys that they
 * touched with what is left there. Events are summed by hour and day at once first: several make one row. Each CTE reads the
 * count of the one before it, which settles in what order they lock.
 * @param zone an SQL expression: the reporting zone.
 */
export function foldCtes(sources: readonly FoldSource[], zone: string): string {
  const facts = sources.map((source) => selectFacts(source, zone)).join('\n  union all\n  ')
  const latencies = sources.map((source) => selectLatencies(source, zone)).join('\n  union all\n  ')
  return `partial_sums as (
    select hour, day, series_id, rate_set_id, ${measureColumns.map(sumColumn).join(', ')}
    from (${facts}) facts group by hour, day, series_id, rate_set_id
  ), hourly as (
    ${upsertSums(grains.hourly, 'partial_sums')}
  ), daily as (
    ${upsertSums(grains.daily, `partial_sums where ${isDone('hourly')}`)}
  ), latency as (
    insert into usage_latency_daily as sums (day, series_id, histogram)
    select day, series_id, sum(histogram) as histogram
    from (${latencies}) latencies where ${isDone('daily')}
    group by day, series_id having sum(histogram) <> 0 order by day, series_id
    on conflict (day, series_id) do update set histogram = sums.histogram + excluded.histogram
    returning sums.day, sums.series_id, sums.histogram
  )`
}

import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import type { SeriesDimension } from '@/lib/reports/spend/dimension-names'
import { findDimensionSource } from '@/lib/reports/spend/dimensions'
import { joinSeries, whereOneOf } from '@/lib/reports/spend/series-key'
import type { FactQuestion } from './facts'
import type { RepeatSums } from './find-repeats'
import type { RetryLoop, WasteReport } from './schema'

const shownLoops = 20
const dimensions = ['team', 'environment', 'service', 'route', 'feature', 'model'] as const satisfies readonly SeriesDimension[]
type Line = Record<(typeof dimensions)[number], string | null> & Record<string, unknown>

/**
 * `counted`: the rows of a table of the job that filters and scope leave, with the names of their series. Both tables have a day,
 * a series and a rate set.
 */
function countRows(scope: Scope, { period, filters, labels }: FactQuestion, table: SQL): SQL {
  const { tables, joins, where, hasOwners } = joinSeries(scope, { period, dimensions, filters, hasOwners: true, labels })
  if (!hasOwners) throw new Error('series were asked for with their owners')
  const family = filters.model_family
  const names = dimensions.map((name) => sql`${findDimensionSource(name, labels).expression} as ${sql.identifier(name)}`)
  return sql`
    ${tables}
    series_key as materialized (
      select series.id as key_id, owner_from.day as from_day, owner_to.day as to_day, ${sql.join(names, sql`, `)}
      from usage_series series ${joins} where ${where}
    ),
    counted as (
      select series_key.*, usage.* from ${table} usage
      join series_key on series_key.key_id = usage.series_id and usage.day >= series_key.from_day and usage.day < series_key.to_day
      ${family === undefined ? sql`` : sql`join rate_set on rate_set.id = usage.rate_set_id`}
      where usage.day >= ${period.from}::date and usage.day < ${period.to}::date
        and ${family === undefined ? sql`true` : whereOneOf(sql`coalesce(nullif(rate_set.model, ''), series_key.model)`, family)}
    )`
}

const names = sql.raw(dimensions.join(', '))

/** Repeats by use and price. */
export async function readRepeats(db: Database, scope: Scope, question: FactQuestion): Promise<RepeatSums[]> {
  const lines = await db.execute<
    Line & Record<'repeats' | 'tokens' | 'unknown' | 'twins' | 'cost' | 'unknown_twins', string>
  >(sql`
    with ${countRows(scope, question, sql`usage_repeat_daily`)}
    select ${names}, rate_set_id, sum(repeats)::text as repeats, sum(repeat_tokens)::text as tokens, sum(unknown_repeats)::text as unknown,
      sum(twins)::text as twins, trim_scale(sum(twin_cost))::text as cost, sum(unknown_twins)::text as unknown_twins
    from counted group by ${names}, rate_set_id`)
  return lines.map(({ team, environment, service, route, feature, model, ...sums }) => ({
    ...{ team, environment, service, route, feature, model: model ?? '' },
    rateSetId: Number(sums.rate_set_id),
    repeats: BigInt(sums.repeats),
    repeatTokens: BigInt(sums.tokens),
    unknownRepeats: BigInt(sums.unknown),
    twins: BigInt(sums.twins),
    twinCost: parseDecimal(sums.cost),
    unknownTwins: BigInt(sums.unknown_twins),
  }))
}

interface LoopLine extends Record<string, unknown> {
  kind: 'trace' | 'conversation'
  loop_id: string
  team: string | null
  service: string | null
  route: string | null
  model: string
  retries: string
  cost: string
  is_at_least: boolean
  first_at: string
  last_at: string
  all_count: string
  all_retries: string
  all_cost: string
  all_at_least: boolean
}

/** The costliest loops of a period, and what all of them come to. */
export async function readLoops(db: Database, scope: Scope, question: FactQuestion): Promise<WasteReport['loops']> {
  const instant = (column: string) =>
    sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`)
  const lines = await db.execute<LoopLine>(sql`
    with ${countRows(scope, question, sql`usage_retry_loop`)},
    total as (
      select coalesce(sum(loops), 0)::text as all_count, coalesce(sum(retries), 0)::text as all_retries,
        trim_scale(coalesce(sum(cost), 0))::text as all_cost, coalesce(sum(unknown_requests) > 0, false) as all_at_least
      from counted
    ),
    named as (select * from counted where kind <> 'rest' order by cost desc, retries desc, day desc, loop_id collate "C" limit ${shownLoops})
    select total.*, kind, loop_id, team, service, route, model, retries::text, trim_scale(cost)::text as cost,
      unknown_requests > 0 as is_at_least, ${instant('first_at')}, ${instant('last_at')}
    from total left join named on true
    order by named.cost desc, named.retries desc, day desc, loop_id collate "C"`)
  const [first] = lines
  if (!first) throw new Error('the statement always answers with a total')
  return {
    count: Number(first.all_count),
    cost_usd: first.all_cost,
    requests: first.all_retries,
    is_at_least: first.all_at_least,
    rows: lines.filter(({ loop_id: id }) => id !== null).map(readLoop),
  }
}

const readLoop = ({
  kind,
  loop_id,
  team,
  service,
  route,
  model,
  retries,
  cost,
  is_at_least,
  first_at,
  last_at,
}: LoopLine): RetryLoop => ({
  ...{ kind, id: loop_id, team, service, route, model, retries, cost_usd: cost, is_at_least, first_at, last_at },
})

/** How far the job came with the days of a period. */
export async function readEventState(db: Database, { period: { from, to } }: FactQuestion): Promise<WasteReport['events']> {
  const [state] = await db.execute<{ computed_at: string | null; missing: string }>(sql`
    select (select to_char(computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from usage_repeat_day
        where day >= ${from}::date and day < ${to}::date order by day desc limit 1) as computed_at,
      (select count(*) from generate_series(${from}::date, ${to}::date - 1, interval '1 day') listed
        where exists (select from usage_daily usage where usage.day = listed::date)
          and not exists (select from usage_repeat_day mark where mark.day = listed::date))::text as missing`)
  return { computed_at: state?.computed_at ?? null, missing_days: Number(state?.missing ?? 0) }
}

import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { addDays, type CalendarDate } from '@/lib/time/calendar'
import { periodInstants } from '@/lib/time/instant'
import { measureColumns } from '@/lib/usage/meter-expressions'
import {
  cacheWindowSeconds,
  maxNamedLoops,
  minCachedTokens,
  minLoopRetries,
  repeatRuleVersion,
  twinWindowSeconds,
} from './repeat-rule'

/**
 * Sums the repeats and loops of a day of the reporting zone anew, from its events and those of the minutes before it, in place
 * of what was summed before. Doing it twice changes nothing. Days and roll-ups are read from one snapshot, so that usage which
 * comes in meanwhile makes another fingerprint and the day is summed again.
 *
 * @returns false where the events of the day are gone: then its sums stay as they are.
 */
export function sumRepeatDay(db: Database, zone: string, day: CalendarDate, now: Date): Promise<boolean> {
  const { start, end } = periodInstants({ from: day, to: addDays(day, 1) }, zone)
  const before = new Date(start.getTime() - Math.max(cacheWindowSeconds, twinWindowSeconds) * 1_000)
  return db.transaction(
    async (tx) => {
      const [gone] = await tx.execute(sql`
        select from unnest(${monthArray(start, new Date(end.getTime() - 1))}) month
        where to_regclass('usage_event_' || to_char(month, 'YYYYMM')) is null`)
      if (gone) return false
      await tx.execute(sql`set local work_mem = '64MB'`)
      await tx.execute(sql`
        insert into usage_repeat_day (day, fingerprint, rule_version, computed_at)
        select ${day}::date, ${dayFingerprint}, ${repeatRuleVersion}::smallint, ${now.toISOString()}::timestamptz
        from usage_daily usage where usage.day = ${day}::date
        on conflict (day) do update set fingerprint = excluded.fingerprint, rule_version = excluded.rule_version,
          computed_at = excluded.computed_at`)
      await tx.execute(sql`delete from usage_repeat_daily where day = ${day}::date`)
      await tx.execute(insertRepeats(day, { before, start, end }))
      await tx.execute(sql`delete from usage_retry_loop where day = ${day}::date`)
      await tx.execute(insertLoops(day, { start, end }))
      return true
    },
    { isolationLevel: 'repeatable read' },
  )
}

/**
 * What the rows of `usage_daily usage` of one day come to, as a text that is another one whenever usage came, went, moved to
 * another series or got another price. An aggregate.
 */
export const dayFingerprint = sql`concat_ws('/', sum(usage.requests), trim_scale(sum(usage.cost)),
  sum(usage.requests * usage.series_id), sum(usage.requests * usage.rate_set_id), sum(usage.input))`

interface Span {
  readonly start: Date
  readonly end: Date
}

/** First days of the UTC months that a span touches: two at most. */
const monthArray = (start: Date, last: Date): SQL => {
  const months = [...new Set([start, last].map((instant) => `${instant.toISOString().slice(0, 7)}-01`))]
  return sql`${`{${months.join(',')}}`}::date[]`
}

const whereWithin = ({ start, end }: Span) => sql`
  event.month = any(${monthArray(start, new Date(end.getTime() - 1))})
  and event.occurred_at >= ${start.toISOString()}::timestamptz and event.occurred_at < ${end.toISOString()}::timestamptz
  and not event.is_retracted and event.requests = 1`

/** Input that was billed in full, as roll-ups count it. */
const plainInput = (() => {
  const column = measureColumns.find(({ name }) => name === 'input')
  if (!column) throw new Error('roll-ups have no input')
  return sql.raw(`coalesce(${column.expression}, 0)`)
})()

const isUnknown = sql`(event.cost is null or event.is_partly_priced)`
const isSoon = (column: SQL, seconds: number) =>
  sql`coalesce(occurred_at - ${column} <= make_interval(secs => ${seconds}::integer), false)`

/**
 * What a cache could have held and did not, in tokens that were billed in full: of a prompt that came again as a whole all of
 * them, of one that only began alike as many as are known to be the same, less those that were read from the cache or written
 * to it.
 *
 * Caches are of one provider account, model and region: whoever began alike within the window before filled the cache. A call
 * is a twin of one of its own series alone. A hash of one part stands for the whole prompt, which begins with itself.
 */
const insertRepeats = (day: CalendarDate, { before, start, end }: Span & { readonly before: Date }) => sql`
  insert into usage_repeat_daily (day, series_id, rate_set_id, repeats, repeat_tokens, unknown_repeats, twins, twin_cost, unknown_twins)
  with call as (
    select event.event_key, event.occurred_at, event.series_id, event.rate_set_id, event.cost, event.prompt_hash,
      coalesce(nullif(split_part(event.prompt_hash, '.', 2), ''), event.prompt_hash) as prefix_hash,
      series.provider, coalesce(event.stated_dimensions ->> 'model', series.model) as model, series.billing_account, series.region,
      series.is_retry, series.cache_unknown, ${isUnknown} as is_unknown,
      ${plainInput} as input, coalesce(event.cached_input_tokens, 0) as cached, coalesce(event.input_tokens, 0) as total,
      coalesce(event.cache_write_5m_tokens, 0) + coalesce(event.cache_write_1h_tokens, 0) as written
    from usage_event event join usage_series series on series.id = event.series_id
    where ${whereWithin({ start: before, end })} and series.outcome = 'success' and event.prompt_hash <> ''
  ),
  placed as (
    select *,
      lag(occurred_at) over (partition by prefix_hash, provider, model, billing_account, region order by occurred_at, event_key)
        as prefix_before,
      lag(occurred_at) over (partition by prompt_hash, provider, model, billing_account, region order by occurred_at, event_key)
        as whole_before,
      lag(occurred_at) over (partition by prompt_hash, series_id order by occurred_at, event_key) as twin_before
    from call
  ),
  judged as (
    select *,
      case
        when not ${isSoon(sql`prefix_before`, cacheWindowSeconds)} or total < ${minCachedTokens}::integer then 0
        when ${isSoon(sql`whole_before`, cacheWindowSeconds)} then input
        else least(input, greatest(0, ${minCachedTokens}::integer - cached - written))
      end as cacheable,
      not is_retry and ${isSoon(sql`twin_before`, twinWindowSeconds)} as is_twin
    from placed where occurred_at >= ${start.toISOString()}::timestamptz
  )
  select ${day}::date, series_id, rate_set_id,
    count(*) filter (where cacheable > 0 and not cache_unknown),
    coalesce(sum(cacheable) filter (where not cache_unknown), 0),
    count(*) filter (where cacheable > 0 and cache_unknown),
    count(*) filter (where is_twin), coalesce(sum(cost) filter (where is_twin), 0),
    count(*) filter (where is_twin and is_unknown)
  from judged group by series_id, rate_set_id
  having bool_or(cacheable > 0) or bool_or(is_twin)`

/** Attempts at calls of one place: who calls, from where and for what, whichever model answers in the end. */
const callPlace = sql.raw(
  ['source_id', 'key_team', 'tag_team', 'project', 'service', 'feature', 'environment', 'api_key', 'route', 'operation']
    .map((name) => `series.${name}`)
    .join(', '),
)

const insertLoops = (day: CalendarDate, span: Span) => sql`
  insert into usage_retry_loop (day, series_id, rate_set_id, kind, loop_id, loops, retries, cost, unknown_requests, first_at, last_at)
  with loop as (
    select case when event.trace_id is not null then 'trace' else 'conversation' end as kind,
      coalesce(event.trace_id, event.conversation_id) as loop_id,
      (array_agg(array[event.series_id, event.rate_set_id] order by event.occurred_at desc, event.event_key desc))[1:1] as last_call,
      count(*) as retries, coalesce(sum(event.cost), 0) as cost, count(*) filter (where ${isUnknown}) as unknown_requests,
      min(event.occurred_at) as first_at, max(event.occurred_at) as last_at
    from usage_event event join usage_series series on series.id = event.series_id
    where ${whereWithin(span)} and series.is_retry and coalesce(event.trace_id, event.conversation_id) is not null
    group by 1, 2, ${callPlace}
    having count(*) >= ${minLoopRetries}::integer
  ),
  ranked as (
    select loop.*, last_call[1][1] as series_id, last_call[1][2] as rate_set_id,
      row_number() over (partition by last_call order by cost desc, retries desc, loop_id collate "C") <= ${maxNamedLoops}::integer
        as is_named
    from loop
  )
  select ${day}::date, series_id, rate_set_id, case when is_named then kind else 'rest' end, case when is_named then loop_id else '' end,
    count(*), sum(retries), sum(cost), sum(unknown_requests), min(first_at), max(last_at)
  from ranked group by 1, 2, 3, 4, 5`

import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'

/** Two events that may be one call, seen by two sources which share no id of it. */
export interface PossibleDouble {
  /** The event of the source that ranks higher; it would stand. */
  readonly kept: DoubleSide
  readonly other: DoubleSide
  /** `trace`: the same trace and model. `look`: the same minute, model, counts and team. */
  readonly evidence: 'trace' | 'look'
  readonly traceId: string | null
  readonly secondsApart: number
}

export interface DoubleSide {
  readonly eventKey: string
  /** First day of the UTC month. */
  readonly month: string
  readonly occurredAt: Date
  readonly sourceId: number
  readonly source: string | null
  readonly model: string
  readonly team: string | null
  readonly inputTokens: bigint | null
  readonly outputTokens: bigint | null
  /** Exact decimal; null where it is unknown. */
  readonly cost: string | null
}

interface DoubleWindow {
  readonly from: Date
  readonly to: Date
  /** At most so many pairs, the latest first. */
  readonly limit?: number
  /** Only pairs of which one is among these events. */
  readonly eventKeys?: readonly string[]
}

/** The longest window: what it reads is in proportion to the events in it. */
const maxWindowMs = 7 * 86_400_000
/** Two looks at one call begin this close together: what queues and retries between them take. */
const maxApartSeconds = 300

const side = (name: 'kept' | 'other') =>
  sql.raw(`json_build_object('eventKey', (${name}).event_key, 'month', (${name}).month, 'occurredAt', (${name}).occurred_at,
    'sourceId', (${name}).source_id, 'source', (${name}).source, 'model', (${name}).model, 'team', (${name}).team,
    'inputTokens', (${name}).input_tokens::text, 'outputTokens', (${name}).output_tokens::text, 'cost', (${name}).cost::text)`)

/**
 * Successful events of two sources that may be one call although no id proves it: in the same trace, with the same model or the
 * same counts, begun within five minutes; or, without a common trace, in the same minute with the same model, exact counts and
 * team. Of several such events the first of one source pairs with the first of the other, and so on. Events of one source never
 * pair, and neither do two that name different traces.
 *
 * It reads the events of the window by their instant, and pairs them by hash.
 */
const selectDoubles = ({ from, to, limit = 200, eventKeys }: DoubleWindow) => sql`with recent as materialized (
    select event.event_key, event.month, event.occurred_at, event.input_tokens, event.output_tokens, event.cost, event.trace_id,
      coalesce(event.stated_dimensions ->> 'model', series.model) as model,
      coalesce(series.key_team, event.stated_dimensions ->> 'tag_team', series.tag_team) as team,
      series.source_id, source.slug as source, coalesce(source.rank, 20) as rank,
      row_number() over (partition by event.trace_id, series.source_id, series.model order by event.occurred_at, event.event_key)
        as place_in_trace,
      row_number() over (partition by date_trunc('minute', event.occurred_at), series.source_id, series.model, event.input_tokens,
        event.output_tokens order by event.occurred_at, event.event_key) as place_in_minute
    from usage_event event
    join usage_series series on series.id = event.series_id
    left join source on source.id = series.source_id
    where event.month in (date_trunc('month', ${from.toISOString()}::timestamptz at time zone 'UTC')::date,
        date_trunc('month', ${to.toISOString()}::timestamptz at time zone 'UTC')::date)
      and event.occurred_at >= ${from.toISOString()}::timestamptz and event.occurred_at < ${to.toISOString()}::timestamptz
      and not event.is_retracted and event.requests = 1 and series.outcome = 'success'
  ), pairs as (
    select kept, other, 'trace' as evidence, kept.trace_id
    from recent kept join recent other on other.trace_id = kept.trace_id
    where (kept.rank, -kept.source_id) > (other.rank, -other.source_id)
      and (kept.model = other.model and kept.place_in_trace = other.place_in_trace
        or kept.model <> other.model and kept.input_tokens = other.input_tokens and kept.output_tokens = other.output_tokens)
      and abs(extract(epoch from kept.occurred_at - other.occurred_at)) <= ${sql.raw(String(maxApartSeconds))}
    union all
    select kept, other, 'look', null
    from recent kept join recent other
      on other.model = kept.model and other.input_tokens = kept.input_tokens and other.output_tokens = kept.output_tokens
      and date_trunc('minute', other.occurred_at) = date_trunc('minute', kept.occurred_at)
    where (kept.rank, -kept.source_id) > (other.rank, -other.source_id)
      and kept.input_tokens + kept.output_tokens > 0 and kept.team = other.team
      and (kept.trace_id is null or other.trace_id is null) and kept.place_in_minute = other.place_in_minute
  )
  select ${side('kept')} as kept, ${side('other')} as other, evidence, trace_id as "traceId",
    abs(extract(epoch from (kept).occurred_at - (other).occurred_at))::float8 as "secondsApart"
  from pairs
  where ${eventKeys === undefined ? sql`true` : sql`(kept).event_key in ${keyList(eventKeys)} or (other).event_key in ${keyList(eventKeys)}`}
  order by greatest((kept).occurred_at, (other).occurred_at) desc, (kept).event_key, (other).event_key
  limit ${limit}::integer`

/** Never empty: no event has the key of zeros. */
const keyList = (keys: readonly string[]) => [...keys, '00000000-0000-0000-0000-000000000000']

type StoredSide = Omit<DoubleSide, 'occurredAt' | 'inputTokens' | 'outputTokens'> & {
  readonly occurredAt: string
  readonly inputTokens: string | null
  readonly outputTokens: string | null
}

type StoredDouble = Omit<PossibleDouble, 'kept' | 'other'> & { readonly kept: StoredSide; readonly other: StoredSide }

/**
 * Finds events of a window that may have been counted twice. Derived when read: whoever gives two sources a common id, or stops
 * one of them, has an empty list.
 * @throws RangeError where the window is longer than seven days.
 */
export async function findPossibleDoubles(db: Pick<Database, 'execute'>, window: DoubleWindow): Promise<PossibleDouble[]> {
  if (window.to.getTime() - window.from.getTime() > maxWindowMs) throw new RangeError('the window is longer than seven days')
  const rows = await db.execute<StoredDouble>(selectDoubles(window))
  return rows.map(({ kept, other, ...evidence }) => ({ ...evidence, kept: readSide(kept), other: readSide(other) }))
}

const readCount = (text: string | null) => (text === null ? null : BigInt(text))

const readSide = ({ occurredAt, inputTokens, outputTokens, ...stored }: StoredSide): DoubleSide => ({
  ...stored,
  occurredAt: new Date(occurredAt),
  inputTokens: readCount(inputTokens),
  outputTokens: readCount(outputTokens),
})

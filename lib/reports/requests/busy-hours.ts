import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { CalendarDate } from '@/lib/time/calendar'
import { groupUsage } from '../spend/usage-groups'
import { type MatchQuestion, matchSeries } from './matching-series'

/** A span of time with how many requests the roll-ups have in it. */
export interface Busy<Key> {
  readonly key: Key
  readonly requests: number
}

/** The days on which requests that match ran, newest first, and how many did: the figures of the spend report. */
export async function listBusyDays(
  db: Database,
  scope: Scope,
  { period, filters, labels, zone }: MatchQuestion & { zone: string },
): Promise<Busy<CalendarDate>[]> {
  const rows = await db.execute<{ day: string; requests: string }>(sql`
    with ${groupUsage(scope, { period, zone, groupBy: ['day'], filters, measures: ['requests'], labels })}
    select day, requests::text from grouped where requests > 0 order by day desc`)
  return rows.map(({ day, requests }) => ({ key: day, requests: Number(requests) }))
}

/** Instants, half-open. */
export interface Span {
  readonly start: Date
  readonly end: Date
}

/** How many hours are looked up at once. */
export const maxHours = 200

/**
 * The newest UTC hours of a span in which requests of the matching series ran, newest first, `maxHours` at most. An hour may
 * hold nothing that matches, where an owner changes or a day begins within it; none that holds something is left out.
 */
export async function listBusyHours(
  db: Database,
  scope: Scope,
  { span, ...match }: MatchQuestion & { span: Span },
): Promise<Busy<Date>[]> {
  const isWhole = scope.everything && Object.keys(match.filters).length === 0
  const start = new Date(Math.floor(span.start.getTime() / hourMs) * hourMs)
  const rows = await db.execute<{ hour: string; requests: string }>(sql`
    ${isWhole ? sql`` : sql`with ${matchSeries(scope, match)}`}
    select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour, sum(requests)::text as requests
    from usage_hourly
    where hour >= ${start.toISOString()}::timestamptz and hour < ${span.end.toISOString()}::timestamptz
      ${isWhole ? sql`` : sql`and series_id in (select series_id from series_key)`}
    group by usage_hourly.hour having sum(requests) > 0 order by usage_hourly.hour desc limit ${maxHours}`)
  return rows.map(({ hour, requests }) => ({ key: new Date(hour), requests: Number(requests) }))
}

const hourMs = 3_600_000

/** Hours in order, newest first, as spans: those that touch become one. */
export function mergeHours(hours: readonly Date[]): Span[] {
  const spans: Span[] = []
  for (const start of hours) {
    const end = new Date(start.getTime() + hourMs)
    const last = spans.at(-1)
    if (last && last.start.getTime() === end.getTime()) spans[spans.length - 1] = { start, end: last.end }
    else spans.push({ start, end })
  }
  return spans
}

/** Takes from the front until there are requests enough, and `atLeast` in any case; the rest is what comes after. */
export function takeEnough<Key>(
  busy: readonly Busy<Key>[],
  { requests, atLeast }: { requests: number; atLeast: number },
): { taken: readonly Busy<Key>[]; rest: readonly Busy<Key>[] } {
  let sum = 0
  let count = 0
  while (count < busy.length && (sum < requests || count < atLeast)) sum += busy[count++]?.requests ?? 0
  return { taken: busy.slice(0, count), rest: busy.slice(count) }
}

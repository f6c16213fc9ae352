import { sql } from 'drizzle-orm'
import { type Usage, type UsageField, usageFields } from '@/lib/pricing/split-usage'
import { type CalendarDate, monthPeriod } from '@/lib/time/calendar'
import { startOfDate } from '@/lib/time/instant'
import { one } from '../focus/exact'
import { dayPeriod } from '../focus/month-bounds'
import { type ExportTransaction, readRows, streamRows } from './export-client'
import type { ExportQuestion } from './export-place'
import { type OwnedSeries, ownedSeries } from './owned-series'

/** An event with its owner on its day. Counts and amounts are decimal text; null is unknown. */
export interface EventRow extends OwnedSeries {
  readonly event_key: string
  /** RFC 3339 in UTC, to the millisecond. */
  readonly at: string
  readonly request_id: string | null
  readonly rate_set_id: number
  readonly cost: string | null
  readonly list_cost: string | null
  /** The model that was stated, where its series was capped. */
  readonly stated_model: string | null
}

/** So many calls are sorted at once; more of a day are read in shorter spans. */
const callsPerSpan = 100_000
const maxSpansPerDay = 96

/** How many calls each day of a month has, whoever owns them. */
async function countCalls(tx: ExportTransaction, month: string): Promise<{ day: CalendarDate; calls: number }[]> {
  const { from, to } = monthPeriod(month)
  const rows = await readRows<{ day: string; calls: string }>(
    tx,
    sql`select day::text as day, sum(requests)::text as calls from usage_daily
      where day >= ${from}::date and day < ${to}::date group by usage_daily.day order by usage_daily.day`,
  )
  return rows.map(({ day, calls }) => ({ day, calls: Number(calls) }))
}

/** The spans in which a month's events are read, in order; each lies within a day of the reporting zone. */
export async function listSpans(tx: ExportTransaction, { month, zone }: ExportQuestion) {
  return (await countCalls(tx, month)).flatMap(({ day, calls }) => {
    const start = startOfDate(day, zone).getTime()
    const end = startOfDate(dayPeriod(day).to, zone).getTime()
    const count = Math.min(maxSpansPerDay, Math.max(1, Math.ceil(calls / callsPerSpan)))
    const edge = (index: number) => new Date(Math.round(start + ((end - start) * index) / count))
    return Array.from({ length: count }, (_, index) => ({ day, start: edge(index), end: edge(index + 1) }))
  })
}

export type EventSpan = Awaited<ReturnType<typeof listSpans>>[number]

const utcMonth = (instant: Date) => `${instant.toISOString().slice(0, 7)}-01`

/** The events of a span that the reader sees, in the order in which they ran; retracted ones are none. */
export function streamSpan(tx: ExportTransaction, question: ExportQuestion, span: EventSpan): AsyncIterable<EventRow[]> {
  const counts = sql.raw(usageFields.map((field) => `event.${field}`).join(', '))
  return streamRows<EventRow>(
    tx,
    sql`with ${ownedSeries(question.scope, dayPeriod(span.day), question.labels)}
      select event.event_key, to_char(event.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        event.request_id, event.rate_set_id, event.cost, event.list_cost, event.stated_dimensions->>'model' as stated_model, ${counts}, owned.*
      from usage_event event join owned on owned.series_id = event.series_id
      where event.month >= ${utcMonth(span.start)}::date and event.month <= ${utcMonth(span.end)}::date
        and event.occurred_at >= ${span.start.toISOString()}::timestamptz and event.occurred_at < ${span.end.toISOString()}::timestamptz
        and not event.is_retracted
      order by event.occurred_at, event.event_key`,
  )
}

/** What an event counted; seconds at 10^-18. */
export function readCounts(row: EventRow): Usage {
  const counts: Partial<Record<UsageField, bigint>> = {}
  for (const field of usageFields) {
    const text = row[field]
    if (typeof text !== 'string') continue
    counts[field] = field === 'audio_seconds' ? BigInt(text.replace('.', '')) * (text.includes('.') ? 1n : one) : BigInt(text)
  }
  return counts
}

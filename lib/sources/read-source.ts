import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { lastDayFrom, listSourceViews, type SourceView } from './list-sources'

/** A refused record that waits; its content is what was kept of it, without prompts and people. */
export interface Rejection {
  readonly id: string
  readonly format: string
  readonly errors: readonly { readonly path: string; readonly message: string }[]
  /** How often it came. */
  readonly times: number
  readonly firstReceivedAt: string
  readonly lastReceivedAt: string
  /** JSON, indented; null where nothing of it could be kept. */
  readonly record: string | null
  /** Paths of what was not kept. */
  readonly leftOut: readonly string[]
}

/** Another record of a call that is booked: one that contradicts it, or one more look at it. */
export interface SourceCapture {
  readonly id: string
  readonly kind: 'conflict' | 'capture'
  readonly eventKey: string
  readonly requestId: string | null
  readonly receivedAt: string
}

/** A field that a source sends and that is dropped. */
export interface UnknownField {
  readonly name: string
  readonly bodies: number
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

/** A source with all that its page shows. */
export interface SourceDetails {
  readonly source: SourceView
  /** Calls by UTC hour in which they began, the last 48, oldest first. */
  readonly hours: readonly { readonly hour: string; readonly calls: number }[]
  /** The newest first, at most `maxListed`. */
  readonly rejections: readonly Rejection[]
  readonly captures: readonly SourceCapture[]
  readonly unknownFields: readonly UnknownField[]
}

/** How many problems of a kind a page lists. */
const maxListed = 200
/** Looks at calls have no order by source: those of a source are found among the latest of all. */
const recentLooks = 5_000
const hourMs = 3_600_000
const chartHours = 48

/** Reads a source; null where there is none of that slug. */
export async function readSource(
  db: Database,
  slug: string,
  options: { readonly now: Date; readonly seesKeys: boolean },
): Promise<SourceDetails | null> {
  const [source] = await listSourceViews(db, { ...options, slug })
  if (source === undefined) return null
  const [hours, rejections, captures, unknownFields] = await Promise.all([
    readHours(db, source.id, options.now),
    listRejections(db, source.id),
    listCaptures(db, source.id),
    listUnknownFields(db, source.id),
  ])
  return { source, hours, rejections, captures, unknownFields }
}

async function readHours(db: Database, sourceId: number, now: Date): Promise<SourceDetails['hours']> {
  const first = lastDayFrom(now).getTime() - (chartHours - 24) * hourMs
  const rows = await db.execute<{ hour_ms: number; calls: number }>(sql`
    select (extract(epoch from usage.hour) * 1000)::float8 as hour_ms, sum(usage.requests)::float8 as calls
    from usage_hourly usage
    join usage_series series on series.id = usage.series_id and series.source_id = ${sourceId}
    where usage.hour >= ${new Date(first).toISOString()}::timestamptz and usage.hour <= ${now.toISOString()}::timestamptz
    group by usage.hour`)
  const calls = new Map(rows.map(({ hour_ms: hour, calls: count }) => [hour, count]))
  return Array.from({ length: chartHours }, (_, index) => {
    const hour = first + index * hourMs
    return { hour: new Date(hour).toISOString(), calls: calls.get(hour) ?? 0 }
  })
}

async function listRejections(db: Database, sourceId: number): Promise<Rejection[]> {
  const rows = await db.execute<{
    id: string
    format: string
    errors: Rejection['errors']
    times: number
    first_ms: number
    last_ms: number
    record: { event: unknown; left_out?: { path: string }[] }
  }>(sql`
    select id::text, format, errors, times, (extract(epoch from first_received_at) * 1000)::float8 as first_ms,
      (extract(epoch from last_received_at) * 1000)::float8 as last_ms, record
    from rejected_record where source_id = ${sourceId} and resolved_at is null
    order by rejected_record.id desc limit ${maxListed}`)
  return rows.map(({ id, format, errors, times, first_ms: first, last_ms: last, record }) => ({
    id,
    format,
    errors: errors.map(({ path, message }) => ({ path, message })),
    times,
    firstReceivedAt: toIso(first),
    lastReceivedAt: toIso(last),
    record: record.event === null ? null : JSON.stringify(record.event, null, 2),
    leftOut: (record.left_out ?? []).map(({ path }) => path),
  }))
}

async function listCaptures(db: Database, sourceId: number): Promise<SourceCapture[]> {
  const rows = await db.execute<{
    id: string
    kind: SourceCapture['kind']
    event_key: string
    request_id: string | null
    received_ms: number
  }>(sql`
    with conflict as (
      select * from usage_capture where source_id = ${sourceId} and kind = 'conflict' order by usage_capture.id desc limit ${maxListed}
    ), recent as (
      select * from (select * from usage_capture order by usage_capture.id desc limit ${recentLooks}) look
      where source_id = ${sourceId} and kind = 'capture' order by look.id desc limit ${maxListed}
    )
    select id::text, kind, event_key::text, record ->> 'requestId' as request_id,
      (extract(epoch from received_at) * 1000)::float8 as received_ms
    from (select * from conflict union all select * from recent) look
    order by kind = 'conflict' desc, look.id desc limit ${maxListed}`)
  return rows.map(({ id, kind, event_key: eventKey, request_id: requestId, received_ms: received }) => ({
    id,
    kind,
    eventKey,
    requestId,
    receivedAt: toIso(received),
  }))
}

async function listUnknownFields(db: Database, sourceId: number): Promise<UnknownField[]> {
  const rows = await db.execute<{ name: string; bodies: number; first_ms: number; last_ms: number }>(sql`
    select name, bodies::float8 as bodies, (extract(epoch from first_seen_at) * 1000)::float8 as first_ms,
      (extract(epoch from last_seen_at) * 1000)::float8 as last_ms
    from source_unknown_field where source_id = ${sourceId} order by last_seen_at desc, name limit ${maxListed}`)
  return rows.map(({ name, bodies, first_ms: first, last_ms: last }) => ({
    name,
    bodies,
    firstSeenAt: toIso(first),
    lastSeenAt: toIso(last),
  }))
}

const toIso = (instantMs: number): string => new Date(instantMs).toISOString()

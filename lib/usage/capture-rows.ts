import { parseDecimal } from '@/lib/money/decimal'
import { usageFields } from '@/lib/pricing/split-usage'
import { type CaptureKind, defaultRank, isSpanRecord, spanRank } from './captures'
import { type EventId, type EventRow, eventIdList, eventSelectList, readRowUsage } from './event-row'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import type { NormalizedEvent } from './normalized-event'
import { restoreStated } from './restore-capped'
import { readDimensions, type SeriesDimensions, seriesSelectList } from './series-columns'

/** A stored event, with what it is booked as. */
export interface BookedEvent {
  readonly row: EventRow
  readonly event: NormalizedEvent
}

/** Reads stored events with the dimensions that they stated, also those that were retracted, by `eventIdText`. */
export async function readBookedEvents(
  sql: LedgerClient | LedgerTransaction,
  ids: readonly EventId[],
): Promise<Map<string, BookedEvent>> {
  const rows = await sql.unsafe<{ event: unknown; series: unknown }[]>(
    `select ${eventSelectList}, ${prefixed(seriesSelectList)}
     from unnest($1::uuid[], $2::date[]) as wanted(event_key, month)
     join usage_event event on event.event_key = wanted.event_key and event.month = wanted.month
     join usage_series series on series.id = event.series_id`,
    eventIdList(ids),
  )
  return new Map(
    rows.map((columns) => {
      const { row, series } = separate(columns)
      return [row.eventKey + row.month, { row, event: toNormalizedEvent(row, series) }]
    }),
  )
}

const seriesPrefix = 'series.'

/** The names of some columns are those of events too. */
const prefixed = (list: string) => list.replaceAll(' as "', ` as "${seriesPrefix}`)

function separate(columns: object): { row: EventRow; series: SeriesDimensions } {
  const entries = Object.entries(columns)
  const isSeries = ([name]: [string, unknown]) => name.startsWith(seriesPrefix)
  // The select lists are made from the schemas of the two tables.
  return {
    row: Object.fromEntries(entries.filter((entry) => !isSeries(entry))) as EventRow,
    series: Object.fromEntries(
      entries.filter(isSeries).map(([name, value]) => [name.slice(seriesPrefix.length), value]),
    ) as SeriesDimensions,
  }
}

/** A stored event as it was handed in; what the archive keeps of it stays there. */
function toNormalizedEvent(row: EventRow, series: SeriesDimensions): NormalizedEvent {
  return {
    eventKey: row.eventKey,
    occurredAtMs: row.occurredAt.getTime(),
    dimensions: readDimensions(row.statedDimensions === null ? series : restoreStated(series, row.statedDimensions)),
    usage: readRowUsage(row),
    statusCode: row.statusCode,
    errorType: row.errorType,
    retryCount: row.retryCount,
    latencyMs: row.latencyMs,
    reportedCost: row.reportedCost === null ? null : parseDecimal(row.reportedCost),
    requestId: row.requestId,
    responseId: row.responseId,
    traceId: row.traceId,
    spanId: row.spanId,
    conversationId: row.conversationId,
    userId: row.userId,
    tenantId: row.tenantId,
    promptHash: row.promptHash,
    archiveLine: '',
  }
}

/** A stored look at a call that has a say in what stands, or had: an aggregate's was withdrawn. */
export interface StoredCapture {
  readonly id: bigint
  readonly observer: string
  readonly kind: CaptureKind | 'aggregate'
  readonly event: NormalizedEvent
}

/** Reads the looks at calls, by `eventIdText`. Where a call was looked at once there are none: its event says it all. */
export async function readCaptures(
  sql: LedgerClient | LedgerTransaction,
  ids: readonly EventId[],
): Promise<Map<string, StoredCapture[]>> {
  const rows = await sql.unsafe<(EventId & { id: bigint; observer: string; kind: string; record: StoredRecord })[]>(
    `select capture.id, capture.event_key as "eventKey", capture.month, capture.observer, capture.kind, capture.record
     from unnest($1::uuid[], $2::date[]) as wanted(event_key, month)
     join usage_capture capture on capture.event_key = wanted.event_key and capture.month = wanted.month
     where capture.observer is not null order by capture.id`,
    eventIdList(ids),
  )
  const found = new Map<string, StoredCapture[]>()
  for (const { id, eventKey, month, observer, kind, record } of rows) {
    const list = found.get(eventKey + month) ?? []
    // Written by `writeCaptures` and `withdrawSpans` only.
    list.push({ id, observer, kind: kind as StoredCapture['kind'], event: unpackRecord(record) })
    found.set(eventKey + month, list)
  }
  return found
}

/** A look to be stored, or one that is there under another kind. */
export interface CaptureRow {
  readonly id: EventId
  readonly observer: string
  readonly kind: CaptureKind
  readonly event: NormalizedEvent
}

/** Stores looks at calls. Needs the locks of their events. */
export async function writeCaptures(tx: LedgerTransaction, rows: readonly CaptureRow[], receivedAt: Date): Promise<void> {
  if (rows.length === 0) return
  const [keys, months] = eventIdList(rows.map(({ id }) => id))
  await tx`
    insert into usage_capture (event_key, month, source_id, kind, observer, received_at, record)
    select event_key, month, source_id, kind, observer, ${receivedAt}, record::jsonb
    from unnest(${keys}::uuid[], ${months}::date[], ${rows.map(({ event }) => event.dimensions.sourceId)}::integer[],
      ${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ observer }) => observer)}::text[],
      ${rows.map(({ event }) => packRecord(event))}::text[])
      as looks(event_key, month, source_id, kind, observer, record)
    on conflict (event_key, month, observer) where observer is not null do update set kind = excluded.kind
    where usage_capture.kind <> excluded.kind`
}

/** A record as `usage_capture` holds it: JSON has no numbers of any size, so those are text. */
export function packRecord(event: NormalizedEvent): string {
  return JSON.stringify(event, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
}

export type StoredRecord = Omit<NormalizedEvent, 'usage' | 'reportedCost'> & {
  readonly usage: Readonly<Record<string, string | null>>
  readonly reportedCost: string | null
}

export function unpackRecord({ usage, reportedCost, ...record }: StoredRecord): NormalizedEvent {
  const counts = usageFields.flatMap((field) => {
    const count = usage[field]
    return count === null || count === undefined ? [] : [[field, BigInt(count)] as const]
  })
  return { ...record, usage: Object.fromEntries(counts), reportedCost: reportedCost === null ? null : BigInt(reportedCost) }
}

/** Tells where a record of a source stands. */
export type RankOf = (event: NormalizedEvent) => number

/** Reads where sources stand now: a setting, which may change between two looks. */
export async function readRanks(sql: LedgerClient | LedgerTransaction, sourceIds: readonly number[]): Promise<RankOf> {
  const rows = await sql<{ id: number; rank: number }[]>`
    select id, rank from source where id = any(${[...new Set(sourceIds)]}::integer[])`
  const ranks = new Map(rows.map(({ id, rank }) => [id, rank]))
  return (event) => {
    const rank = ranks.get(event.dimensions.sourceId) ?? defaultRank
    return isSpanRecord(event) ? Math.min(rank, spanRank) : rank
  }
}

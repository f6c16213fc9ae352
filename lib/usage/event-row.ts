import { getTableColumns } from 'drizzle-orm'
import { usageEvent, type usageSeries } from '@/lib/db/schema/usage'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { UsageField } from '@/lib/pricing/split-usage'
import { toArrayLiteral } from './array-literal'
import type { NormalizedEvent } from './normalized-event'
import type { StoredPrice } from './price-normalized-event'

/** A row of `usage_event`. */
export type EventRow = typeof usageEvent.$inferSelect

/** A row of `usage_series`. */
export type SeriesRow = typeof usageSeries.$inferSelect

/** Which event: the primary key. */
export type EventId = Pick<EventRow, 'eventKey' | 'month'>

type EventProperty = keyof EventRow

interface EventColumn {
  readonly property: EventProperty
  readonly name: string
  readonly sqlType: string
}

/** The columns of `usage_event`, read from its schema: there is no second list by hand. */
export const eventColumns: readonly EventColumn[] = Object.entries(getTableColumns(usageEvent)).map(([property, column]) => ({
  property: property as EventProperty,
  name: column.name,
  sqlType: column.getSQLType(),
}))

/** `event.event_key as "eventKey", …`: selects a row under the names that the schema gives its properties. */
export const eventSelectList = eventColumns.map(({ property, name }) => `event.${name} as "${property}"`).join(', ')

/** `$1::uuid[], $2::date[], …` for `unnest`, in the order of `eventColumns`. */
export function eventArrayParameters(first = 1): string {
  return eventColumns.map(({ sqlType }, index) => `$${first + index}::${sqlType}[]`).join(', ')
}

/** The rows as one array literal for each column, in the order of `eventColumns`. */
export function toEventArrays(rows: readonly EventRow[]): string[] {
  return eventColumns.map(({ property, sqlType }) =>
    toArrayLiteral(
      rows.map((row) => row[property]),
      sqlType,
    ),
  )
}

/** The order in which events are written, everywhere, so that writers who meet wait for each other and never in a circle. */
export function compareEventIds(left: EventId, right: EventId): number {
  if (left.eventKey !== right.eventKey) return left.eventKey < right.eventKey ? -1 : 1
  return left.month < right.month ? -1 : left.month > right.month ? 1 : 0
}

/** Keys and months as two arrays for `unnest`. */
export function eventIdList(ids: readonly EventId[]): [string[], string[]] {
  return [ids.map(({ eventKey }) => eventKey), ids.map(({ month }) => month)]
}

/** First day of the UTC month, `YYYY-MM-01`. */
export function utcMonthOf(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 7)}-01`
}

/** Where what was kept of the record is. */
export interface ArchiveSpot {
  readonly archiveId: bigint
  readonly archiveLine: number
}

/** The series of an event, and what it stated in place of `~other`. */
export interface PlacedSeries {
  readonly seriesId: number
  readonly statedDimensions: Record<string, string> | null
}

const usd = (amount: bigint | null) => (amount === null ? null : formatDecimal(amount))

/** The row of an event that is booked. Written out whole: objects that are spread together cost several times as much. */
export function toEventRow(
  event: NormalizedEvent,
  month: string,
  price: StoredPrice,
  place: PlacedSeries,
  spot: ArchiveSpot | null,
): EventRow {
  const { usage } = event
  return {
    eventKey: event.eventKey,
    month,
    occurredAt: new Date(event.occurredAtMs),
    seriesId: place.seriesId,
    rateSetId: price.rateSetId,
    statusCode: event.statusCode,
    retryCount: event.retryCount,
    latencyMs: event.latencyMs,
    archiveLine: spot?.archiveLine ?? null,
    archiveId: spot?.archiveId ?? null,
    requests: usage.requests ?? 1n,
    inputTokens: usage.input_tokens ?? null,
    cachedInputTokens: usage.cached_input_tokens ?? null,
    cacheWrite5mTokens: usage.cache_write_5m_tokens ?? null,
    cacheWrite1hTokens: usage.cache_write_1h_tokens ?? null,
    audioInputTokens: usage.audio_input_tokens ?? null,
    imageInputTokens: usage.image_input_tokens ?? null,
    videoInputTokens: usage.video_input_tokens ?? null,
    cachedAudioInputTokens: usage.cached_audio_input_tokens ?? null,
    cachedImageInputTokens: usage.cached_image_input_tokens ?? null,
    outputTokens: usage.output_tokens ?? null,
    reasoningTokens: usage.reasoning_tokens ?? null,
    audioOutputTokens: usage.audio_output_tokens ?? null,
    imageOutputTokens: usage.image_output_tokens ?? null,
    videoOutputTokens: usage.video_output_tokens ?? null,
    citationTokens: usage.citation_tokens ?? null,
    webSearchRequests: usage.web_search_requests ?? null,
    socialSearchRequests: usage.social_search_requests ?? null,
    fileSearchRequests: usage.file_search_requests ?? null,
    textMessages: usage.text_messages ?? null,
    audioSeconds: usd(usage.audio_seconds ?? null),
    pages: usage.pages ?? null,
    annotatedPages: usage.annotated_pages ?? null,
    cost: usd(price.cost),
    listCost: usd(price.listCost),
    reportedCost: usd(event.reportedCost),
    isPartlyPriced: price.isPartlyPriced,
    isRetracted: false,
    requestId: event.requestId,
    responseId: event.responseId,
    traceId: event.traceId,
    spanId: event.spanId,
    conversationId: event.conversationId,
    userId: event.userId,
    tenantId: event.tenantId,
    promptHash: event.promptHash,
    errorType: event.errorType,
    statedDimensions: place.statedDimensions,
  }
}

/** The usage that a stored row counts. */
export function readRowUsage(row: EventRow): { readonly [Field in UsageField]: bigint | null } {
  return {
    requests: row.requests,
    input_tokens: row.inputTokens,
    cached_input_tokens: row.cachedInputTokens,
    cache_write_5m_tokens: row.cacheWrite5mTokens,
    cache_write_1h_tokens: row.cacheWrite1hTokens,
    audio_input_tokens: row.audioInputTokens,
    image_input_tokens: row.imageInputTokens,
    video_input_tokens: row.videoInputTokens,
    cached_audio_input_tokens: row.cachedAudioInputTokens,
    cached_image_input_tokens: row.cachedImageInputTokens,
    output_tokens: row.outputTokens,
    reasoning_tokens: row.reasoningTokens,
    audio_output_tokens: row.audioOutputTokens,
    image_output_tokens: row.imageOutputTokens,
    video_output_tokens: row.videoOutputTokens,
    citation_tokens: row.citationTokens,
    web_search_requests: row.webSearchRequests,
    social_search_requests: row.socialSearchRequests,
    file_search_requests: row.fileSearchRequests,
    text_messages: row.textMessages,
    audio_seconds: row.audioSeconds === null ? null : parseDecimal(row.audioSeconds),
    pages: row.pages,
    annotated_pages: row.annotatedPages,
  }
}

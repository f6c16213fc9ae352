import { getTableColumns } from 'drizzle-orm'
import { usageHourly } from '@/lib/db/schema/usage'
import { reservedRateSets } from './reserved-rate-sets'

type KeyColumn = 'hour' | 'seriesId' | 'rateSetId'
type Measure = Exclude<keyof typeof usageHourly.$inferSelect, KeyColumn>

const count = (column: string) => `coalesce(event.${column}, 0)`

const plainInput = `${count('input_tokens')} - ${count('cached_input_tokens')} - ${count('cache_write_5m_tokens')}
  - ${count('cache_write_1h_tokens')} - ${count('audio_input_tokens')} - ${count('image_input_tokens')}
  - ${count('video_input_tokens')} + ${count('cached_audio_input_tokens')} + ${count('cached_image_input_tokens')}`

const plainOutput = `${count('output_tokens')} - ${count('reasoning_tokens')} - ${count('citation_tokens')}
  - ${count('audio_output_tokens')} - ${count('image_output_tokens')} - ${count('video_output_tokens')}`

/**
 * The parts of an event's counts that do not overlap, by meter: `splitUsage` of `lib/pricing`, in SQL. Cached audio is within
 * both audio and cached input, so that taking off both totals takes it off twice; hence the additions at the end.
 */
const quantityExpressions = {
  input: plainInput,
  cachedInput: `${count('cached_input_tokens')} - ${count('cached_audio_input_tokens')} - ${count('cached_image_input_tokens')}`,
  cacheWrite5m: 'event.cache_write_5m_tokens',
  cacheWrite1h: 'event.cache_write_1h_tokens',
  audioInput: `event.audio_input_tokens - ${count('cached_audio_input_tokens')}`,
  cachedAudioInput: 'event.cached_audio_input_tokens',
  imageInput: `event.image_input_tokens - ${count('cached_image_input_tokens')}`,
  cachedImageInput: 'event.cached_image_input_tokens',
  videoInput: 'event.video_input_tokens',
  output: plainOutput,
  reasoning: 'event.reasoning_tokens',
  citation: 'event.citation_tokens',
  audioOutput: 'event.audio_output_tokens',
  imageOutput: 'event.image_output_tokens',
  videoOutput: 'event.video_output_tokens',
  webSearch: 'event.web_search_requests',
  socialSearch: 'event.social_search_requests',
  fileSearch: 'event.file_search_requests',
  audioSecond: 'event.audio_seconds',
  page: `event.pages - ${count('annotated_pages')}`,
  annotatedPage: 'event.annotated_pages',
  textMessage: 'event.text_messages',
} as const satisfies Partial<Record<Measure, string>>

const isCacheHit = `series.outcome = 'cache_hit'`

/** Counts of a cache hit never reached the provider; those of an event whose totals are unknown would be a guess. */
const countsQuantities = `not (${isCacheHit}) and event.rate_set_id <> ${reservedRateSets.missing_tokens}`

const ifCounted = (expression: string) => `case when ${countsQuantities} then ${expression} end`
const requestsIf = (condition: string) => `case when ${condition} then event.requests else 0 end`

/**
 * What one event adds to each measure of a roll-up, in terms of `event` (a row of `usage_event`) and `series`. Booking,
 * retracting, revising, rebuilding and verifying all sum these and nothing else.
 */
const measureExpressions: Readonly<Record<Measure, string>> = {
  requests: 'event.requests',
  errors: requestsIf(`series.outcome = 'error'`),
  input: ifCounted(quantityExpressions.input),
  cachedInput: ifCounted(quantityExpressions.cachedInput),
  cacheWrite5m: ifCounted(quantityExpressions.cacheWrite5m),
  cacheWrite1h: ifCounted(quantityExpressions.cacheWrite1h),
  audioInput: ifCounted(quantityExpressions.audioInput),
  cachedAudioInput: ifCounted(quantityExpressions.cachedAudioInput),
  imageInput: ifCounted(quantityExpressions.imageInput),
  cachedImageInput: ifCounted(quantityExpressions.cachedImageInput),
  videoInput: ifCounted(quantityExpressions.videoInput),
  output: ifCounted(quantityExpressions.output),
  reasoning: ifCounted(quantityExpressions.reasoning),
  citation: ifCounted(quantityExpressions.citation),
  audioOutput: ifCounted(quantityExpressions.audioOutput),
  imageOutput: ifCounted(quantityExpressions.imageOutput),
  videoOutput: ifCounted(quantityExpressions.videoOutput),
  webSearch: ifCounted(quantityExpressions.webSearch),
  socialSearch: ifCounted(quantityExpressions.socialSearch),
  fileSearch: ifCounted(quantityExpressions.fileSearch),
  audioSecond: ifCounted(quantityExpressions.audioSecond),
  page: ifCounted(quantityExpressions.page),
  annotatedPage: ifCounted(quantityExpressions.annotatedPage),
  textMessage: ifCounted(quantityExpressions.textMessage),
  cacheHitInputTokens: `case when ${isCacheHit} then event.input_tokens end`,
  cacheHitOutputTokens: `case when ${isCacheHit} then event.output_tokens end`,
  cost: 'coalesce(event.cost, 0)',
  listCost: `case when ${isCacheHit} then 0 else coalesce(event.list_cost, 0) end`,
  avoidedCost: `case when ${isCacheHit} then event.list_cost end`,
  reportedCost: 'event.reported_cost',
  reportedComputedCost: 'case when event.reported_cost is not null then event.cost end',
  unpricedRequests: requestsIf(
    `event.is_partly_priced or event.rate_set_id between ${reservedRateSets.no_rate} and ${reservedRateSets.unpriced_model}`,
  ),
  missingTokenRequests: requestsIf(`event.rate_set_id = ${reservedRateSets.missing_tokens}`),
  cacheUnknownRequests: requestsIf('series.cache_unknown'),
  // A row that stands for several calls has one latency, and nobody knows of which.
  latencySumMs: 'case when event.requests = 1 then event.latency_ms end',
  latencyCount: 'case when event.requests = 1 and event.latency_ms is not null then 1 end',
}

interface MeasureColumn {
  readonly name: string
  readonly sqlType: string
  /** Null stands for a sum of 0 there, so that what was never counted takes no room and a retraction leaves no trace. */
  readonly isNullable: boolean
  readonly expression: string
}

const hourlyColumns = getTableColumns(usageHourly)
const keyColumns: ReadonlySet<string> = new Set<KeyColumn>(['hour', 'seriesId', 'rateSetId'])
const isMeasure = (property: string): property is Measure => property in hourlyColumns && !keyColumns.has(property)

/** The measures of `usage_hourly` and `usage_daily`, which have the same, in the order of the schema. */
export const measureColumns: readonly MeasureColumn[] = Object.keys(hourlyColumns)
  .filter(isMeasure)
  .map((property) => ({
    name: hourlyColumns[property].name,
    sqlType: hourlyColumns[property].getSQLType(),
    isNullable: !hourlyColumns[property].notNull,
    expression: measureExpressions[property],
  }))

/** Whether an event has its place in the latency histogram. */
export const hasLatency = 'event.requests = 1 and event.latency_ms is not null'

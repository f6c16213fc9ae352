import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

/** US dollars, exact to 10⁻¹⁸, as decimal text in TypeScript. */
const usd = (name: string) => numeric(name, { precision: 38, scale: 18 })

/**
 * What a source said of its calls, without their counts: a combination of dimensions, stored once. It holds nothing that we
 * concluded; who owns it is in `series_ownership`. `fingerprint` is a hash of all dimensions and decides races.
 */
export const usageSeries = pgTable('usage_series', {
  id: serial().primaryKey(),
  fingerprint: uuid().notNull().unique(),
  sourceId: integer('source_id').notNull(),
  billingAccount: text('billing_account'),
  provider: text().notNull(),
  model: text().notNull(),
  requestedModel: text('requested_model'),
  operation: text().notNull(),
  serviceTier: text('service_tier').notNull(),
  region: text(),
  /** The team that the authenticated key names, of an exclusive key. */
  keyTeam: text('key_team'),
  /** The team that the caller names, and where it did: `metadata`, `tag`, `user`, `resource`. */
  tagTeam: text('tag_team'),
  tagBasis: text('tag_basis'),
  /** As reported; only proposes. */
  costCenter: text('cost_center'),
  project: text(),
  service: text(),
  feature: text(),
  environment: text(),
  apiKey: text('api_key'),
  route: text(),
  label1: text('label_1'),
  label2: text('label_2'),
  label3: text('label_3'),
  label4: text('label_4'),
  label5: text('label_5'),
  label6: text('label_6'),
  /** `success`, `error`, `cache_hit`. */
  outcome: text().notNull(),
  isRetry: boolean('is_retry').notNull(),
  missingTokens: boolean('missing_tokens').notNull(),
  cacheUnknown: boolean('cache_unknown').notNull(),
  totalMismatch: boolean('total_mismatch').notNull(),
  tierAssumed: boolean('tier_assumed').notNull(),
  isCapped: boolean('is_capped').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** The counts of a call as reported: totals include their parts. Null is unknown, or not of this kind of call. */
const counts = {
  requests: bigint({ mode: 'bigint' }).notNull(),
  inputTokens: bigint('input_tokens', { mode: 'bigint' }),
  cachedInputTokens: bigint('cached_input_tokens', { mode: 'bigint' }),
  cacheWrite5mTokens: bigint('cache_write_5m_tokens', { mode: 'bigint' }),
  cacheWrite1hTokens: bigint('cache_write_1h_tokens', { mode: 'bigint' }),
  audioInputTokens: bigint('audio_input_tokens', { mode: 'bigint' }),
  imageInputTokens: bigint('image_input_tokens', { mode: 'bigint' }),
  videoInputTokens: bigint('video_input_tokens', { mode: 'bigint' }),
  cachedAudioInputTokens: bigint('cached_audio_input_tokens', { mode: 'bigint' }),
  cachedImageInputTokens: bigint('cached_image_input_tokens', { mode: 'bigint' }),
  outputTokens: bigint('output_tokens', { mode: 'bigint' }),
  reasoningTokens: bigint('reasoning_tokens', { mode: 'bigint' }),
  audioOutputTokens: bigint('audio_output_tokens', { mode: 'bigint' }),
  imageOutputTokens: bigint('image_output_tokens', { mode: 'bigint' }),
  videoOutputTokens: bigint('video_output_tokens', { mode: 'bigint' }),
  citationTokens: bigint('citation_tokens', { mode: 'bigint' }),
  webSearchRequests: bigint('web_search_requests', { mode: 'bigint' }),
  socialSearchRequests: bigint('social_search_requests', { mode: 'bigint' }),
  fileSearchRequests: bigint('file_search_requests', { mode: 'bigint' }),
  textMessages: bigint('text_messages', { mode: 'bigint' }),
  audioSeconds: numeric('audio_seconds', { precision: 38, scale: 18 }),
  pages: bigint({ mode: 'bigint' }),
  annotatedPages: bigint('annotated_pages', { mode: 'bigint' }),
}

/**
 * One call, or a row that stands for several. Range-partitioned by UTC month. Everything that repeats is in the series; a
 * unique key here always holds `event_key`, there are no foreign keys and no triggers, so that the table can be distributed.
 */
export const usageEvent = pgTable(
  'usage_event',
  {
    /** Hash of (response id, part) where that id is strong, else of (source, request id, part). */
    eventKey: uuid('event_key').notNull(),
    /** First day of the UTC month of `occurred_at`. */
    month: date().notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    seriesId: integer('series_id').notNull(),
    /** 0 and below: unpriced, by reason. */
    rateSetId: integer('rate_set_id').notNull(),
    statusCode: smallint('status_code'),
    retryCount: smallint('retry_count'),
    latencyMs: integer('latency_ms'),
    archiveLine: integer('archive_line'),
    archiveId: bigint('archive_id', { mode: 'bigint' }),
    ...counts,
    /** At the rates in force when the call ran; null is unknown. */
    cost: usd('cost'),
    listCost: usd('list_cost'),
    reportedCost: usd('reported_cost'),
    /** Some meter that was used has no rate: `cost` is at least so much. */
    isPartlyPriced: boolean('is_partly_priced').notNull(),
    /** Taken out of the sums; the key stays, so that a replay does not bring it back. */
    isRetracted: boolean('is_retracted').notNull(),
    requestId: text('request_id'),
    responseId: text('response_id'),
    traceId: text('trace_id'),
    spanId: text('span_id'),
    conversationId: text('conversation_id'),
    userId: text('user_id'),
    tenantId: text('tenant_id'),
    promptHash: text('prompt_hash'),
    errorType: text('error_type'),
    /** Dimensions as stated, where the series has `~other` in their place. */
    statedDimensions: jsonb('stated_dimensions').$type<Record<string, string>>(),
  },
  (table) => [
    primaryKey({ columns: [table.eventKey, table.month] }),
    // Read by the request page and by `GET /api/v1/events`; a hash index holds 4 bytes of each text. Full pages: at the default
    // of 75 % every bucket that awaits its split takes a second page.
    index('usage_event_request_id').using('hash', table.requestId).with({ fillfactor: 95 }),
    index('usage_event_trace_id').using('hash', table.traceId).with({ fillfactor: 95 }),
    // Events arrive nearly in order, so that block ranges find a span of time at almost no cost.
    index('usage_event_occurred_at').using('brin', table.occurredAt),
  ],
)

/** Quantities by meter, as in the price book: the parts of an event's counts, which do not overlap. Null: none counted. */
const quantities = {
  input: bigint({ mode: 'bigint' }),
  cachedInput: bigint('cached_input', { mode: 'bigint' }),
  cacheWrite5m: bigint('cache_write_5m', { mode: 'bigint' }),
  cacheWrite1h: bigint('cache_write_1h', { mode: 'bigint' }),
  audioInput: bigint('audio_input', { mode: 'bigint' }),
  cachedAudioInput: bigint('cached_audio_input', { mode: 'bigint' }),
  imageInput: bigint('image_input', { mode: 'bigint' }),
  cachedImageInput: bigint('cached_image_input', { mode: 'bigint' }),
  videoInput: bigint('video_input', { mode: 'bigint' }),
  output: bigint({ mode: 'bigint' }),
  reasoning: bigint({ mode: 'bigint' }),
  citation: bigint({ mode: 'bigint' }),
  audioOutput: bigint('audio_output', { mode: 'bigint' }),
  imageOutput: bigint('image_output', { mode: 'bigint' }),
  videoOutput: bigint('video_output', { mode: 'bigint' }),
  webSearch: bigint('web_search', { mode: 'bigint' }),
  socialSearch: bigint('social_search', { mode: 'bigint' }),
  fileSearch: bigint('file_search', { mode: 'bigint' }),
  audioSecond: numeric('audio_second', { precision: 38, scale: 18 }),
  page: bigint({ mode: 'bigint' }),
  annotatedPage: bigint('annotated_page', { mode: 'bigint' }),
  textMessage: bigint('text_message', { mode: 'bigint' }),
}

/** What is summed, the same at both grains. */
const measures = {
  requests: bigint({ mode: 'bigint' }).notNull(),
  errors: bigint({ mode: 'bigint' }).notNull(),
  ...quantities,
  /** Tokens that a gateway answered from its cache: they cost nothing and stand apart from the sums above. */
  cacheHitInputTokens: bigint('cache_hit_input_tokens', { mode: 'bigint' }),
  cacheHitOutputTokens: bigint('cache_hit_output_tokens', { mode: 'bigint' }),
  cost: usd('cost').notNull(),
  listCost: usd('list_cost').notNull(),
  /** What gateway cache hits would have cost. */
  avoidedCost: usd('avoided_cost'),
  reportedCost: usd('reported_cost'),
  /** Our cost of those events that reported one of their own: the only fair comparison. */
  reportedComputedCost: usd('reported_computed_cost'),
  unpricedRequests: bigint('unpriced_requests', { mode: 'bigint' }).notNull(),
  missingTokenRequests: bigint('missing_token_requests', { mode: 'bigint' }).notNull(),
  cacheUnknownRequests: bigint('cache_unknown_requests', { mode: 'bigint' }).notNull(),
  latencySumMs: bigint('latency_sum_ms', { mode: 'bigint' }),
  latencyCount: bigint('latency_count', { mode: 'bigint' }),
}

/** Sums by UTC hour. */
export const usageHourly = pgTable(
  'usage_hourly',
  {
    hour: timestamp({ withTimezone: true }).notNull(),
    seriesId: integer('series_id').notNull(),
    rateSetId: integer('rate_set_id').notNull(),
    ...measures,
  },
  (table) => [
    primaryKey({ columns: [table.hour, table.seriesId, table.rateSetId] }),
    // Read by reports of few series by hour, and for the latest hour of each.
    index('usage_hourly_series_id_hour').on(table.seriesId, table.hour),
  ],
)

/**
 * When the cost that a source reports is another than ours: by more than a share of the larger, and by more dollars than rounding
 * makes.
 */
export const costVariance =
  sql.raw(`coalesce(reported_cost <> reported_computed_cost and abs(reported_cost - reported_computed_cost)
  > greatest(0.000001, 0.01 * greatest(reported_cost, reported_computed_cost)), false)`)

/** Sums by day of the organisation's reporting zone. */
export const usageDaily = pgTable(
  'usage_daily',
  {
    day: date().notNull(),
    seriesId: integer('series_id').notNull(),
    rateSetId: integer('rate_set_id').notNull(),
    ...measures,
    /** Something in it has no price or no tokens, or a source reports another cost. Triage reads these rows and no others. */
    hasGap: boolean('has_gap').generatedAlwaysAs(sql`unpriced_requests > 0 or missing_token_requests > 0 or ${costVariance}`),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.seriesId, table.rateSetId] }),
    // Read where few series are asked for: the gaps of triage, a rule's preview. Updates of sums do not touch it.
    index('usage_daily_series_id_day').on(table.seriesId, table.day),
    // An update of sums leaves it alone too, unless the row begins or ceases to have a gap.
    index('usage_daily_gap').on(table.day).where(sql`has_gap`),
  ],
)

/**
 * How many calls took how long, in four exponential buckets per doubling from 1 ms. The counts of all buckets stand in one
 * number, twelve decimal digits each, so that a sum of histograms is one sum (`latency_histogram` in SQL, `readHistogram` here).
 */
export const usageLatencyDaily = pgTable(
  'usage_latency_daily',
  {
    day: date().notNull(),
    seriesId: integer('series_id').notNull(),
    histogram: numeric().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.seriesId] })],
)

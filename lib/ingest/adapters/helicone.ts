import { type AdaptedRecord, type Adapter, type AdapterContext, captureRanks, eventOf, refused } from './adapter'
import { readAnthropicUsage } from './anthropic'
import { readGoogleUsage } from './google'
import { openAiContent, readPathOperation } from './openai'
import { readOpenAiUsage } from './openai-usage'
import { findProviderOfModel, readProviderName, readServiceTier } from './provider-name'
import { metadataOf, readHeaders, readOwners } from './read-owners'
import { bodyPaths, unpackWrapper } from './read-wrapper'
import { firstTime } from './source-time'
import { countAt, dropAbsent, isSourceRecord, measureAt, recordAt, type SourceRecord, textAt, valueAt } from './source-values'

const metadataFields = [
  'cost',
  'promptTokens',
  'completionTokens',
  'totalTokens',
  'latencyMs',
  'model',
  'provider',
  'status',
  'createdAt',
]

/** What Helicone's webhook sends of a call. */
export const helicone: Adapter = {
  format: 'helicone',
  name: 'Helicone webhook',
  rank: captureRanks.gateway,
  dropped: [...openAiContent, 'contents', 'candidates', 'system', 'thinking', 'request_response_url'],
  packed: ['request_body', 'response_body', 'metadata'],
  kept: [
    ...[
      'request_id',
      'created_at',
      'request_created_at',
      'timestamp',
      'model',
      'provider',
      'request_path',
      'response_status',
      'request_properties.@',
    ],
    ...['properties.@', ...metadataFields.map((name) => `metadata.${name}`), 'metadata.@'],
    ...bodyPaths(
      'id',
      'model',
      'modelVersion',
      'created',
      'created_at',
      'service_tier',
      'usage.*',
      'usageMetadata.*',
      'usage.service_tier',
    ),
  ],
  unpack: (record) => unpackWrapper(isSourceRecord(record) ? { ...record, metadata: metadataOf(record.metadata) } : record),
  read: readCall,
}

function readCall(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: what the webhook sends')
  const owners = readOwners(
    [
      { values: metadataOf(record.request_properties), basis: 'tag' },
      { values: metadataOf(record.properties), basis: 'tag' },
      { values: recordAt(record, 'metadata'), basis: 'tag' },
      { values: stripPrefix(record.request_headers), basis: 'tag' },
      { values: { user: textAt(record, 'user_id', 'request_user_id') ?? textAt(record, 'request_body.user') }, basis: 'user' },
    ],
    context,
  )
  const body = recordAt(record, 'response_body')
  const served = textAt(body, 'model', 'modelVersion') ?? textAt(record, 'metadata.model', 'model')
  const asked = textAt(record, 'request_body.model')
  const code = measureAt(record, 'response_status', 'metadata.status')
  const isError = (code !== null && code >= 400) || isSourceRecord(body.error)
  return eventOf(
    dropAbsent({
      ...owners.fields,
      timestamp: firstTime(
        record.request_created_at,
        record.created_at,
        record.timestamp,
        valueAt(record, 'metadata.createdAt'),
        body.created,
        body.created_at,
      ),
      provider: readProviderName(textAt(record, 'metadata.provider', 'provider')) ?? findProviderOfModel(served ?? asked),
      model: served ?? asked,
      requested_model: asked !== served ? asked : undefined,
      operation: readPathOperation(textAt(record, 'request_path')) ?? 'chat',
      request_id: textAt(record, 'request_id'),
      response_id: textAt(body, 'id'),
      service_tier: readServiceTier(textAt(body, 'service_tier') ?? textAt(body, 'usage.service_tier')),
      ...readUsage(record, body),
      latency_ms: measureAt(record, 'metadata.latencyMs'),
      reported_cost_usd: readCost(valueAt(record, 'metadata.cost')),
      status: isError ? 'error' : 'success',
      status_code: code,
      error_type: textAt(body, 'error.code', 'error.type'),
      prompt_hash:
        context.hashPrompt(valueAt(record, 'request_body.messages')) ?? context.hashPrompt(valueAt(record, 'request_body.input')),
    }),
    { ...owners.hints, isCacheUnknown: Object.keys(recordAt(body, 'usage')).length === 0 && !isSourceRecord(body.usageMetadata) },
  )
}

/** Properties come as headers, `Helicone-Property-Team`. */
const stripPrefix = (headers: unknown) =>
  readHeaders(headers).map(({ name, value }) => ({ name: name.replace(/^helicone-(?:property-)?/i, ''), value }))

/** The answer's own counts where it is there; else those of the webhook. */
function readUsage(record: SourceRecord, body: SourceRecord): Record<string, unknown> {
  const usage = recordAt(body, 'usage')
  if (isSourceRecord(body.usageMetadata)) return readGoogleUsage(body.usageMetadata)
  const isAnthropic = textAt(body, 'type') === 'message' || valueAt(usage, 'cache_read_input_tokens') !== undefined
  if (Object.keys(usage).length > 0) return isAnthropic ? readAnthropicUsage(usage) : readOpenAiUsage(usage)
  return {
    input_tokens: countAt(record, 'metadata.promptTokens'),
    output_tokens: countAt(record, 'metadata.completionTokens'),
    total_tokens: countAt(record, 'metadata.totalTokens'),
  }
}

/** Helicone writes 0 where it knows no price. */
const readCost = (cost: unknown): unknown => (typeof cost === 'number' && cost > 0 ? cost : undefined)

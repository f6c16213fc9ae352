import {
  type AdaptedRecord,
  type Adapter,
  type AdapterContext,
  type CanonicalFields,
  captureRanks,
  eventOf,
  ignored,
  refused,
} from './adapter'
import { findProviderOfModel, readProviderName } from './provider-name'
import { metadataOf, readOwners, readTags } from './read-owners'
import { firstTime, spanMs } from './source-time'
import { countAt, dropAbsent, isSourceRecord, parseRecord, type SourceRecord, someOf, sumCounts, textAt } from './source-values'

const kept = [
  ...[
    'id',
    'traceId',
    'trace_id',
    'type',
    'startTime',
    'start_time',
    'endTime',
    'end_time',
    'model',
    'providedModelName',
    'environment',
  ],
  ...[
    'level',
    'usageDetails.*',
    'usage_details.*',
    'costDetails.*',
    'cost_details.*',
    'usage.*',
    'metadata.@',
    'traceMetadata.@',
    'tags.#',
  ],
  ...['parentObservationId', 'sessionId'],
]

/** Observations of Langfuse as its export and API write them. Its spans come over OTLP. */
export const langfuse: Adapter = {
  format: 'langfuse',
  name: 'Langfuse observations',
  rank: captureRanks.sdk,
  dropped: ['input', 'output', 'prompt', 'statusMessage'],
  packed: ['usageDetails', 'usage_details', 'costDetails', 'cost_details', 'metadata'],
  kept,
  unpack: (record) => {
    if (!isSourceRecord(record)) return record
    const names = ['usageDetails', 'usage_details', 'costDetails', 'cost_details', 'metadata'].filter(
      (name) => parseRecord(record[name]) !== null,
    )
    return { ...record, ...Object.fromEntries(names.map((name) => [name, parseRecord(record[name])])) }
  },
  read: readObservation,
}

const billable = new Set(['generation', 'embedding'])

function readObservation(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: an observation')
  const type = (textAt(record, 'type') ?? '').toLowerCase()
  if (!billable.has(type)) return ignored('an observation that is no call of a model')
  const metadata = metadataOf(record.metadata)
  const owners = readOwners(
    [
      { values: metadata, basis: 'tag' },
      { values: metadataOf(record.traceMetadata), basis: 'tag' },
      { values: readTags(record.tags), basis: 'tag' },
      { values: { environment: textAt(record, 'environment') }, basis: 'tag' },
      { values: { user: textAt(record, 'userId', 'user_id') }, basis: 'user' },
    ],
    context,
  )
  const model = textAt(record, 'model', 'providedModelName', 'provided_model_name')
  const details = parseRecord(record.usageDetails) ?? parseRecord(record.usage_details) ?? {}
  const costs = parseRecord(record.costDetails) ?? parseRecord(record.cost_details) ?? {}
  const [start, end] = [firstTime(record.startTime, record.start_time), firstTime(record.endTime, record.end_time)]
  return eventOf(
    dropAbsent({
      ...owners.fields,
      timestamp: start,
      provider: readProviderName(textAt(metadata, 'ls_provider', 'provider')) ?? findProviderOfModel(model) ?? 'unknown',
      model,
      operation: type === 'embedding' || /embed/i.test(model ?? '') ? 'embeddings' : 'chat',
      trace_id: textAt(record, 'traceId', 'trace_id'),
      span_id: textAt(record, 'id'),
      request_id: textAt(record, 'id'),
      conversation_id: textAt(record, 'sessionId', 'session_id'),
      ...readLangfuseUsage(details),
      reported_cost_usd: someOf(countAt(costs, 'total')),
      latency_ms: spanMs(start, end),
      status: textAt(record, 'level') === 'ERROR' ? 'error' : 'success',
    }),
    owners.hints,
  )
}

/**
 * Langfuse's buckets do not overlap: `input` is what is in no other bucket that begins with it, so all of them are added. `total`
 * checks the sum.
 */
export function readLangfuseUsage(details: SourceRecord): CanonicalFields {
  const named = (pattern: RegExp) => Object.keys(details).filter((name) => pattern.test(name))
  const sum = (pattern: RegExp) => sumCounts(...named(pattern).map((name) => countAt(details, name)))
  return {
    input_tokens: sum(/^(?:input|prompt|cache_read_input|cache_creation_input)(?:_|$)/),
    cached_input_tokens: sum(/^(?:input_(?:cached_tokens|cache_read|cache_read_tokens)|cache_read_input_tokens)$/),
    cache_write_5m_tokens: someOf(sum(/^(?:input_cache_(?:creation|write)\w*|cache_creation_input_tokens)$/)),
    audio_input_tokens: someOf(sum(/^input_audio(?:_tokens)?$/)),
    output_tokens: sum(/^(?:output|completion)(?:_|$)/),
    reasoning_tokens: someOf(sum(/^output_reasoning(?:_tokens)?$/)),
    audio_output_tokens: someOf(sum(/^output_audio(?:_tokens)?$/)),
    total_tokens: countAt(details, 'total'),
  }
}

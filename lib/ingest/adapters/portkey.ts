import { type AdaptedRecord, type Adapter, type AdapterContext, captureRanks, eventOf, refused } from './adapter'
import { readAnthropicUsage } from './anthropic'
import { openAiContent, readPathOperation } from './openai'
import { readOpenAiUsage } from './openai-usage'
import { readProviderName } from './provider-name'
import { metadataOf, readOwners } from './read-owners'
import { bodyPaths, unpackWrapper } from './read-wrapper'
import { firstTime } from './source-time'
import { countAt, dropAbsent, isSourceRecord, measureAt, recordAt, type SourceRecord, textAt, valueAt } from './source-values'

/** Rows of Portkey's log export. */
export const portkey: Adapter = {
  format: 'portkey',
  name: 'Portkey log export',
  rank: captureRanks.gateway,
  dropped: openAiContent,
  packed: ['response', 'request', 'metadata'],
  kept: [
    ...[
      'id',
      'trace_id',
      'created_at',
      'is_success',
      'ai_org',
      'ai_model',
      'req_units',
      'res_units',
      'total_units',
      'request_url',
      'cost',
    ],
    ...[
      'cost_currency',
      'response_time',
      'response_status_code',
      'mode',
      'metadata.@',
      'cache_status',
      ...bodyPaths('id', 'model', 'usage.*'),
    ],
  ],
  unpack: (record) => unpackWrapper(isSourceRecord(record) ? { ...record, metadata: metadataOf(record.metadata) } : record),
  read: readRow,
}

function readRow(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: a row of the log export')
  const metadata = metadataOf(record.metadata)
  const owners = readOwners(
    [
      { values: metadata, basis: 'tag' },
      { values: { user: textAt(metadata, '_user') }, basis: 'user' },
    ],
    context,
  )
  const usage = recordAt(record, 'response.usage')
  const [served, asked] = [textAt(record, 'response.model') ?? textAt(record, 'ai_model'), textAt(record, 'ai_model')]
  const code = measureAt(record, 'response_status_code')
  const isHit = /^(?:hit|semantic_hit|semantic hit)$/i.test(textAt(record, 'cache_status') ?? '')
  const isError = record.is_success === false || record.is_success === 'false' || record.is_success === 0
  return eventOf(
    dropAbsent({
      ...owners.fields,
      timestamp: firstTime(record.created_at),
      provider: readProviderName(textAt(record, 'ai_org')),
      model: served,
      requested_model: asked !== served ? asked : undefined,
      operation: readPathOperation(textAt(record, 'request_url')) ?? 'chat',
      request_id: textAt(record, 'id'),
      response_id: textAt(record, 'response.id'),
      trace_id: textAt(record, 'trace_id'),
      ...readUnits(record, usage),
      latency_ms: measureAt(record, 'response_time'),
      status: isHit ? 'cache_hit' : isError ? 'error' : 'success',
      status_code: code,
      prompt_hash: context.hashPrompt(valueAt(record, 'request.messages')),
      // Whether `cost` counts dollars or cents is nowhere stated, so it is kept as evidence only.
    }),
    { ...owners.hints, isTierUnknown: true, isCacheUnknown: Object.keys(usage).length === 0 },
  )
}

/** Where the export has the answer, its own counts; else the units, which are tokens and nothing finer. */
function readUnits(record: SourceRecord, usage: SourceRecord): Record<string, unknown> {
  if (valueAt(usage, 'cache_read_input_tokens') !== undefined && valueAt(usage, 'prompt_tokens') === undefined)
    return readAnthropicUsage(usage)
  if (Object.keys(usage).length > 0) return readOpenAiUsage(usage)
  return {
    input_tokens: countAt(record, 'req_units'),
    output_tokens: countAt(record, 'res_units'),
    total_tokens: countAt(record, 'total_units'),
  }
}

import {
  type AdaptedRecord,
  type Adapter,
  type AdapterContext,
  type CanonicalFields,
  captureRanks,
  ignored,
  refused,
} from './adapter'
import { readOpenAiUsage } from './openai-usage'
import { readProviderName } from './provider-name'
import { readHeaders, readOwners } from './read-owners'
import { firstTime } from './source-time'
import {
  countAt,
  dropAbsent,
  isSourceRecord,
  measureAt,
  readNumber,
  recordAt,
  type SourceRecord,
  someOf,
  textAt,
} from './source-values'

/** Log entries of Kong with the `ai` object of its AI Gateway plugins. */
export const kong: Adapter = {
  format: 'kong',
  name: 'Kong AI Gateway',
  rank: captureRanks.gateway,
  dropped: ['payload', 'original', 'sanitized', 'sanitized_items', 'body', 'arguments', 'rpc'],
  kept: [
    ...[
      'started_at',
      'timestamp',
      'request.id',
      'response.status',
      'latencies.*',
      'route.name',
      'service.name',
      'consumer.username',
    ],
    ...['consumer.custom_id', 'consumer.id', 'request.headers.@', 'workspace_name'],
    ...['proxy', 'ai-proxy-advanced', 'ai-proxy'].flatMap((plugin) => [
      ...[
        'usage.*',
        'meta.request_model',
        'meta.response_model',
        'meta.provider_name',
        'meta.llm_latency',
        'meta.request_mode',
      ].map((path) => `ai.${plugin}.${path}`),
      ...[
        'cache.cache_status',
        'rag-inject.embeddings_tokens',
        'rag-inject.embeddings_provider',
        'rag-inject.embeddings_model',
      ].map((path) => `ai.${plugin}.${path}`),
    ]),
    'ai.meta.plugin_id',
  ],
  read: (record, context) => {
    if (!isSourceRecord(record)) return refused('', 'must be an object: a log entry of Kong')
    const plugins = Object.entries(recordAt(record, 'ai')).flatMap(([name, plugin]) => {
      const isCall = isSourceRecord(plugin) && (isSourceRecord(plugin.usage) || isSourceRecord(plugin.meta))
      return isCall ? [{ name, plugin }] : []
    })
    if (plugins.length === 0) return ignored('an entry without a call of a model, such as a tool call or an ordinary request')
    return plugins.flatMap(({ name, plugin }, index) => readPlugin(record, plugin, index === 0 ? undefined : name, context))
  },
}

function readPlugin(
  record: SourceRecord,
  plugin: SourceRecord,
  part: string | undefined,
  context: AdapterContext,
): AdaptedRecord[] {
  const owners = readOwners(
    [
      { values: readHeaders(recordAt(record, 'request').headers), basis: 'tag' },
      { values: readHeaders(recordAt(record, 'custom')), basis: 'tag' },
    ],
    context,
  )
  const usage = recordAt(plugin, 'usage')
  const [asked, served] = [textAt(plugin, 'meta.request_model'), textAt(plugin, 'meta.response_model')]
  const isHit = (textAt(plugin, 'cache.cache_status') ?? '').toLowerCase() === 'hit'
  const status = measureAt(record, 'response.status')
  const shared: CanonicalFields = {
    ...owners.fields,
    timestamp: firstTime(record.started_at, record.timestamp),
    request_id: textAt(record, 'request.id'),
    route: textAt(record, 'route.name'),
    api_key_id: textAt(record, 'consumer.username', 'consumer.custom_id', 'consumer.id'),
  }
  const cost = readNumber(usage.cost)
  const event: CanonicalFields = {
    ...shared,
    provider: readProviderName(textAt(plugin, 'meta.provider_name')),
    model: served ?? asked,
    requested_model: asked !== served ? asked : undefined,
    operation: /embed/i.test(served ?? asked ?? '') ? 'embeddings' : 'chat',
    ...readOpenAiUsage(usage),
    latency_ms: measureAt(plugin, 'meta.llm_latency') ?? measureAt(record, 'latencies.request'),
    status: isHit ? 'cache_hit' : status !== null && status >= 400 ? 'error' : 'success',
    status_code: status,
    // Kong writes 0 where no prices are configured.
    reported_cost_usd: isHit ? undefined : someOf(cost),
  }
  const hints = { ...owners.hints, isTierUnknown: true, part }
  return [{ kind: 'event', event: dropAbsent(event), hints }, ...readRetrieval(shared, plugin, hints)]
}

/** The embeddings that a plugin makes of the prompt on its own account, to look documents up. */
function readRetrieval(shared: CanonicalFields, plugin: SourceRecord, hints: { part?: string }): AdaptedRecord[] {
  const tokens = countAt(plugin, 'rag-inject.embeddings_tokens')
  const model = textAt(plugin, 'rag-inject.embeddings_model')
  if (!someOf(tokens) || model === null) return []
  const event = {
    ...shared,
    provider: readProviderName(textAt(plugin, 'rag-inject.embeddings_provider')),
    model,
    operation: 'embeddings',
    input_tokens: tokens,
    status: 'success',
  }
  return [{ kind: 'event', event: dropAbsent(event), hints: { ...hints, part: `${hints.part ?? ''}rag-embeddings` } }]
}

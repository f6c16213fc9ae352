import { type AdaptedRecord, type Adapter, type AdapterContext, captureRanks, eventOf, ignored, refused } from './adapter'
import { readPathOperation } from './openai'
import { findProviderOfHost, findProviderOfModel, readProviderName } from './provider-name'
import { readHeaders, readOwners } from './read-owners'
import { readSourceTime } from './source-time'
import { dropAbsent, isSourceRecord, readNumber, type SourceRecord, someOf } from './source-values'

const usageFields = [
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.total_tokens',
  'gen_ai.usage.cached_input_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.cache_creation_input_tokens',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.reasoning_tokens',
] as const

/** Lines of the access log of Envoy AI Gateway, with the keys that its documentation chooses. */
export const envoy: Adapter = {
  format: 'envoy',
  name: 'Envoy AI Gateway',
  rank: captureRanks.gateway,
  dropped: [],
  kept: [
    ...[
      'start_time',
      'duration',
      'response_code',
      'response_flags',
      'x-request-id',
      'x-envoy-origin-path',
      'route_name',
      ':authority',
      '@',
    ],
    ...['gen_ai.provider.name', 'gen_ai.request.model', 'gen_ai.response.model', 'gen_ai.operation.name', ...usageFields],
  ],
  read: readLine,
}

/** The first of the keys that says something; a dash means nothing. */
function fieldOf(record: SourceRecord, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined
    if (value !== undefined && value !== null && value !== '-' && value !== '') return value
  }
  return undefined
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)

function readLine(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: a line of the access log as JSON')
  const asked = textOf(fieldOf(record, 'gen_ai.request.model', 'gen_ai.original.model'))
  const served = textOf(fieldOf(record, 'gen_ai.response.model', 'gen_ai.request.model_override')) ?? asked
  if (served === null) return ignored('a line without a model, such as a tool call or an ordinary request')
  const owners = readOwners([{ values: readHeaders(record), basis: 'tag' }], context)
  const count = (...names: readonly string[]) => readNumber(fieldOf(record, ...names))
  const code = readNumber(fieldOf(record, 'response_code'))
  const isError = typeof code === 'number' && (code >= 400 || code === 0)
  const path = textOf(fieldOf(record, 'x-envoy-origin-path', 'path'))
  const cached = count('gen_ai.usage.cached_input_tokens', 'gen_ai.usage.cache_read.input_tokens')
  return eventOf(
    dropAbsent({
      ...owners.fields,
      timestamp: readSourceTime(fieldOf(record, 'start_time')),
      provider: readProvider(record, served),
      model: served,
      requested_model: asked !== served ? asked : undefined,
      operation: readPathOperation(path) ?? 'chat',
      request_id: textOf(fieldOf(record, 'x-request-id')),
      route: textOf(fieldOf(record, 'route_name')),
      input_tokens: count('gen_ai.usage.input_tokens'),
      cached_input_tokens: cached,
      cache_write_5m_tokens: someOf(
        count('gen_ai.usage.cache_creation_input_tokens', 'gen_ai.usage.cache_creation.input_tokens'),
      ),
      output_tokens: count('gen_ai.usage.output_tokens'),
      reasoning_tokens: someOf(count('gen_ai.usage.reasoning_tokens')),
      total_tokens: count('gen_ai.usage.total_tokens'),
      latency_ms: count('duration'),
      status: isError ? 'error' : 'success',
      // 0 is a connection that ended without an answer.
      status_code: code === 0 ? undefined : code,
      error_type: isError ? textOf(fieldOf(record, 'response_flags')) : undefined,
    }),
    { ...owners.hints, isTierUnknown: true, isCacheUnknown: cached === undefined },
  )
}

/** The provider's field names a route of the gateway; then the upstream host, then the model itself has to tell. */
function readProvider(record: SourceRecord, model: string): string {
  const named = textOf(fieldOf(record, 'gen_ai.provider.name', 'gen_ai.system'))
  const stated = named !== null && !named.includes('/') ? readProviderName(named) : null
  return stated ?? findProviderOfHost(textOf(fieldOf(record, ':authority'))) ?? findProviderOfModel(model) ?? 'unknown'
}

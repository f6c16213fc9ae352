import {
  type AdaptedRecord,
  type Adapter,
  type AdapterContext,
  type CanonicalFields,
  captureRanks,
  ignored,
  refused,
} from './adapter'
import { readProviderName, readServiceTier } from './provider-name'
import { headerOf } from './read-owners'
import { unpackStream } from './read-stream'
import {
  bodyPaths,
  openWrapper,
  readWrapper,
  readWrapperStatus,
  readWrapperTime,
  unpackWrapper,
  type WrappedBody,
  wrapperPaths,
} from './read-wrapper'
import {
  countAt,
  dropAbsent,
  isSourceRecord,
  listAt,
  recordAt,
  type SourceRecord,
  someOf,
  sumCounts,
  textAt,
  valueAt,
} from './source-values'

/** Messages of Anthropic: an answer, a stream, or a line of a batch's results. */
export const anthropic: Adapter = {
  format: 'anthropic',
  name: 'Anthropic Messages',
  rank: captureRanks.responseBody,
  dropped: [
    'messages',
    'system',
    'tools',
    'content',
    'text',
    'thinking',
    'signature',
    'input',
    'partial_json',
    'explanation',
    'citations',
  ],
  packed: ['stream', 'response', 'body', 'response_body', 'request', 'request_body'],
  kept: [
    ...wrapperPaths,
    ...bodyPaths(
      'id',
      'type',
      'model',
      'usage.*',
      'usage.service_tier',
      'usage.inference_geo',
      'usage.iterations.type',
      'usage.iterations.model',
    ),
    ...['custom_id', 'result.type', 'result.message.id', 'result.message.model', 'result.message.usage.*'],
    ...['result.message.usage.service_tier', 'result.message.usage.inference_geo', 'result.error.error.type'],
  ],
  unpack: (record) => unpackStream(unpackWrapper(record), assembleStream),
  read: readMessage,
}

/**
 * Counts of Anthropic's `usage`, which names the uncached input alone: the total is the sum with what was read from and written to
 * the cache. A write whose lifetime is not told is one of five minutes. Undefined where there is no usage.
 */
export function readAnthropicUsage(usage: SourceRecord): CanonicalFields {
  const read = countAt(usage, 'cache_read_input_tokens')
  const written = countAt(usage, 'cache_creation_input_tokens')
  const write5m = countAt(usage, 'cache_creation.ephemeral_5m_input_tokens')
  const write1h = countAt(usage, 'cache_creation.ephemeral_1h_input_tokens')
  const split = sumCounts(write5m, write1h)
  const uncached = countAt(usage, 'input_tokens')
  const writes =
    split === undefined || (split === 0 && someOf(written) !== undefined) ? { short: written } : { short: write5m, long: write1h }
  return {
    // Without the uncached part the sum would pass for the whole input.
    input_tokens: uncached === undefined ? undefined : sumCounts(uncached, read, writes.short, writes.long),
    cached_input_tokens: read ?? (uncached === undefined ? undefined : 0),
    cache_write_5m_tokens: someOf(writes.short),
    cache_write_1h_tokens: someOf(writes.long),
    output_tokens: countAt(usage, 'output_tokens'),
    reasoning_tokens: someOf(countAt(usage, 'output_tokens_details.thinking_tokens')),
    web_search_requests: someOf(countAt(usage, 'server_tool_use.web_search_requests')),
  }
}

function readMessage(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: the answer of Anthropic, bare or under response')
  const wrapped = openMessage(record)
  if (isAggregate(record) || listAt(wrapped.body, 'data').some(isAggregate)) {
    return ignored('a bucket of a usage or cost report: it is evidence, not a call')
  }
  const { outer, body, request, headers } = wrapped
  const { fields, hints } = readWrapper(wrapped, context)
  const usage = recordAt(body, 'usage')
  const model = textAt(body, 'model') ?? textAt(outer, 'model') ?? textAt(request, 'model')
  const asked = textAt(request, 'model') ?? textAt(outer, 'requested_model')
  const id = textAt(body, 'id')
  const event: CanonicalFields = {
    request_id: id ?? textAt(body, 'request_id') ?? headerOf(headers, 'request-id') ?? undefined,
    response_id: id ?? undefined,
    billing_account_id: headerOf(headers, 'anthropic-organization-id') ?? undefined,
    ...fields,
    timestamp: readWrapperTime(wrapped),
    provider: readProviderName(textAt(outer, 'provider')) ?? 'anthropic',
    model,
    requested_model: asked !== null && asked !== model ? asked : undefined,
    operation: textAt(outer, 'operation') ?? 'chat',
    service_tier: readTier(wrapped),
    region: readGeo(usage) ?? fields.region,
    prompt_hash: context.hashPrompt(valueAt(request, 'messages')) ?? context.hashPrompt(valueAt(outer, 'messages')),
    ...readAnthropicUsage(usage),
    ...readWrapperStatus(wrapped),
  }
  const whole = dropAbsent(event)
  return [
    { kind: 'event', event: whole, hints },
    ...readAdvisors(whole, usage).map(
      ({ part, ...own }): AdaptedRecord => ({
        kind: 'event',
        event: own.event,
        hints: { ...hints, part },
      }),
    ),
  ]
}

const isAggregate = (record: unknown): boolean =>
  isSourceRecord(record) &&
  (Array.isArray(record.results) || record.starting_at !== undefined || record.usage_date_utc !== undefined)

/** The results of a batch wrap each answer in their own way. */
function openMessage(record: SourceRecord): WrappedBody {
  const result = valueAt(record, 'result')
  if (!isSourceRecord(result)) return openWrapper(record)
  const body = recordAt(result, 'message')
  const error = valueAt(result, 'error.error')
  return {
    ...openWrapper(record),
    outer: { ...record, is_batch: true },
    body: isSourceRecord(error) ? { ...body, error } : body,
    isBare: false,
  }
}

/** Another model that was asked for advice is paid at its own price, and its tokens are not in those of the answer. */
function readAdvisors(whole: CanonicalFields, usage: SourceRecord): { event: CanonicalFields; part: string }[] {
  const advisors = listAt(usage, 'iterations').filter((one) => textAt(one, 'type') === 'advisor_message' && isSourceRecord(one))
  const { web_search_requests: _searches, reported_cost_usd: _cost, ...shared } = whole
  return advisors.map((one, index) => {
    const own = isSourceRecord(one) ? one : {}
    const event = { ...shared, ...noCounts, ...readAnthropicUsage(own), model: textAt(own, 'model') ?? whole.model }
    return { event: dropAbsent(event), part: `advisor-${index}` }
  })
}

/** Nothing of the answer's own counts must stand where the advisor's are absent. */
const noCounts: CanonicalFields = Object.fromEntries(Object.keys(readAnthropicUsage({})).map((field) => [field, undefined]))

const readGeo = (usage: SourceRecord): string | undefined => {
  const geo = textAt(usage, 'inference_geo')
  return geo === null || geo === 'not_available' ? undefined : geo
}

function readTier({ outer, body, request }: WrappedBody): string | undefined {
  const served = readServiceTier(textAt(body, 'usage.service_tier'))
  if (outer.is_batch === true) return 'batch'
  // Asked for is not served: `auto` may end at either.
  return (
    served ?? readServiceTier(textAt(outer, 'service_tier', 'billing_tier')) ?? readServiceTier(textAt(request, 'service_tier'))
  )
}

/** The start of a stream names the input, and each delta the whole output until then: the last value of each field holds. */
function assembleStream(payloads: readonly SourceRecord[]): SourceRecord {
  const start = recordAt(payloads.find((payload) => payload.type === 'message_start') ?? {}, 'message')
  const usages = [recordAt(start, 'usage'), ...payloads.map((payload) => recordAt(payload, 'usage'))]
  const error = payloads.find((payload) => payload.type === 'error')
  return {
    ...dropAbsent({ id: start.id, type: start.type, model: start.model }),
    usage: Object.assign({}, ...usages.map(dropAbsent)),
    ...(error ? { error: error.error } : {}),
  }
}

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
import { readAnthropicUsage } from './anthropic'
import { readAwsModel, readServiceTier } from './provider-name'
import { readOwners } from './read-owners'
import {
  bodyPaths,
  openWrapper,
  readWrapper,
  readWrapperStatus,
  readWrapperTime,
  unpackWrapper,
  wrapperPaths,
} from './read-wrapper'
import { readSourceTime } from './source-time'
import {
  countAt,
  dropAbsent,
  isSourceRecord,
  listAt,
  measureAt,
  parseRecord,
  recordAt,
  type SourceRecord,
  someOf,
  sumCounts,
  textAt,
  valueAt,
} from './source-values'

/** Model-invocation logs of Amazon Bedrock, and answers of its Converse and InvokeModel calls. */
export const bedrock: Adapter = {
  format: 'bedrock',
  name: 'Amazon Bedrock',
  rank: captureRanks.responseBody,
  dropped: [
    'inputBodyJson',
    'messages',
    'content',
    'text',
    'outputText',
    'generation',
    'completion',
    'toolUse',
    'tool',
    'embedding',
    'inputText',
    'prompt',
    'generations',
  ],
  packed: ['message', 'response', 'body', 'response_body', 'request', 'request_body'],
  kept: [
    ...wrapperPaths,
    ...bodyPaths('id', 'model', 'modelId', 'usage.*', 'usage.cacheDetails.ttl', 'metrics.*', 'stopReason', 'serviceTier.type'),
    ...[
      'schemaType',
      'schemaVersion',
      'timestamp',
      'accountId',
      'region',
      'inferenceRegion',
      'requestId',
      'operation',
      'modelId',
    ],
    ...['identity.arn', 'requestMetadata.@', 'requestMetadata.traceId', 'errorCode', 'serviceTier', 'input.inputTokenCount'],
    ...['input.cacheReadInputTokenCount', 'input.cacheWriteInputTokenCount', 'output.outputTokenCount'],
    ...['output.outputBodyJson.metrics.*', 'output.outputBodyJson.amazon-bedrock-invocationMetrics.*'],
  ],
  unpack: (record) => unpackWrapper(hideSession(unpackMessage(record))),
  read: (record, context) => {
    if (!isSourceRecord(record))
      return refused('', 'must be an object: a record of the invocation log or an answer under response')
    const type = textAt(record, 'schemaType')
    if (type !== null && type !== 'ModelInvocationLog') return ignored('a log record of another kind')
    const isLog = type !== null || (record.modelId !== undefined && (record.input !== undefined || record.output !== undefined))
    return isLog ? readLog(record, context) : readAnswer(record, context)
  },
}

/** CloudWatch hands each record over as the text of a message. */
function unpackMessage(record: unknown): unknown {
  return isSourceRecord(record) && typeof record.message === 'string' ? (parseRecord(record.message) ?? record) : record
}

/** The session of an assumed role is often the e-mail of a person. */
function hideSession(record: unknown): unknown {
  const arn = valueAt(record, 'identity.arn')
  return isSourceRecord(record) && typeof arn === 'string' ? { ...record, identity: { arn: readPrincipal(arn) } } : record
}

/**
 * A record of the log. Only the envelope counts: callers write the bodies, and can write `inputTokenCount` or `identity` there too.
 */
function readLog(record: SourceRecord, context: AdapterContext): AdaptedRecord[] {
  const owners = readOwners(
    [
      { values: recordAt(record, 'requestMetadata'), basis: 'tag' },
      { values: { service: readRole(textAt(record, 'identity.arn')) }, basis: 'metadata' },
    ],
    context,
  )
  const modelId = textAt(record, 'modelId')
  const model = modelId === null ? null : readAwsModel(modelId)
  const read = countAt(record, 'input.cacheReadInputTokenCount')
  const written = countAt(record, 'input.cacheWriteInputTokenCount')
  const uncached = countAt(record, 'input.inputTokenCount')
  const errorCode = textAt(record, 'errorCode')
  const requestId = textAt(record, 'requestId')
  const event: CanonicalFields = {
    ...owners.fields,
    timestamp: readSourceTime(record.timestamp),
    provider: 'aws',
    model,
    requested_model: modelId !== model ? modelId : undefined,
    operation: readKind(record, model ?? ''),
    request_id: requestId,
    trace_id: textAt(record, 'requestMetadata.traceId'),
    billing_account_id: textAt(record, 'accountId'),
    region: textAt(record, 'region'),
    api_key_id: textAt(record, 'identity.arn'),
    service_tier: readServiceTier(textAt(record, 'serviceTier')),
    input_tokens: uncached === undefined ? undefined : sumCounts(uncached, read, written),
    cached_input_tokens: read ?? (uncached === undefined ? undefined : 0),
    cache_write_5m_tokens: someOf(written),
    output_tokens: countAt(record, 'output.outputTokenCount'),
    latency_ms: readLatency(record),
    prompt_hash: context.hashPrompt(valueAt(record, 'input.inputBodyJson')),
    status: errorCode === null ? undefined : 'error',
    error_type: errorCode,
    status_code: errorCode === null ? undefined : errorStatuses.get(errorCode.replace(/^.*#/, '')),
  }
  return eventOf(dropAbsent(event), owners.hints)
}

/** The HTTP status that Bedrock answers each of its exceptions with. */
const errorStatuses = new Map([
  ['AccessDeniedException', 403],
  ['ResourceNotFoundException', 404],
  ['ModelTimeoutException', 408],
  ['ModelErrorException', 424],
  ['ModelNotReadyException', 429],
  ['ThrottlingException', 429],
  ['ServiceQuotaExceededException', 400],
  ['ValidationException', 400],
  ['InternalServerException', 500],
  ['ServiceUnavailableException', 503],
])

/** The role of an assumed one; its session may be a person. */
const readRole = (arn: string | null): string | undefined => /:assumed-role\/([^/]+)/.exec(arn ?? '')?.[1]

const readPrincipal = (arn: string): string => arn.replace(/^(.*:assumed-role\/[^/]+)\/.*$/, '$1')

function readKind(record: SourceRecord, model: string): string {
  const operation = textAt(record, 'operation') ?? ''
  if (/embed/i.test(model)) return 'embeddings'
  if (/rerank/i.test(model)) return 'rerank'
  if (/image|canvas|stable-diffusion|sd3/i.test(model)) return 'image'
  return /count/i.test(operation) ? 'count_tokens' : 'chat'
}

/** Only bodies have it: of Converse as such, of a stream in its last chunk. */
function readLatency(record: SourceRecord): number | undefined {
  const body = valueAt(record, 'output.outputBodyJson')
  const last = Array.isArray(body) ? body.at(-1) : body
  const metrics = isSourceRecord(last) ? recordAt(last, 'amazon-bedrock-invocationMetrics') : {}
  return measureAt(last, 'metrics.latencyMs') ?? measureAt(metrics, 'invocationLatency') ?? undefined
}

/** An answer of Converse, or of a model called directly, in its maker's own shape. */
function readAnswer(record: SourceRecord, context: AdapterContext): AdaptedRecord[] {
  const wrapped = openWrapper(record)
  const { outer, body, request } = wrapped
  const { fields, hints } = readWrapper(wrapped, context)
  const usage = recordAt(body, 'usage')
  const named = textAt(outer, 'model', 'modelId', 'model_id') ?? textAt(request, 'modelId', 'model') ?? textAt(body, 'model')
  const model = named === null ? null : readAwsModel(named)
  const id = textAt(body, 'id')
  const requestId = textAt(body, 'ResponseMetadata.RequestId') ?? textAt(outer, 'requestId') ?? id
  const event: CanonicalFields = {
    request_id: requestId,
    response_id: id,
    ...fields,
    timestamp: readWrapperTime(wrapped),
    provider: 'aws',
    model,
    requested_model: textAt(outer, 'requested_model') ?? (named !== model ? named : undefined),
    operation: textAt(outer, 'operation') ?? readKind({}, model ?? ''),
    service_tier:
      readServiceTier(textAt(body, 'serviceTier.type')) ?? readServiceTier(textAt(outer, 'service_tier', 'billing_tier')),
    prompt_hash: context.hashPrompt(valueAt(request, 'messages')) ?? context.hashPrompt(valueAt(outer, 'messages')),
    ...(valueAt(usage, 'inputTokens') === undefined ? readAnthropicUsage(usage) : readConverseUsage(usage)),
    latency_ms: fields.latency_ms ?? measureAt(body, 'metrics.latencyMs'),
    ...readWrapperStatus(wrapped),
  }
  return eventOf(dropAbsent(event), hints)
}

/** Converse counts the cache apart; its `…TokenCount` fields say the same numbers again. */
export function readConverseUsage(usage: SourceRecord): CanonicalFields {
  const uncached = countAt(usage, 'inputTokens')
  const read = countAt(usage, 'cacheReadInputTokens', 'cacheReadInputTokenCount')
  const written = countAt(usage, 'cacheWriteInputTokens', 'cacheWriteInputTokenCount')
  const details = listAt(usage, 'cacheDetails')
  const writtenFor = (ttl: string) =>
    sumCounts(...details.filter((one) => textAt(one, 'ttl') === ttl).map((one) => countAt(one, 'inputTokens')))
  const long = writtenFor('1h')
  const short = long === undefined ? written : (writtenFor('5m') ?? 0)
  return {
    input_tokens: uncached === undefined ? undefined : sumCounts(uncached, read, written),
    cached_input_tokens: read ?? (uncached === undefined ? undefined : 0),
    cache_write_5m_tokens: someOf(short),
    cache_write_1h_tokens: someOf(long),
    output_tokens: countAt(usage, 'outputTokens'),
    total_tokens: countAt(usage, 'totalTokens'),
  }
}

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
import { readOpenAiUsage } from './openai-usage'
import { findProviderOfHost, readProviderName, readServiceTier } from './provider-name'
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
  dropAbsent,
  isSome,
  isSourceRecord,
  listAt,
  measureAt,
  recordAt,
  type SourceRecord,
  someOf,
  textAt,
  valueAt,
} from './source-values'

/** Prompts, answers, tool arguments and images, wherever they stand in a request or an answer. */
export const openAiContent: readonly string[] = [
  ...['messages', 'prompt', 'input', 'instructions', 'tools', 'functions', 'choices', 'content', 'text', 'arguments', 'summary'],
  ...['embedding', 'b64_json', 'delta', 'outputs', 'results', 'queries', 'action', 'encrypted_content', 'transcript'],
  ...['words', 'segments', 'logprobs', 'image', 'mask', 'file', 'prediction', 'reasoning_content'],
]

/** What is kept of an answer in OpenAI's shape. */
export const openAiBodyPaths: readonly string[] = bodyPaths(
  ...[
    'id',
    'object',
    'created',
    'created_at',
    'model',
    'service_tier',
    'status',
    'usage.*',
    'usage.type',
    'duration',
    'output.type',
  ],
  ...['x_groq.usage.*', 'system_fingerprint'],
)

/** How one seller of an OpenAI-like interface differs from the others. */
export interface OpenAiLikeOptions {
  readonly format: string
  readonly name: string
  readonly provider: string
  /** Fields of an event that this seller states elsewhere. */
  readonly readMore?: (wrapped: WrappedBody) => CanonicalFields
  readonly kept?: readonly string[]
}

/** Makes an adapter for answers in OpenAI's shape. */
export function createOpenAiLike({ format, name, provider, readMore, kept = [] }: OpenAiLikeOptions): Adapter {
  return {
    format,
    name,
    rank: captureRanks.responseBody,
    dropped: openAiContent,
    packed: ['stream', 'response', 'body', 'response_body', 'request', 'request_body'],
    kept: [...wrapperPaths, ...openAiBodyPaths, ...kept],
    unpack: (record) => unpackStream(unpackWrapper(record), assembleStream),
    read: (record, context) => readAnswer(record, context, provider, readMore),
  }
}

/** Chat, Responses, embeddings, images and transcriptions of OpenAI itself. */
export const openAi: Adapter = createOpenAiLike({ format: 'openai', name: 'OpenAI', provider: 'openai' })

function readAnswer(
  record: unknown,
  context: AdapterContext,
  provider: string,
  readMore: OpenAiLikeOptions['readMore'],
): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: the answer of the provider, bare or under response')
  const wrapped = openWrapper(record)
  if (isAggregate(record) || isAggregate(wrapped.body))
    return ignored('a bucket of a usage or cost report: it is evidence, not a call')
  const { outer, body, request, headers } = wrapped
  const { fields, hints } = readWrapper(wrapped, context)
  const model = textAt(body, 'model') ?? textAt(outer, 'model') ?? textAt(request, 'model')
  const asked = textAt(request, 'model') ?? textAt(outer, 'requested_model')
  const usage = readUsage(body)
  const operation = readOperation(wrapped)
  const event: CanonicalFields = {
    request_id: textAt(body, 'id') ?? headerOf(headers, 'x-request-id') ?? undefined,
    response_id: textAt(body, 'id') ?? undefined,
    billing_account_id: headerOf(headers, 'openai-organization') ?? undefined,
    ...fields,
    timestamp: readWrapperTime(wrapped, 'created', 'created_at'),
    provider:
      readProviderName(textAt(outer, 'provider')) ?? findProviderOfHost(textAt(outer, 'api_base', 'base_url')) ?? provider,
    model,
    requested_model: asked !== null && asked !== model ? asked : undefined,
    operation,
    service_tier: readTier(wrapped),
    prompt_hash: hashPrompt(wrapped, context),
    ...usage,
    image_output_tokens:
      operation === 'image' ? (usage.image_output_tokens ?? someOf(usage.output_tokens)) : usage.image_output_tokens,
    web_search_requests: countItems(body, 'web_search_call'),
    file_search_requests: countItems(body, 'file_search_call'),
    ...readWrapperStatus(wrapped),
    ...readMore?.(wrapped),
  }
  return eventOf(dropAbsent(event), hints)
}

/** Usage and cost reports: each of their objects is named so, whatever page or bucket it lies in. */
const isAggregate = (record: SourceRecord) =>
  record.object === 'page' || record.object === 'bucket' || /^organization\./.test(textAt(record, 'object') ?? '')

function readUsage(body: SourceRecord): CanonicalFields {
  const usage = valueAt(body, 'usage') ?? valueAt(body, 'x_groq.usage')
  if (isSourceRecord(usage)) return readOpenAiUsage(usage)
  // Speech to text in its long form says how long the audio is, and nothing of tokens.
  const seconds = measureAt(body, 'duration')
  return seconds === null ? {} : { audio_seconds: seconds }
}

const objectOperations = new Map([
  ['chat.completion', 'chat'],
  ['chat.completion.chunk', 'chat'],
  ['response', 'chat'],
  ['text_completion', 'completion'],
  ['image_generation.completed', 'image'],
])
const pathOperations: readonly (readonly [RegExp, string])[] = [
  [/embeddings/, 'embeddings'],
  [/images?\//, 'image'],
  [/transcriptions|translations/, 'transcription'],
  [/audio\/speech/, 'speech'],
  [/moderations/, 'moderation'],
  [/rerank/, 'rerank'],
  [/chat\/completions|responses|messages/, 'chat'],
  [/completions/, 'completion'],
]

/** What kind of call a path such as `/v1/embeddings` is; null for others. */
export const readPathOperation = (path: string | null): string | null =>
  path === null ? null : (pathOperations.find(([pattern]) => pattern.test(path))?.[1] ?? null)

function readOperation({ outer, body, isBare }: WrappedBody): string | undefined {
  const stated = isBare ? null : textAt(outer, 'operation')
  if (stated !== null) return stated
  const path = readPathOperation(textAt(outer, 'endpoint', 'path', 'url'))
  if (path !== null) return path
  const known = objectOperations.get(textAt(body, 'object') ?? '')
  if (known !== undefined) return known
  const usage = recordAt(body, 'usage')
  const model = textAt(body, 'model') ?? textAt(outer, 'model') ?? ''
  if (textAt(usage, 'type') !== null || valueAt(body, 'duration') !== undefined) return 'transcription'
  if (
    /^(?:gpt-image|dall-e|chatgpt-image)/.test(model) ||
    listAt(body, 'data').some((item) => valueAt(item, 'b64_json') !== undefined)
  )
    return 'image'
  const isEmbedding = /embed/i.test(model) || listAt(body, 'data').some((item) => textAt(item, 'object') === 'embedding')
  return isEmbedding ? 'embeddings' : 'chat'
}

/** The tier that served decides the price; the one asked for only where the answer names none. A batch is a tier too. */
function readTier({ outer, body, request }: WrappedBody): string | undefined {
  if (/^batch_req_/.test(textAt(outer, 'id') ?? '')) return 'batch'
  return (
    readServiceTier(textAt(body, 'service_tier')) ??
    readServiceTier(textAt(outer, 'service_tier', 'billing_tier')) ??
    readServiceTier(textAt(request, 'service_tier'))
  )
}

function hashPrompt({ outer, request }: WrappedBody, context: AdapterContext): string | undefined {
  for (const place of [request, outer]) {
    for (const name of ['messages', 'input', 'prompt']) {
      const hash = context.hashPrompt(valueAt(place, name))
      if (hash !== null) return hash
    }
  }
  return undefined
}

/** Tool calls of the answer that are paid one by one and are not part of `usage`. */
function countItems(body: SourceRecord, type: string): number | undefined {
  const count = listAt(body, 'output').filter((item) => textAt(item, 'type') === type).length
  return count === 0 ? undefined : count
}

/** The last chunk has the usage, where it was asked for; Responses end with the whole answer. */
function assembleStream(payloads: readonly SourceRecord[]): SourceRecord {
  const whole = payloads.findLast((payload) => isSourceRecord(valueAt(payload, 'response.usage')))
  if (whole) return recordAt(whole, 'response')
  const [first] = payloads
  const tier = payloads.findLast((payload) => textAt(payload, 'service_tier') !== null)
  const counted = payloads.findLast(
    (payload) => isSourceRecord(valueAt(payload, 'usage')) || isSome(valueAt(payload, 'x_groq.usage.total_tokens')),
  )
  return {
    ...dropAbsent({ id: first?.id, object: first?.object, created: first?.created, model: first?.model }),
    ...(tier ? { service_tier: tier.service_tier } : {}),
    ...(counted ? dropAbsent({ usage: counted.usage ?? undefined, x_groq: counted.x_groq }) : {}),
  }
}

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
import { readProviderName, readServiceTier } from './provider-name'
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

/** Answers of the Gemini API and of Vertex AI. */
export const google: Adapter = {
  format: 'google',
  name: 'Gemini and Vertex AI',
  rank: captureRanks.responseBody,
  dropped: [
    'contents',
    'systemInstruction',
    'system_instruction',
    'tools',
    'content',
    'parts',
    'text',
    'inlineData',
    'messages',
    'choices',
    'values',
  ],
  packed: ['response', 'body', 'response_body', 'request', 'request_body'],
  kept: [
    ...wrapperPaths,
    ...bodyPaths(
      ...[
        'responseId',
        'id',
        'createTime',
        'created',
        'modelVersion',
        'model',
        'serviceTier',
        'usage.*',
        'candidates.finishReason',
      ],
      ...['usageMetadata.*', 'usageMetadata.trafficType', 'usageMetadata.serviceTier', 'promptFeedback.blockReason', 'labels.@'],
      ...detailNames().map((name) => `usageMetadata.${name}.modality`),
    ),
  ],
  unpack: (record) => unpackWrapper(joinChunks(record)),
  read: readAnswer,
}

function detailNames() {
  return [
    'promptTokensDetails',
    'promptTokenDetails',
    'candidatesTokensDetails',
    'cacheTokensDetails',
    'toolUsePromptTokensDetails',
  ]
}

/**
 * Counts of `usageMetadata`: what tools put into the prompt and what the model thought stand beside the totals, so both are added.
 * Protobuf leaves zeros out: an absent count of a kind is 0, as long as the total agrees.
 */
export function readGoogleUsage(usage: SourceRecord): CanonicalFields {
  const prompt = countAt(usage, 'promptTokenCount', 'prompt_token_count')
  const tools = countAt(usage, 'toolUsePromptTokenCount', 'tool_use_prompt_token_count')
  const thoughts = countAt(usage, 'thoughtsTokenCount', 'thoughts_token_count')
  const candidates = countAt(usage, 'candidatesTokenCount', 'candidates_token_count', 'responseTokenCount')
  const total = countAt(usage, 'totalTokenCount', 'total_token_count')
  const ofKind = (modality: string, ...names: readonly string[]) =>
    someOf(sumCounts(...names.map((name) => modalityOf(usage, name, modality))))
  const input = prompt === undefined ? undefined : sumCounts(prompt, tools)
  return {
    input_tokens: input,
    cached_input_tokens:
      countAt(usage, 'cachedContentTokenCount', 'cached_content_token_count') ?? (prompt === undefined ? undefined : 0),
    audio_input_tokens: ofKind('AUDIO', 'promptTokensDetails', 'promptTokenDetails', 'toolUsePromptTokensDetails'),
    image_input_tokens: ofKind('IMAGE', 'promptTokensDetails', 'promptTokenDetails', 'toolUsePromptTokensDetails'),
    video_input_tokens: ofKind('VIDEO', 'promptTokensDetails', 'promptTokenDetails', 'toolUsePromptTokensDetails'),
    cached_audio_input_tokens: ofKind('AUDIO', 'cacheTokensDetails'),
    cached_image_input_tokens: ofKind('IMAGE', 'cacheTokensDetails'),
    output_tokens:
      sumCounts(candidates, thoughts) ?? (input !== undefined && (total === input || total === undefined) ? 0 : undefined),
    reasoning_tokens: someOf(thoughts),
    audio_output_tokens: ofKind('AUDIO', 'candidatesTokensDetails'),
    image_output_tokens: ofKind('IMAGE', 'candidatesTokensDetails'),
    total_tokens: total,
  }
}

function modalityOf(usage: SourceRecord, name: string, modality: string): unknown {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const entries = [...listAt(usage, name), ...listAt(usage, snake)]
  return sumCounts(
    ...entries.filter((one) => textAt(one, 'modality') === modality).map((one) => countAt(one, 'tokenCount', 'token_count')),
  )
}

function readAnswer(record: unknown, context: AdapterContext): AdaptedRecord[] {
  if (!isSourceRecord(record)) return refused('', 'must be an object: the answer of Gemini, bare or under response')
  const wrapped = openWrapper(record)
  const { outer, body, request } = wrapped
  const candidates = listAt(body, 'candidates')
  const isUnfinished =
    candidates.length > 0 &&
    candidates.every((one) => isSourceRecord(one) && one.finishReason == null && one.finish_reason == null)
  if (wrapped.isBare && isUnfinished && candidates.some((one) => valueAt(one, 'content') !== undefined)) {
    return ignored('a chunk of a stream that goes on: its last one has the counts')
  }
  const { fields, hints } = readWrapper(wrapped, context)
  const metadata = valueAt(body, 'usageMetadata') ?? valueAt(body, 'usage_metadata')
  const model = textAt(body, 'modelVersion', 'model_version', 'model') ?? textAt(outer, 'model') ?? textAt(request, 'model')
  const asked = textAt(request, 'model') ?? textAt(outer, 'requested_model')
  const id = textAt(body, 'responseId', 'response_id', 'id')
  const usage = isSourceRecord(metadata) ? readGoogleUsage(metadata) : readOpenAiUsage(recordAt(body, 'usage'))
  const isEmbedding =
    /embed/i.test(model ?? '') || valueAt(body, 'embedding') !== undefined || valueAt(body, 'embeddings') !== undefined
  const event: CanonicalFields = {
    request_id: id ?? undefined,
    response_id: id ?? undefined,
    ...fields,
    timestamp: readWrapperTime(wrapped, 'createTime', 'create_time', 'created'),
    provider: readProviderName(textAt(outer, 'provider')) ?? 'google',
    model,
    requested_model: asked !== null && asked !== model ? asked : undefined,
    operation: textAt(outer, 'operation') ?? (isEmbedding ? 'embeddings' : 'chat'),
    service_tier: readTier(wrapped),
    prompt_hash: context.hashPrompt(valueAt(request, 'contents')) ?? context.hashPrompt(valueAt(outer, 'contents')),
    ...usage,
    output_tokens: isEmbedding ? someOf(usage.output_tokens) : usage.output_tokens,
    web_search_requests: countSearches(candidates),
    ...readWrapperStatus(wrapped),
    ...describeBlocked(body),
  }
  return eventOf(dropAbsent(event), hints)
}

/** Grounding is paid by query. */
function countSearches(candidates: readonly unknown[]): number | undefined {
  const queries = candidates.reduce<number>((sum, one) => sum + listAt(one, 'groundingMetadata.webSearchQueries').length, 0)
  return queries === 0 ? undefined : queries
}

const readTier = ({ outer, body, request }: WrappedBody) =>
  readServiceTier(textAt(body, 'usageMetadata.serviceTier', 'serviceTier')) ??
  readServiceTier(textAt(body, 'usageMetadata.trafficType')) ??
  readServiceTier(textAt(outer, 'service_tier', 'billing_tier')) ??
  readServiceTier(textAt(request, 'service_tier', 'serviceTier'))

/** A prompt that was blocked has no candidates, and says why. */
const describeBlocked = (body: SourceRecord): CanonicalFields =>
  textAt(body, 'promptFeedback.blockReason') === null ? {} : { status: 'error', error_type: 'content_filter' }

/** A stream kept as the list of its chunks: running counts, of which the last hold. */
function joinChunks(record: unknown): unknown {
  if (!isSourceRecord(record)) return record
  for (const name of ['response', 'body', 'response_body'] as const) {
    const chunks = record[name]
    if (!Array.isArray(chunks)) continue
    const last = chunks.findLast((chunk) => isSourceRecord(valueAt(chunk, 'usageMetadata')))
    const rest = Object.fromEntries(Object.entries(record).filter(([own]) => own !== name))
    return { ...rest, [name]: isSourceRecord(last) ? last : {} }
  }
  return record
}

import { type AdaptedRecord, type Adapter, type AdapterContext, eventOf } from './adapter'
import { createOpenAiLike } from './openai'
import { readOwners } from './read-owners'
import { bodyPaths, type WrappedBody } from './read-wrapper'
import { readSourceTime } from './source-time'
import {
  countAt,
  dropAbsent,
  isSourceRecord,
  measureAt,
  recordAt,
  type SourceRecord,
  someOf,
  textAt,
  valueAt,
} from './source-values'

const generationFields = [
  ...['id', 'upstream_id', 'model', 'provider_name', 'created_at', 'total_cost', 'usage', 'upstream_inference_cost', 'is_byok'],
  ...['cache_discount', 'latency', 'generation_time', 'cancelled', 'router', 'app_id', 'tokens_prompt', 'tokens_completion'],
  ...['native_tokens_prompt', 'native_tokens_completion', 'native_tokens_reasoning', 'native_tokens_cached'],
  ...['native_tokens_completion_images', 'num_search_results'],
]

const answers = createOpenAiLike({
  format: 'openrouter',
  name: 'OpenRouter',
  provider: 'openrouter',
  readMore: readAccounting,
  kept: [
    ...bodyPaths('provider', 'usage.cost', 'usage.is_byok', 'usage.cost_details.*'),
    ...generationFields.flatMap((name) => ['', 'data.', 'response.data.', 'response.'].map((at) => at + name)),
  ],
})

/** Answers with OpenRouter's usage accounting, and its generation records. */
export const openRouter: Adapter = {
  ...answers,
  read: (record, context) => {
    const generation = findGeneration(record)
    return generation === null ? answers.read(record, context) : readGeneration(generation, record, context)
  },
}

/**
 * `cost` is what the account was charged. With a key of one's own it is nothing or a fee, the money stands on the provider's bill:
 * it is kept as what OpenRouter claims, and never read as a free call, since the cost of an event is ours to reckon.
 */
function readAccounting({ body, outer }: WrappedBody): SourceRecord {
  return dropAbsent({
    reported_cost_usd: valueAt(body, 'usage.cost') ?? undefined,
    route: textAt(outer, 'route') ?? textAt(body, 'provider'),
    web_search_requests: someOf(countAt(body, 'usage.server_tool_use.web_search_requests')),
  })
}

function findGeneration(record: unknown): SourceRecord | null {
  const places = ['data', 'response.data', 'response', 'body.data', 'body'].map((path) => valueAt(record, path))
  return [record, ...places].filter(isSourceRecord).find((place) => Object.hasOwn(place, 'native_tokens_prompt')) ?? null
}

/** Of the two ways of counting in a generation record the native one is billed. */
function readGeneration(generation: SourceRecord, record: unknown, context: AdapterContext): AdaptedRecord[] {
  const outer = isSourceRecord(record) && record !== generation ? record : {}
  const owners = readOwners(
    [
      { values: outer, basis: 'tag' },
      { values: recordAt(outer, 'metadata'), basis: 'tag' },
      { values: { user: textAt(generation, 'external_user') }, basis: 'user' },
    ],
    context,
  )
  const id = textAt(generation, 'id')
  return eventOf(
    dropAbsent({
      ...owners.fields,
      timestamp: readSourceTime(valueAt(outer, 'timestamp') ?? generation.created_at),
      provider: 'openrouter',
      model: textAt(generation, 'model'),
      requested_model: textAt(generation, 'router'),
      operation: 'chat',
      request_id: id,
      response_id: id,
      route: textAt(generation, 'provider_name'),
      input_tokens: countAt(generation, 'native_tokens_prompt'),
      cached_input_tokens: countAt(generation, 'native_tokens_cached'),
      output_tokens: countAt(generation, 'native_tokens_completion'),
      reasoning_tokens: someOf(countAt(generation, 'native_tokens_reasoning')),
      image_output_tokens: someOf(countAt(generation, 'native_tokens_completion_images')),
      web_search_requests: someOf(countAt(generation, 'num_search_results')),
      latency_ms: measureAt(generation, 'latency'),
      reported_cost_usd: generation.total_cost ?? generation.usage,
      ...(generation.cancelled === true ? { status: 'error', error_type: 'cancelled' } : { status: 'success' }),
    }),
    owners.hints,
  )
}

import { readOpenAiUsage } from './openai-usage'
import {
  countAt,
  isSourceRecord,
  readNumber,
  recordAt,
  type SourceRecord,
  someOf,
  sumCounts,
  textAt,
  valueAt,
} from './source-values'

/** A text without blanks around it; empty for any other value. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

const callTypes = new Map([
  ['completion', 'chat'],
  ['anthropic_messages', 'chat'],
  ['responses', 'chat'],
  ['generate_content', 'chat'],
  ['text_completion', 'completion'],
  ['embedding', 'embeddings'],
  ['image_generation', 'image'],
  ['image_edit', 'image'],
  ['image_variation', 'image'],
  ['transcription', 'transcription'],
  ['speech', 'speech'],
  ['rerank', 'rerank'],
  ['moderation', 'moderation'],
])

/** What kind of call a function of LiteLLM makes. Each has an asynchronous twin with an `a` before it, and some a stream of their own. */
export function readCallType(callType: string | null): string | undefined {
  if (callType === null) return undefined
  const name = callType
    .toLowerCase()
    .replace(/^litellm\./, '')
    .replace(/_stream$/, '')
  return callTypes.get(name) ?? callTypes.get(name.replace(/^a/, '')) ?? name
}

/**
 * Tokens of a call; totals include the cache. Old versions counted Anthropic's cache beside the prompt: proven where the parts
 * exceed their total, and then added.
 */
export function readTokens(record: SourceRecord, metadata: SourceRecord, status: string | undefined) {
  const usage = [valueAt(metadata, 'usage_object'), valueAt(record, 'response.usage'), record.usage].find(isSourceRecord)
  const details = usage === undefined ? {} : readOpenAiUsage(usage)
  const input = countAt(record, 'prompt_tokens') ?? details.input_tokens
  const output = countAt(record, 'completion_tokens') ?? details.output_tokens
  // A call that failed has no counts, and LiteLLM writes zeros for them.
  if (status === 'error' && !someOf(input) && !someOf(output)) return { fields: {}, isCacheUnknown: false }
  const split = usage === undefined ? {} : recordAt(usage, 'prompt_tokens_details.cache_creation_token_details')
  const long = countAt(split, 'ephemeral_1h_input_tokens')
  const written = long === undefined ? details.cache_write_5m_tokens : countAt(split, 'ephemeral_5m_input_tokens')
  const parts = sumCounts(details.cached_input_tokens, written, long)
  const isBeside = typeof parts === 'number' && typeof input === 'number' && parts > input && countsBeside(record)
  const isAnswerPaid = readCallType(textAt(record, 'call_type')) !== 'embeddings'
  return {
    isCacheUnknown: usage === undefined && input !== undefined,
    fields: {
      ...details,
      cache_write_5m_tokens: someOf(written),
      cache_write_1h_tokens: someOf(long),
      input_tokens: isBeside ? sumCounts(input, parts) : input,
      output_tokens: isAnswerPaid ? output : someOf(output),
      total_tokens: countAt(record, 'total_tokens') ?? details.total_tokens,
      web_search_requests: someOf(
        countAt(usage, 'prompt_tokens_details.web_search_requests', 'server_tool_use.web_search_requests', 'web_search_requests'),
      ),
    },
  }
}

/** Providers whose own counts leave the cache out of the input. */
const countsBeside = (record: SourceRecord) =>
  /anthropic|bedrock|vertex/.test(textOf(record.custom_llm_provider)) || /claude/.test(textOf(record.model))

/** What LiteLLM says that a call cost. It writes 0 where it knows no price, which is no free call; only its cache answers for nothing. */
export function readCost(record: SourceRecord, status: string | undefined): unknown {
  const cost = ['response_cost', 'spend', 'cost']
    .map((name) => record[name])
    .find((value) => value !== null && value !== undefined && value !== '')
  if (cost === undefined) return undefined
  return status !== 'cache_hit' && readNumber(cost) === 0
    ? undefined
    : typeof cost === 'number' || typeof cost === 'string'
      ? cost
      : undefined
}

import type { CanonicalFields } from '../adapters/adapter'
import { readAnthropicUsage } from '../adapters/anthropic'
import { readConverseUsage } from '../adapters/bedrock'
import { readGoogleUsage } from '../adapters/google'
import { readOpenAiUsage } from '../adapters/openai-usage'
import {
  dropAbsent,
  isSome,
  isSourceRecord,
  recordAt,
  type SourceRecord,
  someOf,
  sumCounts,
  valueAt,
} from '../adapters/source-values'
import { bodyNames, countNames } from './attribute-names'
import { firstCount, recordOf } from './attribute-values'
import type { Emitter } from './emitters'
import type { Attributes } from './span'

/** What a span says of its tokens, as fields of a canonical event. */
export function readUsage(attributes: Attributes, emitter: Emitter): CanonicalFields {
  const stated = readStatedUsage(attributes, emitter)
  const body = readBodyUsage(attributes, stated)
  // Whatever the body does not say, such as the split of a total, the attributes may.
  return dropAbsent(body === null ? stated : { ...stated, total_tokens: undefined, ...dropAbsent(body) })
}

function readStatedUsage(attributes: Attributes, emitter: Emitter): CanonicalFields {
  const count = (field: keyof typeof countNames) => firstCount(attributes, countNames[field])
  const input = count('input_tokens')
  const output = count('output_tokens')
  const cached = count('cached_input_tokens')
  const writes = splitWrites(count('cache_write_tokens'), count('cache_write_5m_tokens'), count('cache_write_1h_tokens'))
  const reasoning = count('reasoning_tokens')
  const total = count('total_tokens')
  const cache = sumCounts(cached, writes.short, writes.long)
  const isExclusive = isSome(cache) && (emitter.isInputExclusive === true || isProvenExclusive(input, cache, output, total))
  const inclusive = isExclusive ? sumCounts(input, cache) : input
  return {
    input_tokens: inclusive,
    cached_input_tokens: cached,
    cache_write_5m_tokens: writes.short,
    cache_write_1h_tokens: writes.long,
    audio_input_tokens: someOf(count('audio_input_tokens')),
    cached_audio_input_tokens: someOf(count('cached_audio_input_tokens')),
    output_tokens: includeReasoning(inclusive, output, reasoning, total),
    reasoning_tokens: reasoning,
    audio_output_tokens: someOf(count('audio_output_tokens')),
    // An emitter's own total leaves out what its input does.
    total_tokens: isExclusive ? undefined : total,
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** More from and into the cache than came in, or a total that only holds with the cache beside the input: it was left out. */
function isProvenExclusive(input: unknown, cache: unknown, output: unknown, total: unknown): boolean {
  if (!isNumber(input) || !isNumber(cache)) return false
  return cache > input || (isNumber(total) && isNumber(output) && total === input + cache + output)
}

/** Where a total says so, reasoning stood beside the output; everywhere else it is part of it. */
function includeReasoning(input: unknown, output: unknown, reasoning: unknown, total: unknown): unknown {
  if (!isNumber(reasoning) || !isNumber(output) || !isNumber(input) || !isNumber(total)) return output
  return reasoning > 0 && total === input + output + reasoning ? output + reasoning : output
}

/** What was written into the cache by how long it stays; what nobody splits stays five minutes. */
function splitWrites(written: unknown, short: unknown, long: unknown): { short: unknown; long: unknown } {
  if (short === undefined && long === undefined) return { short: written, long: undefined }
  const rest = isNumber(written) && isNumber(short) && isNumber(long) ? written - short - long : 0
  return { short: rest > 0 && isNumber(short) ? short + rest : short, long: someOf(long) }
}

/** The provider's own usage, where a span carries its answer: it has what the attributes leave out. Null where it does not. */
function readBodyUsage(attributes: Attributes, stated: CanonicalFields): CanonicalFields | null {
  const answer = recordOf(attributes, bodyNames.answer)
  if (answer !== null) return readAnswerUsage(answer)
  const anthropic = recordAt(recordOf(attributes, bodyNames.vercel), 'anthropic.usage')
  return Object.keys(anthropic).length === 0 ? null : readInclusiveOr(anthropic, stated.input_tokens)
}

function readAnswerUsage(answer: SourceRecord): CanonicalFields | null {
  const google = valueAt(answer, 'usageMetadata') ?? valueAt(answer, 'usage_metadata')
  if (isSourceRecord(google)) return readGoogleUsage(google)
  const usage = valueAt(answer, 'usage')
  if (!isSourceRecord(usage)) return null
  if (usage.inputTokens !== undefined) return readConverseUsage(usage)
  const isAnthropic = answer.type === 'message' || usage.cache_creation !== undefined
  return isAnthropic ? readAnthropicUsage(usage) : readOpenAiUsage(usage)
}

/** Anthropic counts the cache beside the input; some versions of the Vercel SDK put their own total in the place of it. */
function readInclusiveOr(usage: SourceRecord, statedInput: unknown): CanonicalFields {
  const fields = readAnthropicUsage(usage)
  const isTotal = isNumber(statedInput) && usage.input_tokens === statedInput && fields.input_tokens !== statedInput
  return isTotal ? { ...fields, input_tokens: statedInput } : fields
}

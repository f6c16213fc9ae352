import type { CanonicalFields } from './adapter'
import { countAt, isSome, measureAt, type SourceRecord, someOf, sumCounts, textAt } from './source-values'

/**
 * Token counts in the names that OpenAI gave them and most providers copied: of chat, Responses, embeddings, images and
 * transcription alike. Totals include their parts. Spellings are alternatives, never addends.
 */
export function readOpenAiUsage(usage: SourceRecord): CanonicalFields {
  const input = countAt(usage, 'prompt_tokens', 'input_tokens')
  const stated = countAt(usage, 'completion_tokens', 'output_tokens')
  const reasoning = countAt(
    usage,
    'completion_tokens_details.reasoning_tokens',
    'output_tokens_details.reasoning_tokens',
    'reasoning_tokens',
  )
  const total = countAt(usage, 'total_tokens')
  const details = ['prompt_tokens_details', 'input_tokens_details', 'input_token_details'] as const
  const part = (name: string) => countAt(usage, ...details.map((at) => `${at}.${name}`))
  return {
    input_tokens: input,
    cached_input_tokens: countAt(
      usage,
      ...details.map((at) => `${at}.cached_tokens`),
      'prompt_cache_hit_tokens',
      'cache_read_input_tokens',
      'cached_tokens',
    ),
    cache_write_5m_tokens: someOf(
      countAt(
        usage,
        ...details.flatMap((at) => [`${at}.cache_write_tokens`, `${at}.cache_creation_tokens`]),
        'cache_creation_input_tokens',
        'cache_write_tokens',
      ),
    ),
    audio_input_tokens: someOf(part('audio_tokens')),
    image_input_tokens: someOf(part('image_tokens')),
    video_input_tokens: someOf(part('video_tokens')),
    cached_audio_input_tokens: someOf(part('cached_tokens_details.audio_tokens')),
    cached_image_input_tokens: someOf(part('cached_tokens_details.image_tokens')),
    output_tokens: includeReasoning(input, stated, reasoning, total),
    reasoning_tokens: someOf(reasoning),
    audio_output_tokens: someOf(
      countAt(
        usage,
        'completion_tokens_details.audio_tokens',
        'output_tokens_details.audio_tokens',
        'output_token_details.audio_tokens',
      ),
    ),
    image_output_tokens: someOf(countAt(usage, 'completion_tokens_details.image_tokens', 'output_tokens_details.image_tokens')),
    total_tokens: total,
    audio_seconds: textAt(usage, 'type') === 'duration' ? (measureAt(usage, 'seconds') ?? undefined) : undefined,
  }
}

/** xAI counts reasoning beside the answer. The payload's own total settles which of the two an emitter does. */
function includeReasoning(input: unknown, output: unknown, reasoning: unknown, total: unknown): unknown {
  if (!isSome(reasoning) || !isSome(total)) return output
  return sumCounts(input, output) !== total && sumCounts(input, output, reasoning) === total
    ? sumCounts(output, reasoning)
    : output
}

import type { FieldError } from '@/lib/errors'
import type { UsageField } from '@/lib/pricing/split-usage'
import type { Outcome } from '@/lib/usage/normalized-event'

/** Counts of a record; a negative one stands for "not said". Numbers, not BigInt: they are at most 10^15. */
export type Counts = Readonly<Record<Exclude<UsageField, 'audio_seconds'>, number>>

const known = (count: number) => (count < 0 ? 0 : count)

/**
 * The first part that exceeds its total, or null. The same rule as `splitUsage`, which prices; an unknown total contradicts no
 * part. Whoever counts exclusively must add: nothing is clipped.
 */
export function findUsageFault(counts: Counts): FieldError | null {
  const cached = known(counts.cached_input_tokens)
  const cachedAudio = known(counts.cached_audio_input_tokens)
  const cachedImage = known(counts.cached_image_input_tokens)
  const audio = known(counts.audio_input_tokens)
  const image = known(counts.image_input_tokens)
  if (cachedAudio > audio) return exceeds('cached_audio_input_tokens', cachedAudio, 'audio_input_tokens', audio)
  if (cachedImage > image) return exceeds('cached_image_input_tokens', cachedImage, 'image_input_tokens', image)
  if (cachedAudio + cachedImage > cached) {
    return exceeds(
      'cached_input_tokens',
      cachedAudio + cachedImage,
      'cached_input_tokens',
      cached,
      'cached audio and image tokens',
    )
  }
  if (counts.input_tokens >= 0) {
    const written = known(counts.cache_write_5m_tokens) + known(counts.cache_write_1h_tokens)
    const video = known(counts.video_input_tokens)
    const input = counts.input_tokens
    if (cached > input) return exceeds('cached_input_tokens', cached, 'input_tokens', input)
    const parts = cached - cachedAudio - cachedImage + written + audio + image + video
    if (parts > input)
      return exceeds('input_tokens', parts, 'input_tokens', input, 'cached, cache-write, audio, image and video tokens')
  }
  if (counts.output_tokens >= 0) {
    const reasoning = known(counts.reasoning_tokens)
    const output = counts.output_tokens
    if (reasoning > output) return exceeds('reasoning_tokens', reasoning, 'output_tokens', output)
    const parts = reasoning + sumOtherOutput(counts)
    if (parts > output)
      return exceeds('output_tokens', parts, 'output_tokens', output, 'reasoning, audio, image, video and citation tokens')
  }
  const annotated = known(counts.annotated_pages)
  const pages = known(counts.pages)
  return annotated > pages ? exceeds('annotated_pages', annotated, 'pages', pages) : null
}

const sumOtherOutput = (counts: Counts) =>
  known(counts.audio_output_tokens) +
  known(counts.image_output_tokens) +
  known(counts.video_output_tokens) +
  known(counts.citation_tokens)

function exceeds(path: string, part: number, total: string, limit: number, what = path): FieldError {
  const verb = what === path ? 'exceeds' : 'together exceed'
  return {
    path,
    message: `invalid_usage: ${what} (${part}) ${verb} ${total} (${limit}): totals include their parts, so add them in`,
  }
}

/** Operations whose answer has no tokens to pay for. */
const withoutOutput = new Set(['embeddings', 'embedding', 'moderation', 'moderations', 'count_tokens'])
/** Operations that are often paid by something else than tokens: seconds, pages, searches, images. */
const paidOtherwise = new Set([
  'image',
  'image_generation',
  'image_edit',
  'audio',
  'speech',
  'transcription',
  'translation',
  'tts',
  'rerank',
  'ocr',
  'video',
  'search',
  'web_search',
  'moderation',
  'message',
])

/** What decides whether the tokens of a call are known. */
export interface CallFacts {
  readonly operation: string
  readonly outcome: Outcome
  readonly statusCode: number | null
  /** Whether the record counts some of anything that is not tokens, such as seconds or pages. */
  readonly hasOtherUsage: boolean
}

/**
 * Whether a call lacks the tokens that its cost depends on: no `input_tokens`, or no `output_tokens` where the operation has
 * output, zeros for both, or a part without its total. A refusal (status 400 and above) without any usage cost nothing, and a hit in a gateway's
 * cache costs nothing either: both are known.
 */
export function lacksTokens(counts: Counts, call: CallFacts): boolean {
  if (call.outcome === 'cache_hit') return false
  const hasInput = counts.input_tokens >= 0
  const hasOutput = counts.output_tokens >= 0
  const hasInputParts =
    known(counts.cached_input_tokens) +
      known(counts.cache_write_5m_tokens) +
      known(counts.cache_write_1h_tokens) +
      known(counts.audio_input_tokens) +
      known(counts.image_input_tokens) +
      known(counts.video_input_tokens) >
    0
  const hasOutputParts = known(counts.reasoning_tokens) + sumOtherOutput(counts) > 0
  if ((hasInputParts && !hasInput) || (hasOutputParts && !hasOutput)) return true
  // Senders write the tokens of a refused call as 0 as often as they leave them out.
  const isRefusal = call.statusCode !== null && call.statusCode >= 400
  if (isRefusal && known(counts.input_tokens) + known(counts.output_tokens) === 0) return false
  // Nothing is asked and answered with no token at all: zeros on both sides are a source that did not count.
  const hasTokens = known(counts.input_tokens) + known(counts.output_tokens) > 0
  if (paidOtherwise.has(call.operation)) return !hasTokens && !call.hasOtherUsage
  return !hasTokens || !hasInput || (!hasOutput && !withoutOutput.has(call.operation))
}

/** Whether a total that the source gives differs from input and output. Hidden tokens show only there. */
export function hasTotalMismatch(counts: Counts, totalTokens: number): boolean {
  if (totalTokens < 0 || counts.input_tokens < 0) return false
  return counts.input_tokens + known(counts.output_tokens) !== totalTokens
}

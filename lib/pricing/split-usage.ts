import type { MeterName } from './meters'

/** What a usage record may count. Totals include their parts: `cached_input_tokens` is within `input_tokens`. */
export const usageFields = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'audio_input_tokens',
  'image_input_tokens',
  'video_input_tokens',
  'cached_audio_input_tokens',
  'cached_image_input_tokens',
  'output_tokens',
  'reasoning_tokens',
  'audio_output_tokens',
  'image_output_tokens',
  'video_output_tokens',
  'citation_tokens',
  'web_search_requests',
  'social_search_requests',
  'file_search_requests',
  'text_messages',
  'audio_seconds',
  'pages',
  'annotated_pages',
  'requests',
] as const

export type UsageField = (typeof usageFields)[number]

/**
 * Counts of one request or of a roll-up (`requests` above 1). `audio_seconds` is at 10^-18 s, all others are whole.
 * An absent or null field counts as 0 (`requests`: 1): whether that is known or merely assumed is for the ledger to say.
 */
export type Usage = { readonly [Field in UsageField]?: bigint | null }

/** One metered part of a usage record; `audio_second` at 10^-18 s. */
export interface UsagePart {
  readonly meter: MeterName
  readonly quantity: bigint
}

export type SplitUsage =
  | { readonly ok: true; readonly parts: readonly UsagePart[]; readonly requests: bigint; readonly inputTokens: bigint }
  | { readonly ok: false; readonly field: UsageField; readonly message: string }

const refuse = (field: UsageField, message: string): SplitUsage => ({ ok: false, field, message })

/**
 * Divides totals into parts that do not overlap, in the order of `meterNames`, leaving out those that are 0.
 * A part that exceeds its total is refused, never clipped.
 * `request` is among the parts with the count of requests: whether there is a fee per request is the price set's to say.
 */
export function splitUsage(usage: Usage): SplitUsage {
  for (const field of usageFields) {
    const count = usage[field]
    if (count !== undefined && count !== null && count < 0n) return refuse(field, `${field} is negative`)
  }
  const requests = usage.requests ?? 1n
  if (requests < 1n) return refuse('requests', 'requests must be 1 or more')

  const parts: UsagePart[] = []
  const add = (meter: MeterName, quantity: bigint) => {
    if (quantity !== 0n) parts.push({ meter, quantity })
  }
  const fault = splitInput(usage, add) ?? splitOutput(usage, add)
  if (fault) return fault

  parts.push({ meter: 'request', quantity: requests })
  add('web_search', usage.web_search_requests ?? 0n)
  add('social_search', usage.social_search_requests ?? 0n)
  add('file_search', usage.file_search_requests ?? 0n)
  add('audio_second', usage.audio_seconds ?? 0n)
  const pages = usage.pages ?? 0n
  const annotatedPages = usage.annotated_pages ?? 0n
  if (annotatedPages > pages) return refuse('annotated_pages', 'annotated_pages exceeds pages')
  add('page', pages - annotatedPages)
  add('annotated_page', annotatedPages)
  add('text_message', usage.text_messages ?? 0n)
  return { ok: true, parts, requests, inputTokens: usage.input_tokens ?? 0n }
}

function splitInput(usage: Usage, add: (meter: MeterName, quantity: bigint) => void): SplitUsage | null {
  const cachedAudio = usage.cached_audio_input_tokens ?? 0n
  const cachedImage = usage.cached_image_input_tokens ?? 0n
  const cached = (usage.cached_input_tokens ?? 0n) - cachedAudio - cachedImage
  const audio = (usage.audio_input_tokens ?? 0n) - cachedAudio
  const image = (usage.image_input_tokens ?? 0n) - cachedImage
  const write5m = usage.cache_write_5m_tokens ?? 0n
  const write1h = usage.cache_write_1h_tokens ?? 0n
  const video = usage.video_input_tokens ?? 0n
  if (cached < 0n) return refuse('cached_input_tokens', 'cached audio and image tokens exceed cached_input_tokens')
  if (audio < 0n) return refuse('cached_audio_input_tokens', 'cached_audio_input_tokens exceeds audio_input_tokens')
  if (image < 0n) return refuse('cached_image_input_tokens', 'cached_image_input_tokens exceeds image_input_tokens')
  const plain = (usage.input_tokens ?? 0n) - cached - write5m - write1h - audio - cachedAudio - image - cachedImage - video
  if (plain < 0n) return refuse('input_tokens', `the parts of the input exceed input_tokens by ${-plain}`)
  add('input', plain)
  add('cached_input', cached)
  add('cache_write_5m', write5m)
  add('cache_write_1h', write1h)
  add('audio_input', audio)
  add('cached_audio_input', cachedAudio)
  add('image_input', image)
  add('cached_image_input', cachedImage)
  add('video_input', video)
  return null
}

function splitOutput(usage: Usage, add: (meter: MeterName, quantity: bigint) => void): SplitUsage | null {
  const reasoning = usage.reasoning_tokens ?? 0n
  const citation = usage.citation_tokens ?? 0n
  const audio = usage.audio_output_tokens ?? 0n
  const image = usage.image_output_tokens ?? 0n
  const video = usage.video_output_tokens ?? 0n
  const plain = (usage.output_tokens ?? 0n) - reasoning - citation - audio - image - video
  if (plain < 0n) return refuse('output_tokens', `the parts of the output exceed output_tokens by ${-plain}`)
  add('output', plain)
  add('reasoning', reasoning)
  add('citation', citation)
  add('audio_output', audio)
  add('image_output', image)
  add('video_output', video)
  return null
}

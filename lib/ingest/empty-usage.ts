import type { UsageField } from '@/lib/pricing/split-usage'

/** A usage in which nothing is known. Written out, so that every event's is of one shape. */
export function emptyUsage(): { [Field in UsageField]: bigint | null } {
  return {
    input_tokens: null,
    cached_input_tokens: null,
    cache_write_5m_tokens: null,
    cache_write_1h_tokens: null,
    audio_input_tokens: null,
    image_input_tokens: null,
    video_input_tokens: null,
    cached_audio_input_tokens: null,
    cached_image_input_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    audio_output_tokens: null,
    image_output_tokens: null,
    video_output_tokens: null,
    citation_tokens: null,
    web_search_requests: null,
    social_search_requests: null,
    file_search_requests: null,
    text_messages: null,
    audio_seconds: null,
    pages: null,
    annotated_pages: null,
    requests: null,
  }
}

import type { Usd } from '@/lib/money/usd'
import type { Outcome } from '@/lib/usage/normalized-event'
import type { idFields, nameFields, priceKeyFields } from './canonical-fields'
import type { Counts } from './check-usage'
import type { CleanText } from './clean-text'

type NameField = (typeof nameFields)[number] | (typeof priceKeyFields)[number]
type IdField = (typeof idFields)[number]

/** What has been read of a record so far. Always the same shape, so that the hot path stays one shape. */
export interface RecordDraft {
  readonly names: { -readonly [Field in NameField]: CleanText | null }
  readonly ids: { -readonly [Field in IdField]: string | null }
  readonly counts: { -readonly [Field in keyof Counts]: number } & { total_tokens: number }
  audioSeconds: bigint | null
  occurredAtMs: number
  status: Outcome | null
  statusCode: number | null
  retryCount: number | null
  latencyMs: number | null
  reportedCost: Usd | null
  labels: readonly (string | null)[]
  /** Whether `cached_input_tokens` is there and null: the sender says that it does not know. */
  isCacheStatedUnknown: boolean
  /** Whether anything of the record is not kept, so that the archive line must be put together anew. */
  isPartlyKept: boolean
  /** A `user_id` that may say more than whose call it was; null where it is a plain id. */
  userString: string | null
  /** Whether the user string said things that nobody could read, and whether it named the team. */
  hasUnparsedUser: boolean
  hasTeamFromUser: boolean
  /** Whether an id holds something shaped like a credential. */
  hasMaskedIds: boolean
}

const noLabels: readonly (string | null)[] = []

/** A draft in which nothing is said. */
export function emptyDraft(): RecordDraft {
  return {
    names: {
      provider: null,
      model: null,
      requested_model: null,
      operation: null,
      service_tier: null,
      region: null,
      team_id: null,
      cost_center: null,
      project_id: null,
      service: null,
      feature: null,
      environment: null,
      route: null,
      api_key_id: null,
      billing_account_id: null,
      error_type: null,
    },
    ids: {
      request_id: null,
      response_id: null,
      trace_id: null,
      span_id: null,
      conversation_id: null,
      user_id: null,
      tenant_id: null,
      prompt_hash: null,
    },
    counts: {
      input_tokens: -1,
      cached_input_tokens: -1,
      cache_write_5m_tokens: -1,
      cache_write_1h_tokens: -1,
      audio_input_tokens: -1,
      image_input_tokens: -1,
      video_input_tokens: -1,
      cached_audio_input_tokens: -1,
      cached_image_input_tokens: -1,
      output_tokens: -1,
      reasoning_tokens: -1,
      audio_output_tokens: -1,
      image_output_tokens: -1,
      video_output_tokens: -1,
      citation_tokens: -1,
      web_search_requests: -1,
      social_search_requests: -1,
      file_search_requests: -1,
      text_messages: -1,
      pages: -1,
      annotated_pages: -1,
      requests: -1,
      total_tokens: -1,
    },
    audioSeconds: null,
    occurredAtMs: Number.NaN,
    status: null,
    statusCode: null,
    retryCount: null,
    latencyMs: null,
    reportedCost: null,
    labels: noLabels,
    isCacheStatedUnknown: false,
    isPartlyKept: false,
    userString: null,
    hasUnparsedUser: false,
    hasTeamFromUser: false,
    hasMaskedIds: false,
  }
}

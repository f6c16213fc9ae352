import { type UsageField, usageFields } from '@/lib/pricing/split-usage'

/** How a field is read. `name` is a dimension, `lower` one that is matched without case, `id` tells one call from another. */
export type FieldKind =
  | 'timestamp'
  | 'name'
  | 'lower'
  | 'id'
  | 'count'
  | 'seconds'
  | 'latency'
  | 'status'
  | 'status_code'
  | 'retry_count'
  | 'cost'
  | 'labels'
  | 'snapshot'

/** Texts that say to whom or what a call belongs. */
export const nameFields = [
  'requested_model',
  'operation',
  'team_id',
  'cost_center',
  'project_id',
  'service',
  'feature',
  'environment',
  'route',
  'api_key_id',
  'billing_account_id',
  'error_type',
] as const

/** Texts that prices are looked up by, for which case means nothing. */
export const priceKeyFields = ['provider', 'model', 'service_tier', 'region'] as const

/** Texts without bound to their number of values; they stay on the event. */
export const idFields = [
  'request_id',
  'response_id',
  'trace_id',
  'span_id',
  'conversation_id',
  'user_id',
  'tenant_id',
  'prompt_hash',
] as const

/** `total_tokens` is no usage of its own: where a source gives it, the parts are checked against it. */
export const countFields = [...usageFields.filter((field) => field !== 'audio_seconds'), 'total_tokens'] as const

export type CanonicalField =
  | 'timestamp'
  | 'latency_ms'
  | 'status'
  | 'status_code'
  | 'retry_count'
  | 'reported_cost_usd'
  | 'labels'
  | 'unit_price_snapshot'
  | 'total_tokens'
  | (typeof nameFields)[number]
  | (typeof priceKeyFields)[number]
  | (typeof idFields)[number]
  | UsageField

/** Other spellings of a field, the better one first. They are alternatives: the first that is there counts. */
export const acceptedSpellings: Readonly<Partial<Record<CanonicalField, readonly string[]>>> = {
  cached_input_tokens: ['cached_tokens'],
  cache_write_5m_tokens: ['cache_write_tokens'],
  web_search_requests: ['search_units'],
  reported_cost_usd: ['request_cost_usd', 'estimated_cost_usd'],
  service_tier: ['billing_tier'],
  model: ['model_version'],
}

/** A spelling of a field and which ones go before it. */
export interface FieldSpelling {
  readonly field: CanonicalField
  readonly kind: FieldKind
  readonly better: readonly string[]
}

const kinds = new Map<CanonicalField, FieldKind>([
  ['timestamp', 'timestamp'],
  ['latency_ms', 'latency'],
  ['status', 'status'],
  ['status_code', 'status_code'],
  ['retry_count', 'retry_count'],
  ['reported_cost_usd', 'cost'],
  ['labels', 'labels'],
  ['unit_price_snapshot', 'snapshot'],
  ['audio_seconds', 'seconds'],
  ...countFields.map((field) => [field, 'count'] as const),
  ...nameFields.map((field) => [field, 'name'] as const),
  ...priceKeyFields.map((field) => [field, 'lower'] as const),
  ['operation', 'lower'],
  ...idFields.map((field) => [field, 'id'] as const),
])

/** Every accepted name. A Map, so that `__proto__` and `constructor` are names like any other. */
export const fieldSpellings: ReadonlyMap<string, FieldSpelling> = new Map(
  [...kinds].flatMap(([field, kind]) => {
    const names = [field, ...(acceptedSpellings[field] ?? [])]
    return names.map((name, index) => [name, { field, kind, better: names.slice(0, index) }] as const)
  }),
)

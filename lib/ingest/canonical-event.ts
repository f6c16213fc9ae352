import { z } from 'zod'
import { countFields, idFields } from './canonical-fields'
import { maxTextLength } from './clean-text'
import { maxCount } from './read-numbers'

const text = z.string().max(maxTextLength).nullish()
const count = z.int().min(0).max(maxCount).nullish()

const countDescriptions: Readonly<Partial<Record<(typeof countFields)[number], string>>> = {
  input_tokens: 'Every input token: fresh, read from cache, written to cache, text, audio, image, video',
  cached_input_tokens: 'The part of input_tokens read from a prompt cache. Null: not known; absent: none',
  cache_write_5m_tokens: 'The part of input_tokens written to a prompt cache for five minutes, or of unknown lifetime',
  cache_write_1h_tokens: 'The part of input_tokens written to a prompt cache for an hour',
  output_tokens: 'Every output token, reasoning included',
  reasoning_tokens: 'The part of output_tokens spent on reasoning',
  total_tokens: 'What the source gives as the total: input and output are checked against it',
}

const counts = Object.fromEntries(
  countFields.map((field) => {
    const description = countDescriptions[field]
    return [field, description === undefined ? count : count.describe(description)]
  }),
)
const ids = Object.fromEntries(idFields.map((field) => [field, text]))

/**
 * The published shape of a canonical event. It is what `GET /api/v1/contract` describes; records are read by `normalise`, which is
 * held to it by a test and is fast enough for every one of them.
 */
export const canonicalEventSchema = z.object({
  timestamp: z
    .union([z.iso.datetime({ offset: true }), z.number().positive()])
    .describe('Start of the call: RFC 3339 with an offset, or epoch seconds or milliseconds'),
  provider: z.string().trim().min(1).max(maxTextLength).describe('Who sells the model, such as openai'),
  model: z.string().trim().min(1).max(maxTextLength).describe('The model that served'),
  requested_model: text.describe('The model asked for, where that was another'),
  operation: text.describe('chat, completion, embeddings, image, audio, rerank, …'),
  ...ids,
  team_id: text.describe('The slug of the team that owns the call'),
  cost_center: text,
  project_id: text,
  service: text,
  feature: text,
  environment: text,
  route: text,
  api_key_id: text.describe('Of the provider or gateway; never the key itself'),
  billing_account_id: text,
  labels: z
    .record(z.string(), z.union([z.string().max(maxTextLength), z.number(), z.boolean(), z.null()]))
    .nullish()
    .describe('Only declared labels are kept'),
  ...counts,
  requests: z.int().min(1).max(maxCount).nullish().describe('How many calls the record stands for; 1 when absent'),
  audio_seconds: z.number().min(0).max(maxCount).nullish(),
  service_tier: text.describe('standard when absent'),
  region: text,
  latency_ms: z.number().min(0).max(2_147_483_647).nullish(),
  status: z.enum(['success', 'error', 'cache_hit']).nullish().describe('cache_hit: answered from the cache of a gateway'),
  status_code: z.int().min(100).max(599).nullish(),
  error_type: text,
  retry_count: z.int().min(0).max(32_767).nullish().describe('Attempts before this one'),
  reported_cost_usd: z
    .union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?([eE][+-]?\d{1,3})?$/)])
    .nullish()
    .describe('What the source says that it cost; a decimal in quotes keeps every digit'),
  unit_price_snapshot: z.unknown().optional().describe('The unit prices that the source reckoned with'),
})

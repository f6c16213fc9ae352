import { type SQL, sql } from 'drizzle-orm'
import type { SeriesDimension } from './dimension-names'

/** What of the statement's joins an expression needs beside the series. */
export type DimensionNeed = 'owner' | 'costCenter' | 'source' | 'rateSet'

interface DimensionSource {
  /** In terms of `series`, `owner`, `team`, `cost_center`, `business_unit`, `source`; of `rate_set` for a family of models. */
  readonly expression: SQL
  readonly need: DimensionNeed | null
}

const column = (name: string): DimensionSource => ({ expression: sql.raw(`series.${name}`), need: null })

/**
 * Where each dimension comes from. Projects are those that sources report: no table gives them owners or product lines yet,
 * so that no row has a product line. A model's family is the model under which the price book lists it, so that dated names
 * and aliases come together; usage without a price keeps the name that its source sent.
 */
export const dimensionSources: Readonly<Record<SeriesDimension, DimensionSource>> = {
  team: { expression: sql`team.slug`, need: 'owner' },
  reported_team: { expression: sql`coalesce(series.key_team, series.tag_team)`, need: null },
  cost_center: { expression: sql`cost_center.code`, need: 'costCenter' },
  business_unit: { expression: sql`business_unit.slug`, need: 'costCenter' },
  project: column('project'),
  product_line: { expression: sql`null::text`, need: null },
  service: column('service'),
  feature: column('feature'),
  environment: column('environment'),
  provider: column('provider'),
  billing_account: column('billing_account'),
  model: column('model'),
  model_family: { expression: sql`coalesce(nullif(rate_set.model, ''), series.model)`, need: 'rateSet' },
  operation: column('operation'),
  tier: column('service_tier'),
  region: column('region'),
  api_key: column('api_key'),
  route: column('route'),
  source: { expression: sql`source.slug`, need: 'source' },
  outcome: column('outcome'),
  attempt: { expression: sql`case when series.is_retry then 'retry' else 'first' end`, need: null },
  unowned_reason: { expression: sql`owner.reason`, need: 'owner' },
}

/** Parts of a sum of tokens; a roll-up has null where none were counted. */
const add = (...columns: readonly string[]) => sql.raw(columns.map((name) => `coalesce(usage.${name}, 0)`).join(' + '))

/**
 * What a roll-up's row adds to each sum. A source's totals hold their parts, roll-ups hold parts that do not overlap: so a
 * total is the sum of its parts again. In the order of `measureNames`.
 */
export const measureExpressions = {
  requests: sql`usage.requests`,
  errors: sql`usage.errors`,
  input_tokens: add(
    ...['input', 'cached_input', 'cache_write_5m', 'cache_write_1h', 'audio_input', 'cached_audio_input'],
    ...['image_input', 'cached_image_input', 'video_input'],
  ),
  cached_input_tokens: add('cached_input', 'cached_audio_input', 'cached_image_input'),
  cache_write_tokens: add('cache_write_5m', 'cache_write_1h'),
  output_tokens: add('output', 'reasoning', 'citation', 'audio_output', 'image_output', 'video_output'),
  reasoning_tokens: sql`usage.reasoning`,
  cost_usd: sql`usage.cost`,
  list_cost_usd: sql`usage.list_cost`,
  reported_cost_usd: sql`usage.reported_cost`,
  reported_computed_cost_usd: sql`usage.reported_computed_cost`,
  avoided_cost_usd: sql`usage.avoided_cost`,
  cache_hit_input_tokens: sql`usage.cache_hit_input_tokens`,
  cache_hit_output_tokens: sql`usage.cache_hit_output_tokens`,
  unpriced_requests: sql`usage.unpriced_requests`,
  missing_token_requests: sql`usage.missing_token_requests`,
  cache_unknown_requests: sql`usage.cache_unknown_requests`,
} as const

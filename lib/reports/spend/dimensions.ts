import { type SQL, sql } from 'drizzle-orm'
import type { MeterName } from '@/lib/pricing/meters'
import {
  type DimensionName,
  type FixedDimension,
  isLabelDimension,
  type MeasureName,
  type SeriesDimension,
  sharedValue,
  type TimeDimension,
} from './dimension-names'

/** What an expression needs beside the series; `series-key.ts` joins it where it is needed, and only there. */
export type DimensionNeed =
  | 'owner'
  | 'costCenter'
  | 'pool'
  | 'ruledProject'
  | 'projectAlias'
  | 'productLine'
  | 'serviceAlias'
  | 'environmentAlias'
  | 'source'
  | 'rateSet'

interface DimensionSource {
  /** In terms of `series` and of what `seriesJoins` calls the things needed; of `rate_set` for a family of models. */
  readonly expression: SQL
  readonly needs: readonly DimensionNeed[]
}

/** The column of `usage_series` in which each declared label lies, by the name of its dimension. */
export type LabelColumns = ReadonlyMap<DimensionName, string>

const column = (name: string): DimensionSource => ({ expression: sql.raw(`series.${name}`), needs: [] })

/**
 * Where each dimension comes from. A project, service or environment that was sent under an alias counts to what is meant, and
 * a rule may put a series into a project whatever it states. A model's family is the model under which the price book lists
 * it, so that dated names and aliases come together; usage without a price keeps the name that its source sent.
 */
const fixedSources: Readonly<Record<Exclude<FixedDimension, TimeDimension>, DimensionSource>> = {
  team: {
    expression: sql`coalesce(team.slug, case when owner.pool_id is not null then ${sharedValue}::text end)`,
    needs: ['owner'],
  },
  pool: { expression: sql`pool.slug`, needs: ['owner', 'pool'] },
  reported_team: { expression: sql`coalesce(series.key_team, series.tag_team)`, needs: [] },
  cost_center: { expression: sql`cost_center.code`, needs: ['owner', 'costCenter'] },
  business_unit: { expression: sql`business_unit.slug`, needs: ['owner', 'costCenter'] },
  project: {
    expression: sql`coalesce(ruled_project.slug, project_alias.target, series.project)`,
    needs: ['owner', 'ruledProject', 'projectAlias'],
  },
  product_line: { expression: sql`product_line.slug`, needs: ['owner', 'projectAlias', 'productLine'] },
  service: { expression: sql`coalesce(service_alias.target, series.service)`, needs: ['serviceAlias'] },
  feature: column('feature'),
  environment: { expression: sql`coalesce(environment_alias.target, series.environment)`, needs: ['environmentAlias'] },
  provider: column('provider'),
  billing_account: column('billing_account'),
  model: column('model'),
  model_family: { expression: sql`coalesce(nullif(rate_set.model, ''), series.model)`, needs: ['rateSet'] },
  operation: column('operation'),
  tier: column('service_tier'),
  region: column('region'),
  api_key: column('api_key'),
  route: column('route'),
  source: { expression: sql`source.slug`, needs: ['source'] },
  outcome: column('outcome'),
  attempt: { expression: sql`case when series.is_retry then 'retry' else 'first' end`, needs: [] },
  unowned_reason: { expression: sql`owner.reason`, needs: ['owner'] },
  // Levels of trust name different owners, and no rule settles whose it is.
  owner_conflict: { expression: sql`case when owner.has_conflict then 'yes' else 'no' end`, needs: ['owner'] },
}

/**
 * @param labels where declared labels lie; needed only where one is used.
 * @throws Error for a label that is not among them: `readLabelColumns` has refused it before.
 */
export function findDimensionSource(name: SeriesDimension, labels: LabelColumns): DimensionSource {
  if (!isLabelDimension(name)) return fixedSources[name]
  const labelColumn = labels.get(name)
  if (labelColumn === undefined) throw new Error(`${name} is not among the declared labels`)
  return { expression: sql`series.${sql.identifier(labelColumn)}`, needs: [] }
}

/**
 * The sum of parts that do not overlap. Each column is summed by itself: most are null, which costs a sum nothing, while an
 * addition in every row costs as much as all the joins of a report.
 */
const addSums = (...columns: readonly string[]) => sql.raw(columns.map((name) => `coalesce(sum(usage.${name}), 0)`).join(' + '))

/**
 * What the rows of a roll-up come to. A source's totals hold their parts, roll-ups hold parts that do not overlap: so a total
 * is the sum of its parts again. In the order of `measureNames`.
 */
export const measureSums: Readonly<Record<MeasureName, SQL>> = {
  requests: sql`sum(usage.requests)`,
  errors: sql`sum(usage.errors)`,
  input_tokens: addSums(
    ...['input', 'cached_input', 'cache_write_5m', 'cache_write_1h', 'audio_input', 'cached_audio_input'],
    ...['image_input', 'cached_image_input', 'video_input'],
  ),
  cached_input_tokens: addSums('cached_input', 'cached_audio_input', 'cached_image_input'),
  cache_write_tokens: addSums('cache_write_5m', 'cache_write_1h'),
  output_tokens: addSums('output', 'reasoning', 'citation', 'audio_output', 'image_output', 'video_output'),
  reasoning_tokens: sql`sum(usage.reasoning)`,
  cost_usd: sql`sum(usage.cost)`,
  list_cost_usd: sql`sum(usage.list_cost)`,
  reported_cost_usd: sql`sum(usage.reported_cost)`,
  reported_computed_cost_usd: sql`sum(usage.reported_computed_cost)`,
  avoided_cost_usd: sql`sum(usage.avoided_cost)`,
  cache_hit_input_tokens: sql`sum(usage.cache_hit_input_tokens)`,
  cache_hit_output_tokens: sql`sum(usage.cache_hit_output_tokens)`,
  unpriced_requests: sql`sum(usage.unpriced_requests)`,
  missing_token_requests: sql`sum(usage.missing_token_requests)`,
  cache_unknown_requests: sql`sum(usage.cache_unknown_requests)`,
}

/** The count of one meter in a roll-up, whose columns are named for the meters; a request is one whatever it used. */
export const meterSum = (meter: MeterName): SQL => sql.raw(`sum(usage.${meter === 'request' ? 'requests' : meter})`)

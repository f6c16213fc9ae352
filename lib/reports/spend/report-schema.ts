import { z } from 'zod'
import { type DimensionName, type FixedDimension, fixedDimensions, type NamedDimension } from './dimension-names'
import { bases } from './schema'

const countSchema = z.number()
const costSchema = z.string()

/**
 * The sums of a row. Costs are US dollars as exact decimal text. `is_at_least`: some request in it has no price or no known
 * tokens, so that the cost is at least so much. `input_tokens` and `output_tokens` hold their parts; tokens that a gateway
 * answered from its cache are in neither, only in `cache_hit_…`. A null cost is one that nobody stated.
 */
export const spendSumsSchema = z.object({
  requests: countSchema,
  errors: countSchema,
  input_tokens: countSchema,
  cached_input_tokens: countSchema,
  cache_write_tokens: countSchema,
  output_tokens: countSchema,
  reasoning_tokens: countSchema,
  cost_usd: costSchema,
  list_cost_usd: costSchema,
  reported_cost_usd: costSchema.nullable(),
  /** Our cost of those requests that reported one of their own: what `reported_cost_usd` compares with. */
  reported_computed_cost_usd: costSchema.nullable(),
  /** What answers from gateway caches would have cost. */
  avoided_cost_usd: costSchema.nullable(),
  cache_hit_input_tokens: countSchema,
  cache_hit_output_tokens: countSchema,
  unpriced_requests: countSchema,
  missing_token_requests: countSchema,
  cache_unknown_requests: countSchema,
  is_at_least: z.boolean(),
})
export type SpendSums = z.infer<typeof spendSumsSchema>

const dimensionValue = z.string().nullable().optional()
const dimensionShape = Object.fromEntries(fixedDimensions.map((name) => [name, dimensionValue])) as Record<
  FixedDimension,
  typeof dimensionValue
>

/**
 * A row: the dimensions that were grouped by, in their own fields, and the sums. A null dimension is "none". Days are
 * `2026-05-01` and months `2026-05` of the reporting zone; hours are UTC, `2026-05-01T09:00:00Z`.
 */
export type SpendRow = SpendSums & { readonly [Name in DimensionName]?: string | null }

/** Labels have fields of their own, whose names only the organisation knows. */
export const spendRowSchema: z.ZodType<SpendRow> = spendSumsSchema.extend(dimensionShape).catchall(dimensionValue)

/** What the registry calls the owners and product lines of the rows, by their codes. */
const nameRecord = z.record(z.string(), z.string())
export const namesSchema = z.object({
  team: nameRecord,
  pool: nameRecord,
  cost_center: nameRecord,
  business_unit: nameRecord,
  product_line: nameRecord,
} satisfies Record<NamedDimension, typeof nameRecord>)
export type OwnerNames = z.infer<typeof namesSchema>

/** The names of two answers. */
export function mergeNames(one: OwnerNames, other: OwnerNames): OwnerNames {
  return {
    team: { ...one.team, ...other.team },
    pool: { ...one.pool, ...other.pool },
    cost_center: { ...one.cost_center, ...other.cost_center },
    business_unit: { ...one.business_unit, ...other.business_unit },
    product_line: { ...one.product_line, ...other.product_line },
  }
}

/** The answer of `GET /api/v1/reports/spend`. */
export const spendReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  /** The instant of the snapshot that all figures are from. */
  as_of: z.string(),
  basis: z.enum(bases),
  rows: z.array(spendRowSchema),
  /** Over all rows, also those of other pages. */
  total: spendSumsSchema,
  /** How many rows there are on all pages. */
  row_count: z.number(),
  next_cursor: z.string().nullable(),
  names: namesSchema,
  /**
   * The period compared with, in the same grouping: only rows whose dimensions other than time are on this page. Null where
   * no comparison was asked for.
   */
  comparison: z.object({ from: z.string(), to: z.string(), rows: z.array(spendRowSchema), total: spendSumsSchema }).nullable(),
})
export type SpendReport = z.infer<typeof spendReportSchema>

import { z } from 'zod'
import { namesSchema } from '@/lib/reports/spend/report-schema'
import { wasteDimensions, wasteKindNames } from './kinds'

/** US dollars, exact decimal text. */
const usdSchema = z.string()
/** Whole, as text: tokens of a year go beyond what a JSON number holds. */
const countSchema = z.string()
const valueSchema = z.string().nullable().optional()

/**
 * One line of a kind's arithmetic: `quantity × (rate_usd − less_rate_usd) ÷ per = amount_usd`. Without rates the amount is what
 * the ledger has for it; with `of_quantity` it is that share of `of_cost_usd`.
 */
export const wasteTermSchema = z.object({
  /** In words, with the model: `Cache writes, 5 minutes, of claude-sonnet-4-6`. */
  what: z.string(),
  quantity: countSchema,
  unit: z.enum(['tokens', 'calls', 'seconds', 'pages', 'messages', 'requests']),
  rate_usd: usdSchema.nullable(),
  less_rate_usd: usdSchema.nullable(),
  per: countSchema.nullable(),
  of_quantity: countSchema.nullable(),
  of_cost_usd: usdSchema.nullable(),
  /** Below 0 where it is set off, as what reads of a cache saved. */
  amount_usd: usdSchema,
})
export type WasteTerm = z.infer<typeof wasteTermSchema>

const figureShape = {
  cost_usd: usdSchema,
  requests: countSchema,
  /** Part of it is unknown: the cost is at least so much. */
  is_at_least: z.boolean(),
}

/** What one owner and use wasted. A null dimension is "none"; one that the kind does not tell apart by is absent. */
export const wasteRowSchema = z.object({
  ...(Object.fromEntries(wasteDimensions.map((name) => [name, valueSchema])) as Record<
    (typeof wasteDimensions)[number],
    typeof valueSchema
  >),
  /** What of the price it is: the band, the region, how often the output of peers. Null where the kind needs no word. */
  detail: z.string().nullable(),
  ...figureShape,
})
export type WasteRow = z.infer<typeof wasteRowSchema>

export const wasteKindSchema = z.object({
  kind: z.enum(wasteKindNames),
  dimensions: z.array(z.enum(wasteDimensions)),
  ...figureShape,
  /** Requests whose part in it nobody knows. */
  unknown_requests: countSchema,
  /** By owner, what cost most first; they sum to `cost_usd`. A null team is nobody's, `~shared` is the pools'. */
  teams: z.array(z.object({ team: z.string().nullable(), ...figureShape })),
  /** What cost most first; all rows, also those beyond the list, sum to `cost_usd`. */
  rows: z.array(wasteRowSchema),
  row_count: z.number(),
  /** They sum to `cost_usd` together with `terms_rest_usd`, which stands for terms beyond the list. */
  terms: z.array(wasteTermSchema),
  term_count: z.number(),
  terms_rest_usd: usdSchema,
})
export type WasteKind = z.infer<typeof wasteKindSchema>

/** A trace or conversation in which calls were tried again more than once on a day. */
export const retryLoopSchema = z.object({
  kind: z.enum(['trace', 'conversation']),
  id: z.string(),
  team: z.string().nullable(),
  service: z.string().nullable(),
  route: z.string().nullable(),
  model: z.string(),
  /** Second and later ones. */
  retries: countSchema,
  cost_usd: usdSchema,
  is_at_least: z.boolean(),
  first_at: z.string(),
  last_at: z.string(),
})
export type RetryLoop = z.infer<typeof retryLoopSchema>

/** The answer of `GET /api/v1/engineering/waste`. Kinds overlap: their costs have no sum. */
export const wasteReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  as_of: z.string(),
  /** All spend of the period and the filters, beside which waste stands. */
  spend: z.object(figureShape),
  /** What costs most first. */
  kinds: z.array(wasteKindSchema),
  loops: z.object({
    count: z.number(),
    ...figureShape,
    /** The costliest. */
    rows: z.array(retryLoopSchema),
  }),
  /** How far single events were looked through for repeats and loops. */
  events: z.object({
    /** When the latest day of the period was summed; null where none was. */
    computed_at: z.string().nullable(),
    /** Days with usage that are not summed yet. */
    missing_days: z.number(),
  }),
  /** What counts as development here. */
  sandbox_environments: z.array(z.string()),
  names: namesSchema,
})
export type WasteReport = z.infer<typeof wasteReportSchema>

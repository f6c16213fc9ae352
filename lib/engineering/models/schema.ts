import { z } from 'zod'
import { meterNames } from '@/lib/pricing/meters'
import { type PeriodParams, readPeriodQuery } from '../period-params'

/** Files of the report: models with their latency, what each class costs, or siblings. */
export const modelFiles = ['models', 'classes', 'siblings'] as const

const ownSchema = z.object({
  format: z.enum(['json', 'csv'], 'is one of json, csv').default('json'),
  rows: z.enum(modelFiles, `is one of ${modelFiles.join(', ')}`).default('models'),
})

/** The query of `GET /api/v1/engineering/models`: period, filters, and for files which rows. */
export const modelsParamsSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((given, context): PeriodParams & z.output<typeof ownSchema> => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const own = ownSchema.safeParse(given)
    if (!own.success) for (const issue of own.error.issues) refuse(String(issue.path[0]), issue.message)
    if (given.rows !== undefined && own.data?.format === 'json') refuse('rows', 'is for format=csv; JSON holds all of them')
    const period = readPeriodQuery(given, ['format', 'rows'], refuse)
    return own.success && period !== null ? { ...period, ...own.data } : z.NEVER
  })

const usd = z.string()

/** A class of usage with what it counted and cost; `other` is what no meter explains. The costs of all add up to the cost. */
export const classCostSchema = z.object({
  name: z.enum([...meterNames, 'other']),
  /** Tokens, calls, pages; seconds with their fraction. Decimal text. */
  quantity: z.string(),
  /** The part of it that has no price: its cost is not known and in no sum. */
  unpriced_quantity: z.string(),
  cost_usd: usd,
  list_cost_usd: usd,
})
export type ClassCostRow = z.infer<typeof classCostSchema>

const partSums = { cost_usd: usd, is_at_least: z.boolean(), requests: z.number() }

/** Usage at one tier, as the price book calls it. */
const tierSchema = z.object({ tier: z.string(), ...partSums })

/** Usage by the context band of its price. `over` null: the base price. */
const bandSchema = z.object({
  over: z.number().nullable(),
  is_inclusive: z.boolean(),
  /** No price applies, so that there is no band either. */
  is_unpriced: z.boolean(),
  ...partSums,
})

const latencySchema = z.object({ calls: z.number(), p50_ms: z.string(), p95_ms: z.string() })

const splitsSchema = {
  classes: z.array(classCostSchema),
  tiers: z.array(tierSchema),
  bands: z.array(bandSchema),
}

export const modelRowSchema = z.object({
  provider: z.string(),
  /** As the price book lists it, else as its source sent it. */
  model: z.string(),
  /** The values of the dimension `model_family` that stand for it. */
  names: z.array(z.string()),
  ...partSums,
  list_cost_usd: usd,
  errors: z.number(),
  /** To 18 places, half to even; null where there was no request. */
  cost_per_thousand_usd: usd.nullable(),
  /** In the period before; null where there was no usage then. */
  previous_cost_usd: usd.nullable(),
  /** Over the calls whose latency is known, within `latency_error`; null where none is. */
  latency: latencySchema.nullable(),
  ...splitsSchema,
})
export type ModelRow = z.infer<typeof modelRowSchema>

/** A model that could be asked instead, and what the same usage would have cost there. It says nothing of quality. */
export const siblingSchema = z.object({
  provider: z.string(),
  model: z.string(),
  sibling: z.string(),
  /** Of the same line and size, such as one mini and a later mini; else another size of the same line. */
  is_same_size: z.boolean(),
  /** Released later. */
  is_newer: z.boolean(),
  /** Its cost is below. Never claimed where that cost is only a lower bound. */
  is_cheaper: z.boolean(),
  released: z.string().nullable(),
  sibling_released: z.string().nullable(),
  requests: z.number(),
  /** The usage compared, at the model's own list prices. */
  list_cost_usd: usd,
  /** The very same quantities at the sibling's list prices. */
  sibling_cost_usd: usd,
  /** `sibling_cost_usd − list_cost_usd`: below 0 where the sibling is cheaper. */
  difference_usd: usd,
  /** Some of it may lie in a dearer context band of the sibling, which sums cannot tell. */
  is_at_least: z.boolean(),
  /** List cost of usage that the sibling has no price for, and of what none: in neither figure. */
  left_out_usd: usd,
  left_out_why: z.array(z.string()),
})
export type SiblingRow = z.infer<typeof siblingSchema>

/** The answer of `GET /api/v1/engineering/models`. Costs are US dollars as exact decimal text. */
export const modelsReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  /** The instant of the snapshot that all figures are from. */
  as_of: z.string(),
  previous: z.object({ from: z.string(), to: z.string() }),
  /** The bound of every percentile, such as `±9 %`. */
  latency_error: z.string(),
  total: z.object({
    ...partSums,
    list_cost_usd: usd,
    previous_cost_usd: usd.nullable(),
    latency: latencySchema.nullable(),
    ...splitsSchema,
  }),
  /** What costs most first. */
  models: z.array(modelRowSchema),
  /** Largest saving first. */
  siblings: z.array(siblingSchema),
  /** The instant whose prices siblings are asked at. */
  prices_at: z.string(),
  /** How many models in use have a known line and date, without which nothing is said of siblings. */
  known_models: z.number(),
})
export type ModelsReport = z.infer<typeof modelsReportSchema>

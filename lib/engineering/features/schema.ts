import { z } from 'zod'
import type { DimensionName } from '@/lib/reports/spend/dimension-names'
import { spendReportSchema } from '@/lib/reports/spend/report-schema'
import { type PeriodParams, readPeriodQuery } from '../period-params'

/** What can be ranked. */
export const rankings = ['feature', 'service', 'project', 'route'] as const satisfies readonly DimensionName[]
export type Ranking = (typeof rankings)[number]

export const fileFormats = ['json', 'csv'] as const

/** A question to the report of features. */
export interface FeaturesQuestion extends PeriodParams {
  readonly by: Ranking
}

const ownSchema = z.object({
  by: z.enum(rankings, `is one of ${rankings.join(', ')}`).default('feature'),
  format: z.enum(fileFormats, `is one of ${fileFormats.join(', ')}`).default('json'),
})

/** The query of `GET /api/v1/engineering/features`: period, filters, what is ranked, and the format. */
export const featuresParamsSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((given, context): FeaturesQuestion & z.output<typeof ownSchema> => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const own = ownSchema.safeParse(given)
    if (!own.success) for (const issue of own.error.issues) refuse(String(issue.path[0]), issue.message)
    const period = readPeriodQuery(given, ['by', 'format'], refuse)
    return own.success && period !== null ? { ...period, ...own.data } : z.NEVER
  })

const usd = z.string()
const percent = z.string().nullable()

/**
 * `named`: a thing that usage names. `none`: usage that names none. `capped`: names beyond the limit of unregistered values,
 * which are many things. The last two are no part of the ranking.
 */
export const rowKinds = ['named', 'none', 'capped'] as const

/** `new`: no usage before this period; `back`: none in the period before, but earlier. */
export const appearances = ['new', 'back', 'known'] as const

export const featureRowSchema = z.object({
  /** Null of `none`. */
  key: z.string().nullable(),
  kind: z.enum(rowKinds),
  /** From 1, the dearest first; null where it is not ranked. */
  rank: z.number().nullable(),
  /** Among the fewest that make 80 % of the cost. */
  is_vital: z.boolean(),
  /** Owners, what costs most first: codes, `~shared` for pools, null for nobody. At most three. */
  teams: z.array(z.string().nullable()),
  team_count: z.number(),
  cost_usd: usd,
  /** Some of it has no known cost. */
  is_at_least: z.boolean(),
  requests: z.number(),
  /** Percent of the report's total, two decimals; the shares of all rows and `rest` add up to 100. Null where that is 0. */
  cost_share: percent,
  request_share: percent,
  /** Cost of the ranked up to and with this one. */
  cumulative_usd: usd.nullable(),
  /** To 18 places, half to even; null where there was no request. */
  cost_per_request_usd: usd.nullable(),
  /** In the period before; null where there was no usage then. */
  previous_cost_usd: usd.nullable(),
  appearance: z.enum(appearances),
  /** Cost by step, as many as `steps`. */
  trend: z.array(usd),
})
export type FeatureRow = z.infer<typeof featureRowSchema>

/** The answer of `GET /api/v1/engineering/features`. Costs are US dollars as exact decimal text. */
export const featuresReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  /** The instant of the snapshot that all figures are from. */
  as_of: z.string(),
  by: z.enum(rankings),
  previous: z.object({ from: z.string(), to: z.string() }),
  /** What a trend steps by: days, months for long periods. */
  step: z.enum(['day', 'month']),
  steps: z.array(z.string()),
  /** Of all usage that the filters leave, whatever it names. */
  total: z.object({ cost_usd: usd, is_at_least: z.boolean(), requests: z.number(), previous_cost_usd: usd.nullable() }),
  /** Of what is named, all of it, also beyond `rows`. */
  ranked: z.object({
    count: z.number(),
    vital_count: z.number(),
    cost_usd: usd,
    is_at_least: z.boolean(),
    new_count: z.number(),
    new_cost_usd: usd,
  }),
  rows: z.array(featureRowSchema),
  /** The named beyond the rows listed, added up; null where all are. */
  rest: z
    .object({
      count: z.number(),
      cost_usd: usd,
      is_at_least: z.boolean(),
      requests: z.number(),
      cost_share: percent,
      request_share: percent,
    })
    .nullable(),
  names: spendReportSchema.shape.names,
})
export type FeaturesReport = z.infer<typeof featuresReportSchema>

import { z } from 'zod'
import { isMonth } from '../statement/month-text'
import { lineLevels, statementExceptionSchema } from '../statement/schema'

/** A month, `2026-05`; absent: the current one of the reporting zone. */
export const questionParamsSchema = z.strictObject({
  month: z.string({ error: 'is given once' }).refine(isMonth, 'is a month such as 2026-05').optional(),
})

const usd = z.string()
const period = z.object({ from: z.string(), to: z.string() })

/** Which line of the statement a row is about. */
const rowSchema = z.object({
  line_id: z.string(),
  level: z.enum(lineLevels),
  owner_kind: z.enum(['team', 'pool', 'nobody']).nullable(),
  code: z.string().nullable(),
  name: z.string(),
  /** The filters under which Spend shows the line. */
  filters: z.record(z.string(), z.array(z.string())),
  is_at_least: z.boolean(),
})

export const growthRowSchema = rowSchema.extend({
  current_usd: usd,
  /** Null: the line is new. */
  prior_usd: usd.nullable(),
  /** Above zero. */
  growth_usd: usd,
})
export type GrowthRow = z.infer<typeof growthRowSchema>

export const allocationRowSchema = rowSchema.extend({
  total_usd: usd,
  budget_usd: usd,
  /** `total − budget`: above zero is over. */
  variance_usd: usd,
})
export type AllocationRow = z.infer<typeof allocationRowSchema>

export const proportionRowSchema = rowSchema.extend({
  direct_usd: usd,
  requests: z.number(),
  /** What the line's share of all requests would come to of what all requests cost. */
  proportional_usd: usd,
  /** `direct − proportional`, above zero; over all owners the differences are nil. */
  excess_usd: usd,
})
export type ProportionRow = z.infer<typeof proportionRowSchema>

/** The answer of `GET /api/v1/finance/questions`: four questions to a month, each ranked by dollars, from one statement. */
export const questionsSchema = z.object({
  month: z.string(),
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  as_of: z.string(),
  is_running: z.boolean(),
  total_usd: usd,
  direct_usd: usd,
  requests: z.number(),
  is_at_least: z.boolean(),
  growth: z.object({
    /**
     * `total`: what the statement comes to, shares of pools in it, against the whole month before. `direct`: the month is running,
     * and direct spend of its complete days stands against the same days of the month before.
     */
    basis: z.enum(['total', 'direct']),
    /** What is compared; null on the first day of a month, which has nothing to compare yet. */
    period: period.nullable(),
    prior_period: period,
    teams: z.array(growthRowSchema),
    cost_centers: z.array(growthRowSchema),
  }),
  /** Over first, by dollars; then under, what is left most last. */
  allocation: z.array(allocationRowSchema),
  proportion: z.array(proportionRowSchema),
  unattributed: z.object({
    total_usd: usd,
    /** Largest first. */
    exceptions: z.array(statementExceptionSchema),
    /** The same by whom it lies with; null: nobody was asked. Largest first. */
    assignees: z.array(
      z.object({ assignee: z.string().nullable(), amount_usd: usd, requests: z.number(), is_at_least: z.boolean() }),
    ),
  }),
})
export type Questions = z.infer<typeof questionsSchema>

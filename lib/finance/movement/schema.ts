import { z } from 'zod'
import { MoneyError, parseDecimal } from '@/lib/money/decimal'
import { isMonth } from '../statement/month-text'
import { mixNames } from './movement-parts'

/** `captured`: the change of what was recorded; `invoiced`: that of two stated totals, with what is not explained left over. */
export const movementBases = ['captured', 'invoiced'] as const
export type MovementBasis = (typeof movementBases)[number]

/** Whether a text is an amount that a statement can hold. */
export function isAmount(text: string): boolean {
  try {
    parseDecimal(text)
    return true
  } catch (error) {
    if (error instanceof MoneyError) return false
    throw error
  }
}

const month = z.string({ error: 'is given once' }).refine(isMonth, 'is a month such as 2026-05')
const amount = z.string({ error: 'is given once' }).trim().refine(isAmount, 'is an amount in USD such as 8200.00')
const formats = ['json', 'csv'] as const

const paramsShape = z.object({
  month: month.nullable().default(null),
  against: month.nullable().default(null),
  basis: z.enum(movementBases, `is one of ${movementBases.join(', ')}`).default('captured'),
  prior_invoice_usd: amount.nullable().default(null),
  current_invoice_usd: amount.nullable().default(null),
  format: z.enum(formats, `is one of ${formats.join(', ')}`).default('json'),
})
const paramNames = Object.keys(paramsShape.shape)

/** The query of `GET /api/v1/finance/movement`. */
export const movementParamsSchema = z
  .preprocess((given, context) => {
    const unknown = Object.keys(given ?? {}).filter((name) => !paramNames.includes(name))
    const message = `is not known: use ${paramNames.join(', ')}`
    for (const name of unknown) context.addIssue({ code: 'custom', path: [name], message })
    return given
  }, paramsShape)
  .superRefine(({ basis, ...given }, context) => {
    if (basis !== 'invoiced') return
    for (const name of ['prior_invoice_usd', 'current_invoice_usd'] as const) {
      if (given[name] !== null) continue
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'is needed with basis=invoiced: the total of that month’s invoice',
      })
    }
  })

/** A question to the movement, parsed. */
export type MovementParams = z.output<typeof movementParamsSchema>

const usd = z.string()
const count = z.number()

const partsSchema = z.object({
  new_usd: usd,
  gone_usd: usd,
  volume_usd: usd,
  mix_usd: usd,
  price_usd: usd,
  shared_usd: usd,
  unattributed_usd: usd,
  /** What `mix_usd` consists of. */
  mix_of: z.object({ model_usd: usd, token_class_usd: usd, caching_usd: usd, tier_usd: usd }),
  /** The largest of these in either direction; null where there is no mix. */
  dominant_mix: z.enum(mixNames).nullable(),
})

/** `current_usd − prior_usd = change_usd`, and the parts add up to it; US dollars as exact decimal text. */
const lineSchema = partsSchema.extend({
  prior_usd: usd,
  current_usd: usd,
  change_usd: usd,
  /** Some of its usage has no known cost in the prior month, so that the amount is at least so much; in the current one. */
  is_prior_at_least: z.boolean(),
  is_current_at_least: z.boolean(),
})
export type MovementFigures = z.infer<typeof lineSchema>

const stateSchema = z.enum(['new', 'gone', 'continuing'])

/** One model of a team; without what pools give the team. */
const modelSchema = lineSchema.extend({
  /** The family that the price book lists; usage without a price under the name that its source sent. */
  model: z.string(),
  state: stateSchema,
  prior_requests: count,
  current_requests: count,
})
export type MovementModel = z.infer<typeof modelSchema>

/** A team, what a shared pool keeps, or nobody. */
const ownerSchema = lineSchema.extend({
  kind: z.enum(['team', 'pool', 'nobody']),
  code: z.string().nullable(),
  /** What the registry calls it. */
  name: z.string(),
  state: stateSchema,
  /** Largest change first. */
  models: z.array(modelSchema),
})
export type MovementOwner = z.infer<typeof ownerSchema>

const periodSchema = z.object({ from: z.string(), to: z.string() })

/** The answer of `GET /api/v1/finance/movement`. */
export const movementSchema = z.object({
  /** `2026-05`. */
  month: z.string(),
  against: z.string(),
  /** Half-open days of the reporting zone. */
  current: periodSchema,
  prior: periodSchema,
  zone: z.string(),
  /** The instant of the snapshot that all figures are from. */
  as_of: z.string(),
  /** The month is not over: its complete days are compared with as many of the other month. */
  is_running: z.boolean(),
  basis: z.enum(movementBases),
  /** Whether all spend is in it, or only that of the reader's teams. */
  is_whole: z.boolean(),
  /** Under `invoiced` the stated totals, whose change the parts explain but for the residual. */
  total: lineSchema,
  /** What was recorded, whatever the basis. */
  captured: z.object({ prior_usd: usd, current_usd: usd }),
  /** What the parts come to. */
  explained_usd: usd,
  /** `change_usd − explained_usd`: 0 under `captured`. */
  residual_usd: usd,
  /** Nothing was recorded in the prior month, so that all of the current one is new. */
  has_prior: z.boolean(),
  /** Largest change first. */
  owners: z.array(ownerSchema),
})
export type MovementReport = z.infer<typeof movementSchema>

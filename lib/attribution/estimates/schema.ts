import { z } from 'zod'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { hasDays } from '@/lib/registry/dated-spans'
import { dateSchema } from '@/lib/registry/schema'
import { costCenterCodeSchema, slugSchema } from '@/lib/registry/slug'
import { countDays, isCalendarDate } from '@/lib/time/calendar'

const maxDays = 1_100
const maxEstimates = 1_000

const amountSchema = z.string('is needed: US dollars as text, such as "1250.50"').transform((text, context) => {
  try {
    const amount = parseDecimal(text.trim())
    if (amount > 0n) return formatDecimal(amount)
    context.addIssue({ code: 'custom', message: 'is above 0' })
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is an amount of US dollars such as 1250.50, without commas (${tell(error)})` })
  }
  return z.NEVER
})
const tell = (error: unknown) => (error instanceof Error ? error.message : String(error))

const oneLine = (max: number) =>
  z
    .string('is needed, as text')
    .trim()
    .max(max, `is at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is one line of text, without control characters')

/** Spend from before usage was recorded, by somebody’s reckoning; of a team or of a cost centre. */
export const estimateSchema = z
  .strictObject({
    team: slugSchema.nullable().default(null),
    cost_center: costCenterCodeSchema.nullable().default(null),
    provider: oneLine(100)
      .transform((text) => text || null)
      .nullable()
      .default(null),
    from: dateSchema,
    to: dateSchema,
    amount_usd: amountSchema,
    /** How it was reckoned: from which invoice, by which key. */
    method: oneLine(500).min(1, 'is needed: say how it was reckoned, from which invoice or by which key'),
  })
  .superRefine(({ team, cost_center, from, to }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (team === null && cost_center === null) refuse('team', 'or a cost centre is needed: say whose spend it was')
    if (team !== null && cost_center !== null) refuse('cost_center', 'is empty where a team is named: an estimate has one owner')
    if (!hasDays({ from, to })) refuse('to', 'is a day after "from": the day itself is no longer in the period')
    else if (isCalendarDate(from) && isCalendarDate(to) && countDays({ from, to }) > maxDays)
      refuse('to', `is at most ${maxDays} days after "from"`)
  })
export type EstimateInput = z.output<typeof estimateSchema>

/** Some estimates, stored together or not at all. */
export const createEstimatesSchema = z.object({
  estimates: z
    .array(estimateSchema)
    .min(1, 'holds no estimate')
    .max(maxEstimates, `holds at most ${maxEstimates} estimates at a time`),
})

export const withdrawEstimateSchema = z.object({ id: z.uuid('is the id that the list shows') })

/** The columns of a file of estimates, in its order. */
export const estimateColumns = ['team', 'cost_center', 'provider', 'from', 'to', 'amount_usd', 'method'] as const

import { z } from 'zod'
import type { BudgetFilters } from '@/lib/db/schema/budgets'
import { decimalPlaces, formatDecimal, MoneyError, parseDecimal } from '@/lib/money/decimal'
import { nameSchema, slugSchema } from '@/lib/registry/slug'
import { isTimeDimension } from '@/lib/reports/spend/dimension-names'
import { readFilters } from '@/lib/reports/spend/schema'
import { isCalendarDate } from '@/lib/time/calendar'
import { periodKinds } from './budget-period'
import { sortThresholds } from './thresholds'

/** What becomes of calls once the amount is spent. */
export const fullActions = ['notify', 'throttle', 'require_approval', 'deny'] as const
export type FullAction = (typeof fullActions)[number]

export const defaultActualThresholds: readonly string[] = ['75', '90', '100']
export const defaultForecastThresholds: readonly string[] = ['100']

const maxDimensions = 6
const maxThresholds = 10
const maxCriticalGroups = 20

/** Dollars as decimal text, above 0, in canonical form. */
export const amountSchema = z
  .string('is an amount in US dollars, as text')
  .trim()
  .transform((text, context) => {
    try {
      const amount = parseDecimal(text.replaceAll(',', ''))
      if (amount > 0n) return formatDecimal(amount)
      context.addIssue({ code: 'custom', message: 'is above 0' })
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error
      const isLong = error.code === 'too_many_places'
      context.addIssue({
        code: 'custom',
        message: isLong ? `has at most ${decimalPlaces} decimals` : 'is an amount such as 2500 or 2500.50',
      })
    }
    return z.NEVER
  })

const thresholdSchema = z
  .union([z.string(), z.number().transform(String)], 'is a percentage such as 75')
  .refine(
    (text) => /^\d{1,5}(\.\d{1,2})?$/.test(text.trim()) && Number(text) > 0,
    'is a percentage above 0, with at most 2 decimals',
  )
  .transform((text) => text.trim())

const thresholdsSchema = z.array(thresholdSchema).max(maxThresholds, `are at most ${maxThresholds}`).transform(sortThresholds)

/** Filters by dimension, as the spend report takes them; empty is everything. Time is not among them: the period says when. */
export const filtersSchema = z.record(z.string(), z.array(z.string())).transform((given, context): BudgetFilters => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  const filled = Object.fromEntries(Object.entries(given).filter(([, values]) => values.length > 0))
  for (const name of Object.keys(filled).filter(isTimeDimension)) refuse(name, 'is no scope: the period says when')
  if (Object.keys(filled).length > maxDimensions) refuse('', `are at most ${maxDimensions} dimensions`)
  const filters = readFilters(filled, refuse, [])
  return Object.fromEntries(
    Object.entries(filters)
      .map(([name, values]) => [name, [...(values ?? [])].sort()] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  )
})

const criticalSchema = z
  .array(filtersSchema.refine((filters) => Object.keys(filters).length > 0, 'names a dimension: everything cannot be critical'))
  .max(maxCriticalGroups, `are at most ${maxCriticalGroups}`)

const emailSchema = z
  .union([z.literal('').transform(() => null), z.null(), z.email('is an e-mail address').transform((text) => text.toLowerCase())])
  .default(null)

const daySchema = z.string('is a day such as 2026-10-01').refine(isCalendarDate, 'is a day such as 2026-10-01')
const reasonSchema = z.string('is needed, as text').trim().min(1, 'is needed: say why').max(500, 'is at most 500 characters')

const rules = {
  name: nameSchema,
  owner_email: emailSchema,
  actual_thresholds: thresholdsSchema.default([...defaultActualThresholds]),
  forecast_thresholds: thresholdsSchema.default([...defaultForecastThresholds]),
  full_action: z.enum(fullActions, `is one of ${fullActions.join(', ')}`).default('notify'),
  critical: criticalSchema.default([]),
}

export const createBudgetSchema = z.strictObject({
  // Where files are taken in has the address that a budget of this name would have.
  slug: slugSchema.refine((slug) => slug !== 'import', 'is a word of the API: take another'),
  ...rules,
  filters: filtersSchema.default({}),
  period: z.enum(periodKinds, `is one of ${periodKinds.join(', ')}`).default('month'),
  amount_usd: amountSchema,
  /** The first day of the first period; null: the period that runs. */
  from: daySchema.nullable().default(null),
})
export type CreateBudget = z.output<typeof createBudgetSchema>

const idSchema = z.uuid('is the id of a budget')

/** What of a budget can change after it was made, besides its amount. What is absent stays. */
export const editBudgetSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  owner_email: emailSchema.unwrap().optional(),
  actual_thresholds: thresholdsSchema.optional(),
  forecast_thresholds: thresholdsSchema.optional(),
  full_action: rules.full_action.unwrap().optional(),
  critical: criticalSchema.optional(),
})

/** Another amount from a period on. */
export const amendBudgetSchema = z.strictObject({ id: idSchema, amount_usd: amountSchema, from: daySchema, reason: reasonSchema })
export const budgetIdSchema = z.strictObject({ id: idSchema })

export const decideRequestSchema = z.strictObject({
  id: z.uuid('is the id of a request'),
  decision: z.enum(['approved', 'refused'], 'is approved or refused'),
  note: z.string().trim().max(500, 'is at most 500 characters').default(''),
})
export const requestIdSchema = z.strictObject({ id: z.uuid('is the id of a request') })
export const eventIdSchema = z.strictObject({ id: z.uuid('is the id of a threshold event') })

const planAmountSchema = z
  .string('is an amount in US dollars, as text')
  .trim()
  .transform((text, context) => {
    const amount = text === '' ? null : amountOrNull(text)
    if (amount !== null && amount >= 0n) return formatDecimal(amount)
    context.addIssue({ code: 'custom', message: 'is an amount such as 2500, 0 or above' })
    return z.NEVER
  })

function amountOrNull(text: string): bigint | null {
  try {
    return parseDecimal(text.replaceAll(',', ''))
  } catch (error) {
    if (error instanceof MoneyError) return null
    throw error
  }
}

/** The plan by month; it takes the place of the one before. */
export const setPlanSchema = z.strictObject({
  id: idSchema,
  months: z
    .array(
      z.strictObject({
        month: z.string('is a month such as 2026-10').regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'is a month such as 2026-10'),
        amount_usd: planAmountSchema,
      }),
    )
    .max(120, 'are at most 120 months')
    .refine((months) => new Set(months.map(({ month }) => month)).size === months.length, 'name each month once'),
})

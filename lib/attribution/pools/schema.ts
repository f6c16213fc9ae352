import { z } from 'zod'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { hasDays } from '@/lib/registry/dated-spans'
import { dateSchema } from '@/lib/registry/schema'
import { costCenterCodeSchema, nameSchema, slugSchema } from '@/lib/registry/slug'
import { monthPeriod } from '@/lib/time/calendar'
import { poolMethods } from './pool-methods'

const emailSchema = z
  .email('is an e-mail address such as finance@example.com')
  .max(254, 'is at most 254 characters')
  .transform((email) => email.toLowerCase())

/** A month as inputs and addresses have it, `2026-05`. */
export const monthSchema = z
  .string('is needed: a month written YYYY-MM')
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'is a month of this century written YYYY-MM')

const noteSchema = z
  .string()
  .trim()
  .max(1000, 'is at most 1,000 characters')
  .transform((text) => text || null)
  .nullable()
  .default(null)

/** A new pool; with a cost centre, it is booked there from the beginning. */
export const createPoolSchema = z.object({
  slug: slugSchema,
  name: nameSchema,
  approver_email: emailSchema,
  cost_center: costCenterCodeSchema.nullable().default(null),
})

/** What can be changed about a pool besides where it is booked; its slug stays. */
export const changePoolSchema = z
  .object({ pool: slugSchema, name: nameSchema.optional(), approver_email: emailSchema.optional() })
  .refine(({ name, approver_email }) => name !== undefined || approver_email !== undefined, {
    path: ['name'],
    error: 'or approver_email is needed: name something to change',
  })

/** Where a pool is booked from one day to another; a null cost centre is nowhere. */
export const mapPoolSchema = z
  .object({
    pool: slugSchema,
    cost_center: costCenterCodeSchema.nullable(),
    from: dateSchema.nullable(),
    to: dateSchema.nullable().default(null),
  })
  .refine(hasDays, { path: ['to'], error: 'is a day after "from": the day itself is no longer in the span' })

export const poolSchema = z.object({ pool: slugSchema })

const percentPattern = /^\d{1,3}(\.\d{1,6})?$/
const shareSchema = z.object({
  team: slugSchema,
  percent: z
    .string('is a percentage as text, such as "12.5"')
    .trim()
    .regex(percentPattern, 'is a percentage such as 12.5, with at most 6 decimals')
    .refine((text) => !percentPattern.test(text) || parseDecimal(text) > 0n, 'is above 0: leave out a team that bears nothing')
    .nullable()
    .default(null),
})
const hundred = parseDecimal('100')
const maxShares = 500

/** A policy as the API takes it, below its pool. */
export const policyBodySchema = z.strictObject({
  from_month: monthSchema,
  method: z.enum(poolMethods, `is one of ${poolMethods.join(', ')}`),
  shares: z.array(shareSchema).max(maxShares, `names at most ${maxShares} teams`).default([]),
  note: noteSchema,
})

/** How a pool is to be shared out from a month on. */
export const proposePolicySchema = z
  .object({ pool: slugSchema, ...policyBodySchema.shape })
  .superRefine(({ method, shares }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['shares'], message })
    const fault = findShareFault(method, shares)
    if (fault !== null) refuse(fault)
  })
  .transform(({ from_month, ...policy }) => ({ ...policy, effectiveFrom: monthPeriod(from_month).from }))

function findShareFault(method: string, shares: readonly { team: string; percent: string | null }[]): string | null {
  const twice = shares.find(({ team }, index) => shares.findIndex((other) => other.team === team) !== index)
  if (twice) return `names ${twice.team} twice`
  if (method === 'central') return shares.length === 0 ? null : 'is empty where the cost is kept central'
  if (method !== 'fixed') {
    return shares.every(({ percent }) => percent === null) ? null : 'names teams without percentages: only fixed shares have them'
  }
  if (shares.length === 0) return 'is needed: name the teams and what each bears'
  const open = shares.find(({ percent }) => percent === null)
  if (open) return `needs a percentage for ${open.team}`
  const sum = shares.reduce((total, { percent }) => total + parseDecimal(percent ?? '0'), 0n)
  return sum === hundred ? null : `adds up to ${formatDecimal(sum)} %: it has to be 100 exactly`
}

/** What was decided about a proposed policy. */
export const decidePolicySchema = z.object({
  id: z.uuid('is the id that the list shows'),
  decision: z.enum(['approved', 'refused'], 'is approved or refused'),
  note: noteSchema,
})

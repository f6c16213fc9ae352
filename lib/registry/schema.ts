import { z } from 'zod'
import { type CalendarDate, isCalendarDate } from '@/lib/time/calendar'
import { hasDays } from './dated-spans'
import { mappingFacts, mappingKinds } from './kinds'
import {
  costCenterCodeSchema,
  glAccountSchema,
  nameSchema,
  ownerEmailSchema,
  ownerSlugSchema,
  providerKeySchema,
  slugSchema,
} from './slug'

/** Years beyond these are slips of the finger, and a slip must not decide who pays. */
const [firstDate, lastDate] = ['2000-01-01', '2100-01-01']

export const dateSchema = z
  .string('is needed: a day written YYYY-MM-DD, or null for an open end')
  .refine(isCalendarDate, 'is a day written YYYY-MM-DD, and one that exists')
  .refine((day) => !isCalendarDate(day) || (day >= firstDate && day < lastDate), `lies between ${firstDate} and ${lastDate}`)

/** A span of days: null `from` is from the beginning, null `to` for good. */
const bounds = { from: dateSchema.nullable(), to: dateSchema.nullable().default(null) }
const inOrder = { path: ['to'], error: 'is a day after "from": the day itself is no longer in the span' }
const isInOrder = (span: { from: CalendarDate | null; to: CalendarDate | null }) => hasDays(span)

/** Where a team belongs during a span of days; a null cost centre is none. */
export const mapTeamSchema = z
  .object({ team: slugSchema, cost_center: costCenterCodeSchema.nullable(), ...bounds })
  .refine(isInOrder, inOrder)

/** Where a cost centre belongs during a span of days; a null business unit is none. */
export const mapCostCenterSchema = z
  .object({ cost_center: costCenterCodeSchema, business_unit: slugSchema.nullable(), ...bounds })
  .refine(isInOrder, inOrder)

/** Where anything belongs during a span of days; a null owner is nothing. */
export const mapMemberSchema = z
  .object({
    kind: z.enum(mappingKinds, `is one of ${mappingKinds.join(', ')}`),
    member: z.string('is needed, as text').min(1, 'is needed').max(200, 'is at most 200 characters'),
    owner: z.string('is needed: its slug or code, or null for none').max(200, 'is at most 200 characters').nullable(),
    /** Of a provider's key: whether the team has it alone, so that it decides who owns what is called with it. */
    exclusive: z.boolean('is true or false').optional(),
    ...bounds,
  })
  .refine(isInOrder, inOrder)
  .refine(({ kind, owner, exclusive }) => !mappingFacts[kind].canBeShared || owner === null || exclusive !== undefined, {
    path: ['exclusive'],
    error: 'is needed: true where the team has the key alone, false where others use it too',
  })

/** A new team; with a cost centre, it belongs there from the beginning. */
export const createTeamSchema = z.object({
  slug: ownerSlugSchema,
  name: nameSchema,
  cost_center: costCenterCodeSchema.nullable().default(null),
})

/** A new cost centre; with a business unit, it belongs there from the beginning. */
export const createCostCenterSchema = z.object({
  code: costCenterCodeSchema,
  name: nameSchema,
  gl_account: glAccountSchema.nullable().default(null),
  owner_email: ownerEmailSchema.nullable().default(null),
  business_unit: slugSchema.nullable().default(null),
})

/** What finance says of a cost centre beside its name; null forgets it. */
export const describeCostCenterSchema = z.object({
  id: z.uuid('is the id that the list shows'),
  gl_account: glAccountSchema.nullable().optional(),
  owner_email: ownerEmailSchema.nullable().optional(),
})

export const createBusinessUnitSchema = z.object({ slug: slugSchema, name: nameSchema })
export const createProductLineSchema = z.object({ slug: slugSchema, name: nameSchema })

/** A new project; with a team or a product line, it belongs there from the beginning. */
export const createProjectSchema = z.object({
  slug: ownerSlugSchema,
  name: nameSchema,
  team: slugSchema.nullable().default(null),
  product_line: slugSchema.nullable().default(null),
})

export const createServiceSchema = z.object({
  slug: ownerSlugSchema,
  name: nameSchema,
  team: slugSchema.nullable().default(null),
})

/** A new key of a provider: without `exclusive` it is shared, which decides nothing. */
export const createProviderKeySchema = z.object({
  key: providerKeySchema,
  name: nameSchema,
  team: slugSchema.nullable().default(null),
  exclusive: z.boolean('is true or false').default(false),
})

export const renameSchema = z.object({ id: z.uuid('is the id that the list shows'), name: nameSchema })
export const idSchema = z.object({ id: z.uuid('is the id that the list shows') })

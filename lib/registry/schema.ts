import { z } from 'zod'
import { type CalendarDate, isCalendarDate } from '@/lib/time/calendar'
import { hasDays } from './dated-spans'
import { costCenterCodeSchema, nameSchema, slugSchema } from './slug'

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

/** A new team; with a cost centre, it belongs there from the beginning. */
export const createTeamSchema = z.object({
  slug: slugSchema,
  name: nameSchema,
  cost_center: costCenterCodeSchema.nullable().default(null),
})

/** A new cost centre; with a business unit, it belongs there from the beginning. */
export const createCostCenterSchema = z.object({
  code: costCenterCodeSchema,
  name: nameSchema,
  business_unit: slugSchema.nullable().default(null),
})

export const createBusinessUnitSchema = z.object({ slug: slugSchema, name: nameSchema })

export const renameSchema = z.object({ id: z.uuid('is the id that the list shows'), name: nameSchema })
export const idSchema = z.object({ id: z.uuid('is the id that the list shows') })

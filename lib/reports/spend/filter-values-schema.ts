import { z } from 'zod'
import { addDays, countDays, isCalendarDate } from '@/lib/time/calendar'
import { fixedDimensions, isSeriesDimension, maxPeriodDays, maxValueLength, type SeriesDimension } from './dimension-names'

/** Values of time are days that a calendar offers. */
const filterableNames = [...fixedDimensions.filter(isSeriesDimension), 'label:<name>']
const dateSchema = z.string({ error: 'is a day such as 2026-05-01' }).refine(isCalendarDate, 'is a day such as 2026-05-01')

/** The query of `GET /api/v1/reports/filter-values`. */
export const filterValuesParamsSchema = z
  .strictObject({
    dimension: z
      .string({ error: `is one of ${filterableNames.join(', ')}` })
      .refine(isSeriesDimension, `is one of ${filterableNames.join(', ')}`),
    from: dateSchema,
    to: dateSchema,
    search: z.string().max(maxValueLength, `is at most ${maxValueLength} characters`).default(''),
    limit: z.coerce
      .number('is a whole number')
      .int('is a whole number')
      .min(1, 'is 1 or more')
      .max(500, 'is at most 500')
      .default(50),
  })
  .superRefine(({ from, to }, context) => {
    if (!isCalendarDate(from) || !isCalendarDate(to)) return
    const message =
      to <= from
        ? `lies after from: it is the first day that does not count, ${addDays(from, 1)} or later`
        : countDays({ from, to }) > maxPeriodDays
          ? `is at most ${maxPeriodDays} days after from`
          : null
    if (message) context.addIssue({ code: 'custom', path: ['to'], message })
  })
export type FilterValuesParams = z.output<typeof filterValuesParamsSchema>

/** The answer: the values of a dimension that have usage in the period, what costs most first. */
export const filterValuesSchema = z.object({
  dimension: z.custom<SeriesDimension>((value) => typeof value === 'string' && isSeriesDimension(value)),
  values: z.array(
    z.object({
      /** As a filter takes it; `~none` stands for usage without a value. */
      value: z.string(),
      /** What people read: the registry's name of a team, cost centre or business unit; null where the value is the name. */
      label: z.string().nullable(),
      requests: z.number(),
      cost_usd: z.string(),
    }),
  ),
  /** There are more that match: search for them. */
  has_more: z.boolean(),
})
export type FilterValues = z.infer<typeof filterValuesSchema>

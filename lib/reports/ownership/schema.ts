import { z } from 'zod'
import { addDays, countDays, isCalendarDate } from '@/lib/time/calendar'
import { maxPeriodDays } from '../spend/dimension-names'
import { type Refuse, readFilters, type SpendParams } from '../spend/schema'

/** What the series of a line have in common beside their owner and what named it; as reports count each. */
export const lineDimensions = ['source', 'reported_team', 'api_key', 'project', 'service', 'feature', 'environment'] as const
export type LineDimension = (typeof lineDimensions)[number]

export const linesPerPage = 50
const maxLines = 1_000
const maxFileLines = 100_000

/** Where a page begins: after the line of that cost and key. */
export interface LineCursor {
  readonly cost: string
  readonly key: string
}

/** A question to the report of ownership: the same days and filters as one to Spend. */
export interface OwnershipQuestion {
  readonly from: string
  readonly to: string
  readonly filters: SpendParams['filters']
  readonly limit: number
  readonly after: LineCursor | null
}

export const lineCursorPattern = /^(-?\d{1,20}(?:\.\d{1,18})?)~([0-9a-f]{32})$/

/** The place that a cursor names; null where it names none. */
export function readLineCursor(text: string | null | undefined): LineCursor | null {
  const [, cost, key] = lineCursorPattern.exec(text ?? '') ?? []
  return cost === undefined || key === undefined ? null : { cost, key }
}

export const writeLineCursor = ({ cost, key }: LineCursor): string => `${cost}~${key}`

/** Ownership changes by the day, so that the hours of one cannot be told apart. */
export const hourFault = 'cannot be asked for here: who owns what is settled by the day; use day'

const ownNames = ['from', 'to', 'limit', 'cursor', 'format']
const dateSchema = z.string({ error: 'is a day such as 2026-05-01' }).refine(isCalendarDate, 'is a day such as 2026-05-01')
const ownSchema = z.object({
  from: dateSchema,
  to: dateSchema,
  limit: z.coerce
    .number('is a whole number')
    .int('is a whole number')
    .min(1, 'is 1 or more')
    .max(maxLines, `is at most ${maxLines}`)
    .optional(),
  cursor: z.string('is given once').regex(lineCursorPattern, 'is not one that an answer gave as next_cursor').optional(),
  format: z.enum(['json', 'csv'], 'is json or csv').default('json'),
})

/** The query of `GET /api/v1/reports/ownership`: a period, and each dimension as a filter. */
export const ownershipQuerySchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((given, context): OwnershipQuestion & { readonly format: 'json' | 'csv' } => {
    const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [path], message })
    const own = ownSchema.safeParse(given)
    if (!own.success) for (const issue of own.error.issues) refuse(String(issue.path[0]), issue.message)
    const filters = readFilters(given, refuse, ownNames)
    if (filters.hour !== undefined) refuse('hour', hourFault)
    if (!own.success) return z.NEVER
    const { from, to, limit, cursor, format } = own.data
    if (to <= from) refuse('to', `lies after from: it is the first day that does not count, ${addDays(from, 1)} or later`)
    else if (countDays({ from, to }) > maxPeriodDays) refuse('to', `is at most ${maxPeriodDays} days after from`)
    return { from, to, filters, limit: limit ?? (format === 'csv' ? maxFileLines : 100), after: readLineCursor(cursor), format }
  })

import { z } from 'zod'
import { addDays, countDays, isCalendarDate } from '@/lib/time/calendar'
import {
  type DimensionName,
  fixedDimensions,
  isDimensionName,
  isMeasureName,
  isTimeDimension,
  type MeasureName,
  maxHourlyDays,
  maxPeriodDays,
  maxValueLength,
  measureNames,
  noneValue,
  timeDimensions,
} from './dimension-names'

export const maxRows = 10_000
export const maxFileRows = 100_000
const defaultRows = 100
const maxGroups = 6
const maxFilterValues = 200
/** As many rows as a chart has colours for. */
export const maxPins = 6

/** One key of the order of rows: a dimension that is grouped by, or a sum. */
export interface OrderTerm {
  readonly by: DimensionName | MeasureName
  readonly isDescending: boolean
}

export const bases = ['current', 'booked'] as const
export const formats = ['json', 'csv', 'xlsx'] as const
/** `raw`: the measures as they are; `shown`: the columns of the Spend screen. */
export const columnSets = ['raw', 'shown'] as const
/** `previous`: as many days, or whole months, just before; `last_month`: the same days one month back. */
export const comparisons = ['previous', 'last_month'] as const

/** A question to the spend report, parsed: half-open days of the reporting zone. */
export interface SpendParams {
  readonly from: string
  readonly to: string
  readonly groupBy: readonly DimensionName[]
  /** Values of one dimension are alternatives, dimensions must all hold; `~none` stands for rows without a value. */
  readonly filters: Readonly<Partial<Record<DimensionName, readonly string[]>>>
  /** Empty: by time if grouped by it, then what costs most first. */
  readonly order: readonly OrderTerm[]
  readonly limit: number
  readonly cursor: string | null
  readonly basis: (typeof bases)[number]
  readonly format: (typeof formats)[number]
  readonly compare: (typeof comparisons)[number] | null
  /** What a file holds: every measure as it is, or what the Spend screen shows, pinned rows first. */
  readonly columns: (typeof columnSets)[number]
  /** Rows on top of such a file, as `readPins` reads them. */
  readonly pins: readonly string[]
}

const ownNames = ['from', 'to', 'group_by', 'order', 'limit', 'cursor', 'basis', 'format', 'compare', 'columns', 'pin']
const list = (names: readonly string[]) => names.join(', ')
/** Which labels there are, only the contract knows. */
const allNames = [...fixedDimensions, 'label:<name>']
const single = z.string({ error: 'is given once' })
const pinSchema = z.string().max(1_000, 'is at most 1000 characters')
const dateSchema = z.string({ error: 'is a day such as 2026-05-01' }).refine(isCalendarDate, 'is a day such as 2026-05-01')

const ownSchema = z.object({
  from: dateSchema,
  to: dateSchema,
  group_by: z.union([single, z.array(single)]).optional(),
  order: single.optional(),
  limit: z.coerce
    .number('is a whole number')
    .int('is a whole number')
    .min(1, 'is 1 or more')
    .max(maxFileRows, `is at most ${maxRows}, in files ${maxFileRows}`)
    .optional(),
  cursor: single.max(4_000, 'is not one that an answer gave as next_cursor').optional(),
  basis: z.enum(bases, `is one of ${list(bases)}`).default('current'),
  format: z.enum(formats, `is one of ${list(formats)}`).default('json'),
  compare: z.enum(comparisons, `is one of ${list(comparisons)}`).optional(),
  columns: z.enum(columnSets, `is one of ${list(columnSets)}`).default('raw'),
  pin: z.union([pinSchema, z.array(pinSchema).max(maxPins, `is given ${maxPins} times at most`)]).optional(),
})

/** The query of `GET /api/v1/reports/spend`: own parameters, and each dimension as a filter. */
export const spendParamsSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((given, context): SpendParams => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    const own = ownSchema.safeParse(given)
    if (!own.success) for (const issue of own.error.issues) refuse(String(issue.path[0]), issue.message)
    const filters = readFilters(given, refuse)
    if (!own.success) return z.NEVER
    const { from, to, basis, format, compare = null, cursor = null, columns, pin = [] } = own.data
    const groupBy = readGroups(own.data.group_by, refuse)
    const order = readOrder(own.data.order, groupBy, refuse)
    checkPeriod({ from, to }, [...groupBy, ...Object.keys(filters)], refuse)
    const limit = own.data.limit ?? (format === 'json' ? defaultRows : maxFileRows)
    if (format === 'json' && limit > maxRows) refuse('limit', `is at most ${maxRows}`)
    if (format !== 'json' && compare !== null && columns !== 'shown') {
      refuse('compare', 'is for format=json and columns=shown; a plain file holds the rows of one period')
    }
    if (format === 'json' && columns === 'shown') refuse('columns', 'is raw with format=json; shown is for files')
    return { from, to, groupBy, filters, order, limit, cursor, basis, format, compare, columns, pins: [pin].flat() }
  })

/** Takes a fault: the parameter, and what would be right. */
export type Refuse = (path: string, message: string) => void

/** Reads every parameter that is none of the report's own as a filter by a dimension. */
export function readFilters(
  given: Readonly<Record<string, string | readonly string[]>>,
  refuse: Refuse,
  known: readonly string[] = ownNames,
): SpendParams['filters'] {
  const filters: Partial<Record<DimensionName, readonly string[]>> = {}
  for (const [name, value] of Object.entries(given)) {
    if (known.includes(name)) continue
    if (!isDimensionName(name)) refuse(name, `is not known: use ${list([...known, ...allNames])}`)
    else {
      const values = [...new Set(typeof value === 'string' ? [value] : value)]
      const fault = findValueFault(name, values)
      if (fault) refuse(name, fault)
      else filters[name] = values
    }
  }
  return filters
}

const timePatterns: Readonly<Record<string, { pattern: RegExp; example: string }>> = {
  hour: { pattern: /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):00:00Z$/, example: '2026-05-01T09:00:00Z' },
  day: { pattern: /^\d{4}-\d{2}-\d{2}$/, example: '2026-05-01' },
  month: { pattern: /^\d{4}-\d{2}$/, example: '2026-05' },
}

function findValueFault(name: DimensionName, values: readonly string[]): string | null {
  if (values.length > maxFilterValues) return `takes at most ${maxFilterValues} values`
  if (values.some((value) => value === '')) return `is empty: leave it out, or use ${noneValue} for rows without one`
  if (values.some((value) => value.length > maxValueLength)) return `is at most ${maxValueLength} characters`
  if (values.some((value) => value.includes('\0'))) return 'holds a character that no value has'
  const time = timePatterns[name]
  if (!time) return null
  const isTime = (value: string) => time.pattern.test(value) && isCalendarDate(value.slice(0, 10).padEnd(10, '-01'))
  return values.every(isTime) ? null : `is a ${name} such as ${time.example}`
}

function readGroups(given: string | readonly string[] | undefined, refuse: Refuse): DimensionName[] {
  const names = [given ?? []].flat().flatMap((text) => text.split(','))
  const groups: DimensionName[] = []
  for (const name of new Set(names.filter((text) => text !== ''))) {
    if (isDimensionName(name)) groups.push(name)
    else refuse('group_by', `has "${name.slice(0, 60)}": use ${list(allNames)}, separated by commas`)
  }
  if (groups.length > maxGroups) refuse('group_by', `takes at most ${maxGroups} dimensions`)
  return groups
}

function readOrder(given: string | undefined, groupBy: readonly DimensionName[], refuse: Refuse): OrderTerm[] {
  if (given === undefined || given === '') return defaultOrder(groupBy)
  const terms = given.split(',').flatMap((text): OrderTerm[] => {
    const isDescending = text.startsWith('-')
    const by = isDescending ? text.slice(1) : text
    if (isMeasureName(by) || (isDimensionName(by) && groupBy.includes(by))) return [{ by, isDescending }]
    refuse(
      'order',
      `has "${by.slice(0, 60)}": use ${list([...groupBy, ...measureNames])}, with - before it for the largest first`,
    )
    return []
  })
  if (terms.length > 4) refuse('order', 'takes at most 4 keys')
  return terms
}

function defaultOrder(groupBy: readonly DimensionName[]): OrderTerm[] {
  const times = groupBy.filter(isTimeDimension).map((by) => ({ by, isDescending: false }))
  return [...times, { by: 'cost_usd', isDescending: true }]
}

function checkPeriod(period: { from: string; to: string }, used: readonly string[], refuse: Refuse): void {
  if (period.to <= period.from) {
    refuse('to', `lies after from: it is the first day that does not count, ${addDays(period.from, 1)} or later`)
    return
  }
  const days = countDays(period)
  if (days > maxPeriodDays) refuse('to', `is at most ${maxPeriodDays} days after from`)
  if (used.includes('hour') && days > maxHourlyDays) {
    refuse('to', `is at most ${maxHourlyDays} days after from where hours are asked for: use ${list(timeDimensions.slice(1))}`)
  }
}

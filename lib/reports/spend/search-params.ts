import { createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { isCalendarDate } from '@/lib/time/calendar'
import { type DimensionName, isDimensionName, type LabelDimension, listDimensions } from './dimension-names'
import { comparisons, type SpendParams, spendParamsSchema } from './schema'

const parseAsDate = createParser({ parse: (text) => (isCalendarDate(text) ? text : null), serialize: (day: string) => day })
const parseAsDimension = createParser({
  parse: (text) => (isDimensionName(text) ? text : null),
  serialize: (name: DimensionName) => name,
})

/** Filters in the address: `team=search`, several values separated by commas, of which those within a value are escaped. */
const parseAsValues = parseAsArrayOf(parseAsString)

/** What the Spend page reads from its address, under the names of the API. */
export const spendSearchParams = {
  from: parseAsDate,
  to: parseAsDate,
  group_by: parseAsArrayOf(parseAsDimension),
  order: parseAsString,
  cursor: parseAsString,
  compare: parseAsStringLiteral(comparisons),
  basis: parseAsStringLiteral(['current', 'booked']).withDefault('current'),
}

/** One parser for each dimension that can be filtered by, the declared labels among them, under its name. */
export function filterSearchParams(labels: readonly LabelDimension[]): Record<DimensionName, typeof parseAsValues> {
  return Object.fromEntries(listDimensions(labels).map((name) => [name, parseAsValues])) as Record<
    DimensionName,
    typeof parseAsValues
  >
}

/** The API's query for some params; defaults are left out, so that one question has one address. */
export function toSpendQuery(params: SpendParams): URLSearchParams {
  const query = new URLSearchParams({ from: params.from, to: params.to })
  if (params.groupBy.length > 0) query.set('group_by', params.groupBy.join(','))
  const filtered = Object.keys(params.filters).filter(isDimensionName).sort()
  for (const name of filtered) for (const value of params.filters[name] ?? []) query.append(name, value)
  const order = params.order.map(({ by, isDescending }) => `${isDescending ? '-' : ''}${by}`).join(',')
  if (order !== '') query.set('order', order)
  query.set('limit', String(params.limit))
  if (params.cursor !== null) query.set('cursor', params.cursor)
  if (params.basis !== 'current') query.set('basis', params.basis)
  if (params.compare !== null) query.set('compare', params.compare)
  if (params.format !== 'json') query.set('format', params.format)
  if (params.columns !== 'raw') query.set('columns', params.columns)
  for (const pin of params.pins) query.append('pin', pin)
  return query
}

/**
 * Params from plain values, checked as the API checks them.
 *
 * @throws z.ZodError where the API would answer 422.
 */
export function makeSpendParams(given: {
  from: string
  to: string
  groupBy?: readonly DimensionName[]
  filters?: SpendParams['filters']
  order?: string
  limit?: number
  cursor?: string | null
  compare?: SpendParams['compare']
  format?: SpendParams['format']
}): SpendParams {
  const { from, to, groupBy = [], filters = {}, order, limit, cursor, compare, format } = given
  const query: Record<string, string | string[]> = { from, to, group_by: groupBy.join(',') }
  for (const [name, values] of Object.entries(filters)) if (values && values.length > 0) query[name] = [...values]
  for (const [name, value] of Object.entries({ order, limit, cursor, compare, format })) {
    if (value !== undefined && value !== null) query[name] = String(value)
  }
  return spendParamsSchema.parse(query)
}

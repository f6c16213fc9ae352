import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { type DimensionName, isMeasureName } from './dimension-names'
import type { OrderTerm, SpendParams } from './schema'

/** The order asked for, and after it every other dimension, so that no two rows are equal in it. */
export function completeOrder({ order, groupBy }: Pick<SpendParams, 'order' | 'groupBy'>): OrderTerm[] {
  const rest = groupBy.filter((name) => !order.some(({ by }) => by === name))
  return [...order, ...rest.map((by: DimensionName) => ({ by, isDescending: false }))]
}

/** Text is compared by code point, so that no setting of the server moves a row to another page. */
const expressionOf = ({ by }: OrderTerm): SQL =>
  isMeasureName(by) ? sql`${sql.identifier(by)}` : sql`${sql.identifier(by)} collate "C"`

/** Rows without a value come last, whichever way. */
export function orderBy(terms: readonly OrderTerm[]): SQL {
  const parts = terms.map((term) => sql`${expressionOf(term)} ${term.isDescending ? sql`desc` : sql`asc`} nulls last`)
  return parts.length === 0 ? sql`` : sql`order by ${sql.join(parts, sql`, `)}`
}

/** The rows that come after one with these values, in the order of the terms. */
export function whereAfter(terms: readonly OrderTerm[], values: readonly (string | null)[]): SQL {
  const alternatives = terms.map((term, index) => {
    const same = terms
      .slice(0, index)
      .map((earlier, at) => sql`${expressionOf(earlier)} is not distinct from ${cast(earlier, values[at])}`)
    return sql`(${sql.join([...same, comesAfter(term, values[index] ?? null)], sql` and `)})`
  })
  return sql`(${sql.join(alternatives, sql` or `)})`
}

const cast = ({ by }: OrderTerm, value: string | null | undefined) =>
  isMeasureName(by) ? sql`${value ?? null}::numeric` : sql`${value ?? null}::text`

function comesAfter(term: OrderTerm, value: string | null): SQL {
  if (value === null) return sql`false`
  const compare = term.isDescending ? sql`<` : sql`>`
  return sql`(${expressionOf(term)} ${compare} ${cast(term, value)} or ${expressionOf(term)} is null)`
}

const cursorSchema = z.tuple([z.string(), z.array(z.string().nullable())])

/** Where the next page begins: the last row's values in the order of the terms, bound to the question that it answers. */
export function writeCursor(params: SpendParams, values: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([fingerprint(params), values])).toString('base64url')
}

/** @throws AppError `invalid` for a text that no answer to this question gave. */
export function readCursor(params: SpendParams, terms: readonly OrderTerm[]): readonly (string | null)[] | null {
  if (params.cursor === null) return null
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(params.cursor, 'base64url').toString()))
  const [print, values] = parsed.success ? parsed.data : ['', []]
  const isNumber = (text: string | null | undefined) => text === null || /^-?\d{1,40}(\.\d{1,18})?$/.test(text ?? '')
  const fits = terms.every(({ by }, index) => !isMeasureName(by) || isNumber(values[index]))
  if (print !== fingerprint(params) || values.length !== terms.length || !fits) {
    const error = { path: 'cursor', message: 'is not a next_cursor of the same question: leave it out to begin again' }
    throw new AppError('invalid', `cursor ${error.message}.`, { errors: [error] })
  }
  return values
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function fingerprint({ from, to, groupBy, filters, order, basis }: SpendParams): string {
  const sorted = Object.entries(filters).sort(([left], [right]) => (left < right ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([from, to, groupBy, sorted, order, basis]))
    .digest('base64url')
    .slice(0, 12)
}

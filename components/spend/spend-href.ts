import { createSerializer, parseAsArrayOf, parseAsString } from 'nuqs/server'
import { type DimensionName, isDimensionName, noneValue, type TimeDimension } from '@/lib/reports/spend/dimension-names'
import type { SpendParams } from '@/lib/reports/spend/schema'
import type { Period } from '@/lib/time/calendar'

// The names of `spendAddress`, without the checks of values that come from an address, which would bring all of zod to pages
// that only link to Spend.
const parseAsNames = parseAsArrayOf(parseAsString)
const ownParsers = {
  from: parseAsString,
  to: parseAsString,
  group_by: parseAsNames,
  order: parseAsString,
  compare: parseAsString,
  grain: parseAsString,
}

/** Filters as a link carries them: values of one dimension are alternatives. */
type Filters = SpendParams['filters']

interface SpendLink {
  readonly period: Period
  readonly groupBy: readonly DimensionName[]
  readonly filters?: Filters
  readonly order?: string
  /** Absent: with the period before, as the page does on its own. */
  readonly compare?: NonNullable<SpendParams['compare']> | 'none'
  readonly grain?: TimeDimension
}

/** Where the rows behind a figure are: the Spend page with the question that the figure answers. */
export function spendHref({ period, groupBy, filters = {}, order, compare, grain }: SpendLink): string {
  const values = writeFilters(filters)
  return createSerializer({ ...parsersOf(values), ...ownParsers })('/spend', {
    ...values,
    ...{ from: period.from, to: period.to, group_by: [...groupBy], order: order ?? null, grain: grain ?? null },
    compare: compare === 'previous' ? null : (compare ?? null),
  })
}

/** A link to the requests behind a figure: the same period and the same filters. */
export function requestsHref({ from, to, filters }: Pick<SpendParams, 'from' | 'to' | 'filters'>): string {
  const values = writeFilters(filters)
  const { from: parseFrom, to: parseTo } = ownParsers
  return createSerializer({ from: parseFrom, to: parseTo, ...parsersOf(values) })('/spend/requests', { from, to, ...values })
}

/** One value as a filter; null is "none". */
export const only = (value: string | null): readonly string[] => [value ?? noneValue]

const writeFilters = (filters: Filters): Record<string, string[]> =>
  Object.fromEntries(
    Object.keys(filters)
      .filter(isDimensionName)
      .map((name) => [name, [...(filters[name] ?? [])]]),
  )

const parsersOf = (values: Record<string, string[]>) =>
  Object.fromEntries(Object.keys(values).map((name) => [name, parseAsNames]))

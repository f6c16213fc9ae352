import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import type { SeriesDimension } from './dimension-names'
import { type FilterValues, filterValuesSchema } from './filter-values-schema'
import { askForPins, type Pin, writePin } from './pins'
import { type SpendReport, spendReportSchema } from './report-schema'
import { maxRows, type SpendParams } from './schema'
import { makeSpendParams, toSpendQuery } from './search-params'

/** The spend report in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function spendOptions(params: SpendParams) {
  const query = toSpendQuery(params).toString()
  return queryOptions({
    queryKey: ['reports', 'spend', query],
    queryFn: async ({ signal }): Promise<SpendReport> =>
      spendReportSchema.parse(await readAnswer(await fetch(`/api/v1/reports/spend?${query}`, { signal }))),
    placeholderData: keepPreviousData,
  })
}

/** Where a browser downloads what the screen shows as a file: all rows in the same order, pinned ones first. */
export function spendFileHref(params: SpendParams, pins: readonly Pin[], format: 'csv' | 'xlsx'): string {
  const query = toSpendQuery({ ...params, format, cursor: null, columns: 'shown', pins: pins.map(writePin) })
  query.delete('limit')
  return `/api/v1/reports/spend?${query}`
}

/** The rows that are pinned, wherever they are in the order; null where nothing can be. */
export function askPinned(params: SpendParams, pins: readonly Pin[]): SpendParams | null {
  const narrowed = askForPins(params, pins)
  return narrowed && makeSpendParams({ ...params, ...narrowed, order: undefined, cursor: null, limit: maxRows })
}

/** The values of a dimension that have usage in the period, those that hold `search`. */
export function filterValuesOptions(
  dimension: SeriesDimension,
  { from, to, search = '' }: { from: string; to: string; search?: string },
) {
  return queryOptions({
    queryKey: ['reports', 'filter-values', dimension, from, to, search],
    queryFn: async ({ signal }): Promise<FilterValues> => {
      const query = new URLSearchParams({ dimension, from, to, search })
      return filterValuesSchema.parse(await readAnswer(await fetch(`/api/v1/reports/filter-values?${query}`, { signal })))
    },
    placeholderData: keepPreviousData,
  })
}

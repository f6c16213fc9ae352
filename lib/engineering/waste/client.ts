import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import { type PeriodParams, toPeriodQuery } from '../period-params'
import { type WasteReport, wasteReportSchema } from './schema'

/** Waste in the browser; a page fills the same key in-process, so that the first paint asks nothing. */
export function wasteOptions(period: PeriodParams) {
  const query = toPeriodQuery(period).toString()
  return queryOptions({
    queryKey: ['engineering', 'waste', query],
    queryFn: async ({ signal }): Promise<WasteReport> => {
      return wasteReportSchema.parse(await readAnswer(await fetch(`/api/v1/engineering/waste?${query}`, { signal })))
    },
    placeholderData: keepPreviousData,
  })
}

/** Where a browser downloads the rows of every kind. */
export function wasteFileHref(period: PeriodParams): string {
  const query = toPeriodQuery(period)
  query.set('format', 'csv')
  return `/api/v1/engineering/waste?${query}`
}

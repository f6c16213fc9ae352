import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import { type ExploreParams, type ExploreReport, exploreReportSchema, toExploreQuery } from './schema'

/** Explore in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function exploreOptions(params: ExploreParams) {
  const query = toExploreQuery(params).toString()
  return queryOptions({
    queryKey: ['engineering', 'explore', query],
    queryFn: async ({ signal }): Promise<ExploreReport> =>
      exploreReportSchema.parse(await readAnswer(await fetch(`/api/v1/engineering/explore?${query}`, { signal }))),
    placeholderData: keepPreviousData,
  })
}

/** Where a browser downloads every group with all measures, over the period or in each step. */
export function exploreFileHref(params: ExploreParams, rows: ExploreParams['rows']): string {
  return `/api/v1/engineering/explore?${toExploreQuery({ ...params, latency: true, format: 'csv', rows })}`
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import { type FeaturesQuestion, type FeaturesReport, featuresReportSchema } from './schema'
import { toFeaturesQuery } from './search-params'

/** The report of features in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function featuresOptions(question: FeaturesQuestion) {
  const query = toFeaturesQuery(question).toString()
  return queryOptions({
    queryKey: ['engineering', 'features', query],
    queryFn: async ({ signal }): Promise<FeaturesReport> =>
      featuresReportSchema.parse(await readAnswer(await fetch(`/api/v1/engineering/features?${query}`, { signal }))),
    placeholderData: keepPreviousData,
  })
}

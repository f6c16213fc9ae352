import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import { type PeriodParams, toPeriodQuery } from '../period-params'
import { type ModelsReport, modelsReportSchema } from './schema'

/** The report of models in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function modelsOptions(question: PeriodParams) {
  const query = toPeriodQuery(question).toString()
  return queryOptions({
    queryKey: ['engineering', 'models', query],
    queryFn: async ({ signal }): Promise<ModelsReport> =>
      modelsReportSchema.parse(await readAnswer(await fetch(`/api/v1/engineering/models?${query}`, { signal }))),
    placeholderData: keepPreviousData,
  })
}

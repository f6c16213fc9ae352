import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import { type Questions, questionsSchema } from './schema'

/** The four questions to a month in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function questionsOptions(month: string) {
  return queryOptions({
    queryKey: ['finance', 'questions', month],
    queryFn: async ({ signal }): Promise<Questions> =>
      questionsSchema.parse(await readAnswer(await fetch(`/api/v1/finance/questions?month=${month}`, { signal }))),
    placeholderData: keepPreviousData,
  })
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
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

const problemSchema = z.object({ detail: z.string() })

/** What the API answered; a refusal in its own words. Something between here and there may answer no JSON at all. */
async function readAnswer(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const problem = problemSchema.safeParse(answer)
  throw new Error(problem.success ? problem.data.detail : `The server answered ${response.status}.`)
}

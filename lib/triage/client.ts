import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { Refusal } from '@/lib/http/read-answer'
import { previewFixAction } from './actions'
import type { FindingDetail } from './detail'
import type { FixPreview, FixPreviewInput } from './fixes/preview'
import { readFindingAction } from './read-actions'

/** The key of everything that is asked of findings: what a change makes stale. */
export const triageQueries = ['triage'] as const

/** One finding with its trend, history, series and suggestions. */
export function findingOptions(id: string) {
  return queryOptions({
    queryKey: [...triageQueries, 'finding', id],
    queryFn: async (): Promise<FindingDetail> => {
      const answer = await readFindingAction(id)
      if (!answer.ok) throw new Refusal(answer.message, answer.errors)
      return answer.result
    },
    retry: false,
    staleTime: 10_000,
  })
}

/** What a fix would move; null while its form is not complete. What was shown before stays until the answer is there. */
export function fixPreviewOptions(input: FixPreviewInput | null) {
  return queryOptions({
    queryKey: [...triageQueries, 'preview', input],
    queryFn: async (): Promise<FixPreview> => {
      if (input === null) throw new Error('asked without an input')
      const answer = await previewFixAction(input)
      if (!answer.ok) throw new Refusal(answer.message, answer.errors)
      return answer.result
    },
    enabled: input !== null,
    placeholderData: keepPreviousData,
    retry: false,
    // Other rules and new usage change it.
    staleTime: 0,
  })
}

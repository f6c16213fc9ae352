import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { readAnswer } from '@/lib/http/read-answer'
import { kindFacts, type ListedKind } from './kinds'

/** An entry to pick from a list. */
export interface EntryChoice {
  readonly code: string
  readonly name: string
}

const choiceCount = 50
const answerSchema = z.record(z.string(), z.unknown())

/** The first entries in use whose code or name holds some text, as the server finds them. */
export function choicesOptions(kind: ListedKind, search: string) {
  const { path, codeField } = kindFacts[kind]
  const rowSchema = z.object({ [codeField]: z.string(), name: z.string() })
  return queryOptions({
    queryKey: ['registry', kind, search],
    queryFn: async ({ signal }): Promise<EntryChoice[]> => {
      const query = new URLSearchParams({ q: search, limit: String(choiceCount), in_use: 'true' })
      const answer = answerSchema.parse(await readAnswer(await fetch(`/api/v1/${path}?${query}`, { signal })))
      const rows = z.array(rowSchema).parse(answer[path.replace('-', '_')])
      return rows.map((row) => ({ code: row[codeField] ?? '', name: row.name ?? '' }))
    },
    placeholderData: keepPreviousData,
  })
}

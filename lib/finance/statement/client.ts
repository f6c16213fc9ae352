import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
import { type StatementMonths, statementMonthsSchema } from './months-schema'
import { type Statement, type StatementView, statementSchema } from './schema'

/** Which statement is asked for; without a version the draft, without a cost centre all that the reader sees. */
export interface StatementQuestion {
  /** `2026-05`. */
  readonly month: string
  readonly view: StatementView
  readonly version?: number | null
  /** The code of one cost centre. */
  readonly costCenter?: string | null
}

/** The address of a statement in the API; with another format than JSON, that of the file to download. */
export function statementHref(
  { month, view, version, costCenter }: StatementQuestion,
  format: 'json' | 'csv' | 'xlsx' | 'pdf' | 'journal' = 'json',
): string {
  const query = new URLSearchParams({ view })
  if (version != null) query.set('version', String(version))
  if (costCenter != null) query.set('cost_center', costCenter)
  if (format !== 'json') query.set('format', format)
  return `/api/v1/finance/statements/${month}?${query}`
}

/** A statement in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function statementOptions(question: StatementQuestion) {
  const { month, view, version = null, costCenter = null } = question
  return queryOptions({
    queryKey: ['finance', 'statement', month, view, version, costCenter],
    queryFn: async ({ signal }): Promise<Statement> =>
      statementSchema.parse(await readAnswer(await fetch(statementHref(question), { signal }))),
    placeholderData: keepPreviousData,
  })
}

/** The months that can be looked at, with what was published of each. */
export function statementMonthsOptions() {
  return queryOptions({
    queryKey: ['finance', 'statement-months'],
    queryFn: async ({ signal }): Promise<StatementMonths> =>
      statementMonthsSchema.parse(await readAnswer(await fetch('/api/v1/finance/statements', { signal }))),
  })
}

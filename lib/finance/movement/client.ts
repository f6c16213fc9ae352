import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { type MovementReport, movementSchema } from './schema'
import { type MovementAddress, toMovementQuery } from './search-params'

/** The movement in the browser; the page fills the same key in-process, so that the first paint asks nothing. */
export function movementOptions(address: MovementAddress) {
  const query = toMovementQuery(address).toString()
  return queryOptions({
    queryKey: ['finance', 'movement', query],
    queryFn: async ({ signal }): Promise<MovementReport> =>
      movementSchema.parse(await readAnswer(await fetch(`/api/v1/finance/movement?${query}`, { signal }))),
    placeholderData: keepPreviousData,
  })
}

/** Where the table is to be had as a file. */
export function movementFileHref(address: MovementAddress): string {
  const query = toMovementQuery(address)
  query.set('format', 'csv')
  return `/api/v1/finance/movement?${query}`
}

const problemSchema = z.object({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
})

/** What the API answered; a refusal in its own words, field by field. Something between here and there may answer no JSON at all. */
async function readAnswer(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const problem = problemSchema.safeParse(answer)
  if (!problem.success) throw new Error(`The server answered ${response.status}.`)
  const { detail, errors } = problem.data
  throw new Error(errors.length === 0 ? detail : `${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}.`)
}

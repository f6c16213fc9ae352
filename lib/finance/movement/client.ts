import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { readAnswer } from '@/lib/http/read-answer'
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

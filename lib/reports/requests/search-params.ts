import { createParser, parseAsString } from 'nuqs/server'
import type { LabelDimension } from '../spend/dimension-names'
import { filterSearchParams, spendSearchParams } from '../spend/search-params'

/** The request after which a page begins. */
const parseAsCursor = createParser({
  parse: (text) => (cursorPattern.test(text) ? text : null),
  serialize: (cursor: string) => cursor,
})

/** Milliseconds since 1970 and the event's key. */
export const cursorPattern = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const ownSearchParams = {
  from: spendSearchParams.from,
  to: spendSearchParams.to,
  request_id: parseAsString,
  trace_id: parseAsString,
  cursor: parseAsCursor,
}

/** What the list of requests reads from its address: period and filters as the spend report has them, and two ids. */
export function requestSearchParams(labels: readonly LabelDimension[]) {
  return { ...filterSearchParams(labels), ...ownSearchParams }
}

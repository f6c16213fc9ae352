import { createParser } from 'nuqs/server'
import type { LabelDimension } from '../spend/dimension-names'
import { filterSearchParams, spendSearchParams } from '../spend/search-params'
import { lineCursorPattern } from './schema'

const parseAsLineCursor = createParser({
  parse: (text) => (lineCursorPattern.test(text) ? text : null),
  serialize: (cursor: string) => cursor,
})

/** What the page that says why reads from its address: period and filters as Spend has them, and how far down it begins. */
export function whySearchParams(labels: readonly LabelDimension[]) {
  return {
    ...filterSearchParams(labels),
    from: spendSearchParams.from,
    to: spendSearchParams.to,
    after: parseAsLineCursor,
  }
}

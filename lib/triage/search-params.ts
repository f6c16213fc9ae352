import { createSerializer, parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { laneNames } from './lanes'
import { type FindingsQuery, findingStates, findingsQuerySchema } from './schema'

/** The orders of a list, the first of them unless the address says otherwise. */
export const findingOrders = ['cost', 'requests', 'age', 'last_seen'] as const

/** How many rows a page may have: as many as one act of mending takes. */
export const pageSizes = [50, 100, 500] as const
const [defaultPageSize] = pageSizes

/** What the list of findings reads from its address. */
export const triageSearchParams = {
  lane: parseAsStringLiteral(laneNames),
  /** Absent: those that still want work. */
  state: parseAsArrayOf(parseAsStringLiteral(findingStates)),
  assignee: parseAsString,
  q: parseAsString.withDefault(''),
  order: parseAsStringLiteral(findingOrders).withDefault('cost'),
  /** From 1, as people count. */
  page: parseAsInteger.withDefault(1),
  size: parseAsInteger.withDefault(defaultPageSize),
}

/** Which finding is open beside the list; told apart from the rest, because opening one asks nothing of the list. */
export const openFindingParam = parseAsString

export type TriageAddress = {
  [Name in keyof typeof triageSearchParams]: ReturnType<(typeof triageSearchParams)[Name]['parseServerSide']>
}

/** An address of the list: that of a lane, of a search. */
export const triageHref = createSerializer(triageSearchParams)

/** The question of an address. What cannot be asked falls back to what can, so that an old link shows a list and not an error. */
export function readFindingsQuery({ lane, state, assignee, q, order, page, size }: TriageAddress): FindingsQuery {
  const limit = pageSizes.find((one) => one === size) ?? defaultPageSize
  const wanted = { order, limit, offset: (Math.min(Math.max(page, 1), 20_000) - 1) * limit, search: q.slice(0, 200) || undefined }
  const narrowed = { ...(lane === null ? {} : { lane: [lane] }), ...(state === null || state.length === 0 ? {} : { state }) }
  const asked = findingsQuerySchema.safeParse({ ...wanted, ...narrowed, assignee: assignee ?? undefined })
  return asked.success ? asked.data : findingsQuerySchema.parse({ ...wanted, ...narrowed })
}

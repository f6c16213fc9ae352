import { findFinerDimension } from '@/components/spend/drill'
import { only, requestsHref } from '@/components/spend/spend-href'
import type { ExploreParams } from '@/lib/engineering/explore/schema'
import { engineeringHref } from '../engineering-href'

/** The same days and filters narrowed to one group. */
function narrow({ from, to, filters, groupBy }: ExploreParams, values: readonly (string | null)[]) {
  const chosen = groupBy.map((name, index) => [name, only(values[index] ?? null)] as const)
  return { from, to, filters: { ...filters, ...Object.fromEntries(chosen) } }
}

/** The next finer view of one group, with the same measure; where only its requests are finer, these. */
export function drillHref(params: ExploreParams, values: readonly (string | null)[]): string {
  const narrowed = narrow(params, values)
  const next = findFinerDimension({ groupBy: params.groupBy, filters: narrowed.filters })
  if (next === null) return requestsHref(narrowed)
  const measure: Record<string, string> = params.measure === 'cost' ? {} : { measure: params.measure }
  return engineeringHref('/engineering', narrowed, { group_by: next, ...measure })
}

/** The requests of one group; without values of all that is shown. */
export const groupRequestsHref = (params: ExploreParams, values?: readonly (string | null)[]): string =>
  requestsHref(values === undefined ? params : narrow(params, values))

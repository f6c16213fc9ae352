import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AppError } from '@/lib/errors'

/** Fills one query of the page's first paint. */
export type Prefetch = (client: QueryClient) => Promise<void>

/**
 * A query that the page answers in-process under the key that the browser asks by. A refusal of what was asked (an `AppError`
 * `invalid`) is left to the browser, so that the panel says it in place; anything else fails the page.
 */
export function prefetch<Data>(options: { readonly queryKey: QueryKey }, load: () => Promise<Data>): Prefetch {
  return async (client) => {
    try {
      await client.fetchQuery({ queryKey: options.queryKey, queryFn: load, retry: false })
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'invalid')) throw error
    }
  }
}

/** Runs the queries of a page side by side and hands their answers to the browser, which then asks nothing on the first load. */
export async function Hydrate({ queries, children }: { queries: readonly Prefetch[]; children: ReactNode }) {
  const client = new QueryClient()
  await Promise.all(queries.map((run) => run(client)))
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
}

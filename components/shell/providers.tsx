'use client'

import { isServer, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { Theme } from './theme'

/** Figures change at most five times a second at the source; a minute without a refetch keeps a page from reloading itself. */
const staleAfterMs = 60_000

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: staleAfterMs, retry: 1, refetchOnWindowFocus: false } },
  })
}

let browserClient: QueryClient | undefined

/** One client per request on the server, so that no two people share a cache; one for the life of the page in the browser. */
function queryClientForHere(): QueryClient {
  if (isServer) return createQueryClient()
  browserClient ??= createQueryClient()
  return browserClient
}

/** Everything that a screen may expect around it: queries, URL state, theme, modals, notifications. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClientForHere()}>
      <NuqsAdapter>
        <Theme>{children}</Theme>
      </NuqsAdapter>
    </QueryClientProvider>
  )
}

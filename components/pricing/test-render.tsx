import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import type { ReactElement } from 'react'
import { renderInTheme } from '@/components/shell/test-render'

/** Renders with what the screens of pricing expect around them: an address and a query client. For tests only. */
export function renderPricing(element: ReactElement, { search = '' }: { search?: string } = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams={search} hasMemory>
        {element}
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
}

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { findingsQuerySchema } from '@/lib/triage/schema'
import { FindingSparkline } from './finding-sparkline'
import { adminMeans, coverage, finding, findingsReport } from './test-findings'
import { TriageScreen } from './triage-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/triage', useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }) }))
vi.mock('@/lib/triage/read-actions', () => ({ readFindingAction: vi.fn() }))
vi.mock('@/lib/triage/actions', () => ({
  ...{ acceptSuggestionsAction: vi.fn(), assignFindingsAction: vi.fn(), commentOnFindingsAction: vi.fn() },
  ...{ moveFindingsAction: vi.fn(), previewFixAction: vi.fn(), runFixAction: vi.fn(), undoFixAction: vi.fn() },
}))
// One for each row that is drawn.
vi.mock('./finding-sparkline', () => ({ FindingSparkline: vi.fn(() => null) }))

const total = 10_000
const onPage = 500
const page = Array.from({ length: onPage }, (_, index) => finding(total - onPage + index + 1))

async function openLastPage() {
  const user = userEvent.setup()
  const query = findingsQuerySchema.parse({ limit: onPage, offset: total - onPage })
  await act(async () => {
    render(
      <QueryClientProvider client={new QueryClient()}>
        <NuqsTestingAdapter searchParams="?page=20&size=500" hasMemory>
          <Theme env="test">
            <TriageScreen
              {...{ report: findingsReport(page, { total }), means: adminMeans, query, openId: null }}
              coverage={Promise.resolve({ ok: true, data: coverage })}
              trends={Promise.resolve({ ok: true, data: {} })}
            />
          </Theme>
        </NuqsTestingAdapter>
      </QueryClientProvider>,
    )
  })
  return user
}

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
const spoken = () => all('[role=status]').map(({ textContent }) => textContent)
const drawn = () => vi.mocked(FindingSparkline).mock.calls.length

beforeEach(() => vi.clearAllMocks())

describe('the last page of 10,000 findings', { timeout: 60_000 }, () => {
  it('has its place in the whole list, and keys reach its end and no further', async () => {
    const user = await openLastPage()
    expect(all('[role=grid]').map((grid) => grid.getAttribute('aria-rowcount'))).toEqual(['10001'])
    const rows = all('[data-finding]')
    expect(rows.map((row) => row.getAttribute('aria-rowindex'))).toEqual(
      page.map((_, index) => String(total - onPage + index + 2)),
    )
    await user.keyboard('{End}')
    expect(document.activeElement).toBe(rows.at(-1))
    expect(spoken().join()).toContain('10,000 of 10,000: No owner. Source: gateway, Service: service-10000,')
    await user.keyboard('n')
    expect(spoken()).toContain('This is the last page.')
  })

  it('draws no row anew but those of which something changed', async () => {
    const user = await openLastPage()
    expect(drawn()).toBeGreaterThanOrEqual(onPage)
    await user.keyboard('j')
    vi.clearAllMocks()
    await user.keyboard('j')
    expect(drawn()).toBe(2)
    vi.clearAllMocks()
    await user.keyboard('x')
    expect(drawn()).toBe(1)
  })

  it('is selected as a whole, as many as one act of mending takes, with their exact sum', async () => {
    const user = await openLastPage()
    await user.keyboard('{Shift>}A{/Shift}')
    expect(all('[data-finding][aria-selected=true]')).toHaveLength(onPage)
    const [bar] = all('[aria-label="Selected findings"]')
    expect(bar?.textContent).toContain('500 findings')
    expect(bar?.querySelector('data')?.getAttribute('value')).toBe('5050')
  })
})

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { createLoader } from 'nuqs/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { spendOptions } from '@/lib/reports/spend/client'
import { costPerThousand } from '@/lib/reports/spend/derived-figures'
import type { SpendReport } from '@/lib/reports/spend/report-schema'
import { readQuestion, spendAddress } from './address'
import { readSpendChart, spendChartOptions } from './chart-question'
import { SpendScreen } from './spend-screen'
import { spendReport, spendRow } from './test-reports'

vi.mock('next/navigation', () => ({ usePathname: () => '/spend', useRouter: () => ({ push: vi.fn() }) }))

const rows = [
  spendRow({ team: 'search', cost_usd: '120', requests: 4_000, input_tokens: 5_000_000 }),
  spendRow({ team: null, cost_usd: '30', requests: 7, unpriced_requests: 2, is_at_least: true }),
]
const total = spendRow({ cost_usd: '987.654321', requests: 12_345, unpriced_requests: 2, is_at_least: true })
const names = { team: { search: 'Search & ranking' }, pool: {}, cost_center: {}, business_unit: {}, product_line: {} }

let asked: URLSearchParams[] = []
let answerTable: (query: URLSearchParams) => SpendReport | number

beforeEach(() => {
  asked = []
  answerTable = () => spendReport({ rows, total, names, row_count: 2 })
  vi.stubGlobal('fetch', async (url: string) => {
    const [path = '', search] = url.split('?')
    const query = new URLSearchParams(search)
    if (path.endsWith('filter-values')) return Response.json({ dimension: query.get('dimension'), values: [], has_more: false })
    // The chart asks without a comparison.
    if (!query.has('compare')) return Response.json(spendReport({}))
    asked.push(query)
    const answer = answerTable(query)
    return typeof answer === 'number'
      ? Response.json({ detail: 'to lies after from.' }, { status: answer })
      : Response.json(answer)
  })
})
afterEach(() => vi.unstubAllGlobals())

const today = '2026-11-21'

/** The screen as the page hands it over: the queries of the first paint are answered already. */
async function open(search = '') {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  const question = readQuestion(createLoader(spendAddress([]))(new URLSearchParams(search)), today)
  const chart = await readSpendChart(async () => spendReport({}), question)
  queries.setQueryData(spendChartOptions(question).queryKey, chart)
  const table = answerTable(new URLSearchParams())
  if (typeof table !== 'number') queries.setQueryData(spendOptions(question.table).queryKey, table)
  renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams={search} hasMemory>
        <SpendScreen labels={[]} zone="UTC" today={today} />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
}

/** What was asked last, once it holds: a click is followed by an address, an address by a question. */
const untilAsked = (check: (query: URLSearchParams | undefined) => void) =>
  waitFor(() => check(asked.at(-1)), { timeout: 15_000 })

describe('the Spend page', { timeout: 30_000 }, () => {
  it('names owners, says nobody, and totals over all pages rather than over the rows shown', async () => {
    await open()
    expect(screen.getByText('Search & ranking').closest('a')?.getAttribute('href')).toContain('team=search')
    expect(screen.getByText('Nobody').closest('a')?.getAttribute('href')).toContain('team=~none')
    const sums = screen.getByText('Total').closest('tr')?.textContent
    expect(sums).toContain('$987.65')
    expect(sums).toContain('at least')
    expect(sums).toContain('12,345')
  })

  it('gives a cost per thousand requests exactly, and none where there was no request', () => {
    expect(costPerThousand({ cost_usd: '120', requests: 4_000 })).toBe('30')
    expect(costPerThousand({ cost_usd: '1', requests: 3 })).toBe('333.333333333333333333')
    expect(costPerThousand({ cost_usd: '0', requests: 0 })).toBeNull()
  })

  it('shows a change against the row of the same thing, and "new" where there was none', async () => {
    const before = [spendRow({ team: 'search', cost_usd: '100' })]
    const comparison = { from: '2026-10-11', to: '2026-11-01', rows: before, total: spendRow({ cost_usd: '100' }) }
    answerTable = () => spendReport({ rows, total, names, row_count: 2, comparison })
    await open()
    expect(screen.getByText('Search & ranking').closest('tr')?.textContent).toContain('+20.0%')
    expect(screen.getByText('Nobody').closest('tr')?.textContent).toContain('new')
  })

  it('asks the server for another order and begins at the first page', async () => {
    answerTable = () => spendReport({ rows, total, names, row_count: 120, next_cursor: 'two' })
    await open()
    const user = userEvent.setup()
    await user.click(screen.getByText('Next'))
    await untilAsked((query) => expect(query?.get('cursor')).toBe('two'))
    await user.click(screen.getByText('Requests', { selector: 'th button' }))
    await untilAsked((query) => expect([query?.get('order'), query?.get('cursor')]).toEqual(['-requests', null]))
  })

  it('offers files of the same rows in the same order', async () => {
    await open('?group_by=team,model&environment=prod,~none&order=-requests')
    const href = screen.getByLabelText('Download as CSV, 2 rows').getAttribute('href') ?? ''
    const query = new URLSearchParams(href.split('?')[1])
    expect(query.get('format')).toBe('csv')
    expect(query.get('group_by')).toBe('team,model')
    expect(query.getAll('environment')).toEqual(['prod', '~none'])
    expect(query.get('order')).toBe('-requests')
  })

  it('removes a filter by its chip', async () => {
    await open('?environment=prod')
    await userEvent.click(screen.getByLabelText('Remove Environment: prod'))
    await untilAsked((query) => expect(query?.has('environment')).toBe(false))
  })

  it('says in the words of the API why there is no table, and keeps the rest of the page', async () => {
    answerTable = () => 422
    await open()
    await screen.findByText('to lies after from.', undefined, { timeout: 15_000 })
    expect(screen.getByLabelText('Filters').textContent).toContain('Environment')
  })
})

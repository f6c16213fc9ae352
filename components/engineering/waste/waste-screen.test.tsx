import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { defaultPeriod } from '@/lib/engineering/period-params'
import { wasteOptions } from '@/lib/engineering/waste/client'
import type { WasteReport, WasteTerm } from '@/lib/engineering/waste/schema'
import { describeTerm } from './arithmetic-table'
import { barWidth } from './share-of-spend'
import { wasteKind, wasteReport } from './test-waste'
import { WastePanel } from './waste-panel'
import { WasteScreen } from './waste-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/engineering/waste', useRouter: () => ({ push: vi.fn() }) }))

const term = (given: Partial<WasteTerm>): WasteTerm => ({
  ...{ what: 'Cache writes', quantity: '12400', unit: 'tokens', rate_usd: '3.75', less_rate_usd: '3', per: '1000000' },
  ...{ of_quantity: null, of_cost_usd: null, amount_usd: '0.0093' },
  ...given,
})
const figures = { cost_usd: '25', requests: '400', is_at_least: false }
const retries = wasteKind('retries', {
  ...figures,
  teams: [{ team: 'search', ...figures }],
  rows: [{ team: 'search', service: 'answers', route: null, model: 'gpt-5.4', detail: null, ...figures }],
  row_count: 1,
  terms: [term({ what: 'Output of gpt-5.4', quantity: '2500000', rate_usd: '10', less_rate_usd: null, amount_usd: '25' })],
  term_count: 1,
})
const unknown = wasteKind('failed_calls', {
  ...{ is_at_least: true, unknown_requests: '3' },
  rows: [{ team: null, model: 'gpt-5.4', detail: null, cost_usd: '0', requests: '3', is_at_least: true }],
  ...{ row_count: 1, teams: [{ team: null, cost_usd: '0', requests: '3', is_at_least: true }] },
})
const names = { team: { search: 'Search & ranking' }, pool: {}, cost_center: {}, business_unit: {}, product_line: {} }
const full = wasteReport({ names }, [retries, unknown])

let answer: WasteReport | number | 'never'
beforeEach(() => {
  answer = full
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.includes('filter-values')) return Response.json({ dimension: 'team', values: [], has_more: false })
    if (answer === 'never') return new Promise(() => undefined)
    return typeof answer === 'number' ? Response.json({ detail: 'It went wrong.' }, { status: answer }) : Response.json(answer)
  })
})
afterEach(() => vi.unstubAllGlobals())

const today = '2026-11-21'
const period = { ...defaultPeriod(today), filters: {} }

function open({ isPrefilled = true, search = '' } = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  if (isPrefilled && typeof answer === 'object') queries.setQueryData(wasteOptions(period).queryKey, answer)
  renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams={search} hasMemory>
        <WasteScreen labels={[]} zone="UTC" today={today} />
        <WastePanel period={period} />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

const panel = () => within(screen.getByRole('region', { name: 'What could have been saved' }))

describe('the Waste page', { timeout: 30_000 }, () => {
  it('lists kinds with dollars, share of spend and owners, and says that they overlap', () => {
    open()
    const line = panel().getByRole('button', { name: /^Retries/ }).textContent
    expect(line).toContain('$25.00')
    expect(line).toContain('2.5% of spend')
    expect(line).toContain('Search & ranking')
    expect(panel().getByRole('button', { name: /^Failed calls/ }).textContent).toContain('unknown')
    expect(panel().getByRole('button', { name: /^Regional premium/ }).textContent).toContain('nothing found')
    expect(panel().getByText(/Kinds overlap/)).toBeTruthy()
  })

  it('opens a kind on its rule, its owners, its arithmetic and its rows, which lead to their requests', async () => {
    const user = open()
    await user.click(panel().getByRole('button', { name: /^Retries/ }))
    expect(await panel().findByText('2,500,000 tokens × $10.00 ÷ 1,000,000')).toBeTruthy()
    expect(panel().getByText(/Bound the attempts/)).toBeTruthy()
    const rows = within(panel().getByRole('table', { name: 'Retries: uses' }))
    const href = rows.getByRole('link').getAttribute('href') ?? ''
    const query = new URLSearchParams(href.split('?')[1])
    expect(href).toContain('/spend/requests?')
    expect([query.get('attempt'), query.get('team'), query.get('route'), query.get('from')]).toEqual([
      'retry',
      'search',
      '~none',
      period.from,
    ])
    const owners = within(panel().getByRole('table', { name: 'Retries: owners' }))
    expect(owners.getByRole('link').getAttribute('href')).toContain('/spend?')
    expect(panel().getByText(/No trace or conversation/)).toBeTruthy()
  })

  it('opens what the address says, and says what of it nobody knows', async () => {
    open({ search: '?kind=failed_calls,regional_premium' })
    expect(await panel().findByText(/3 more requests may belong here/)).toBeTruthy()
    expect(panel().getByText('Nothing of this kind in these days.')).toBeTruthy()
  })

  it('says which days are not looked through yet', () => {
    answer = wasteReport({ events: { computed_at: null, missing_days: 2 } }, [retries])
    open()
    expect(panel().getByText(/2 days are not yet looked through/)).toBeTruthy()
  })

  it('has a word for no usage', () => {
    answer = wasteReport({ spend: { cost_usd: '0', requests: '0', is_at_least: false } })
    open()
    expect(panel().getByText('No usage in this period.')).toBeTruthy()
  })

  it('has a word for no waste at all', () => {
    answer = wasteReport()
    open()
    expect(panel().getByText('No waste found.')).toBeTruthy()
  })

  it('shows that it waits', () => {
    answer = 'never'
    open()
    expect(panel().getByText('Loading waste…')).toBeTruthy()
  })

  it('says in the words of the API why there is nothing, and tries again', async () => {
    answer = 500
    const user = open()
    await panel().findByText('It went wrong.', undefined, { timeout: 15_000 })
    answer = full
    await user.click(panel().getByText('Try again'))
    expect(await panel().findByRole('button', { name: /^Retries/ }, { timeout: 15_000 })).toBeTruthy()
  })
})

describe('the panel of waste on other pages', () => {
  it('names the dearest kinds, each with the way to its arithmetic, and leaves out what was not found', () => {
    open()
    const links = within(screen.getByRole('region', { name: 'Waste' })).getAllByRole('link')
    const hrefs = links.map((link) => link.getAttribute('href') ?? '')
    expect(hrefs.filter((href) => href.includes('kind='))).toHaveLength(2)
    expect(hrefs.some((href) => href.includes('kind=retries'))).toBe(true)
  })
})

describe('a line of arithmetic', () => {
  it.each([
    [{}, '12,400 tokens × ($3.75 − $3.00) ÷ 1,000,000'],
    [{ less_rate_usd: null }, '12,400 tokens × $3.75 ÷ 1,000,000'],
    [{ rate_usd: null, per: null, quantity: '1', unit: 'requests' as const }, '1 request'],
    [{ of_quantity: '20000', of_cost_usd: '0.5' }, '12,400 tokens of 20,000, which cost $0.50'],
    [{ quantity: '0', rate_usd: null, per: null }, 'as billed'],
  ])('reads as people reckon', (given, text) => {
    expect(describeTerm(term(given))).toBe(text)
  })

  it('is drawn beside the largest kind, and not at all where nothing was found', () => {
    expect(barWidth({ cost_usd: '5' }, [{ cost_usd: '20' }, { cost_usd: '5' }])).toBe(25)
    expect(barWidth({ cost_usd: '0' }, [{ cost_usd: '0' }])).toBe(0)
  })
})

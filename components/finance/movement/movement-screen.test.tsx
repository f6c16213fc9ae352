import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { createLoader } from 'nuqs/server'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { movementOptions } from '@/lib/finance/movement/client'
import type { MovementReport } from '@/lib/finance/movement/schema'
import { movementSearchParams } from '@/lib/finance/movement/search-params'
import { MovementScreen } from './movement-screen'
import { parseAmount } from './parse-amount'
import { movementFigures, movementModel, movementOwner, movementReport } from './test-movement'

vi.mock('next/navigation', () => ({ usePathname: () => '/finance/movement', useRouter: () => ({ push: vi.fn() }) }))

const moved = {
  ...{ prior_usd: '1000', current_usd: '1500.000000000000000001', change_usd: '500.000000000000000001' },
  ...{ volume_usd: '700.000000000000000001', mix_usd: '-200', dominant_mix: 'caching' as const },
}
const owners = [
  movementOwner({
    ...moved,
    models: [
      movementModel({ ...moved, model: 'gpt-5.5', prior_requests: 1_200, current_requests: 3_400 }),
      movementModel({ model: 'guard-8b', is_current_at_least: true, state: 'new' }),
      movementModel({ model: 'never-mind' }),
    ],
  }),
  movementOwner({ code: 'old', name: 'Old team', prior_usd: '20', change_usd: '-20', gone_usd: '-20', state: 'gone' }),
  movementOwner({ kind: 'nobody', code: null, name: 'Nobody', current_usd: '5', change_usd: '5', unattributed_usd: '5' }),
  movementOwner({ kind: 'pool', code: 'platform', name: 'Platform', current_usd: '3', change_usd: '3', shared_usd: '3' }),
]
const increase = movementReport({
  total: movementFigures({ prior_usd: '1020', current_usd: '1508.000000000000000001', change_usd: '488.000000000000000001' }),
  captured: { prior_usd: '1020', current_usd: '1508.000000000000000001' },
  explained_usd: '488.000000000000000001',
  owners,
})

let asked: string[] = []
let answer: (query: URLSearchParams) => MovementReport | { status: number; errors: { path: string; message: string }[] }

beforeEach(() => {
  asked = []
  answer = () => increase
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const given = answer(new URL(url, 'http://localhost').searchParams)
    return 'status' in given
      ? Response.json({ detail: 'Some fields need another value.', errors: given.errors }, { status: given.status })
      : Response.json(given)
  })
})
afterEach(() => vi.unstubAllGlobals())

/** The screen as the page hands it over: the query of the first paint is answered already. */
function open(search = '', first: MovementReport | null = increase) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  const address = createLoader(movementSearchParams)(new URLSearchParams(search))
  if (first !== null) queries.setQueryData(movementOptions(address).queryKey, first)
  renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams={search} hasMemory>
        <MovementScreen zone="UTC" today="2026-11-21" />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
}
const table = () => screen.getByRole('table', { name: 'By team and model' })
const rowOf = (name: RegExp) => within(table()).getByRole('row', { name })
const amountsOf = (row: HTMLElement) =>
  [...row.querySelectorAll('td')].map((cell) => cell.querySelector('data')?.getAttribute('value') ?? null)

describe('the Movement page', () => {
  it('answers in a sentence which team caused it and by what, and leads to its rows', () => {
    open()
    const said = screen.getByRole('region', { name: 'The answer in a sentence' })
    expect(said.textContent).toContain(
      'Search & ranking caused more than all of the increase of $488.00: it spent $500.00 more, chiefly through more requests (+$700.00), mostly on gpt-5.5.',
    )
    const href = within(said).getByRole('link').getAttribute('href')
    expect(href).toContain('/spend?team=search')
    expect(href).toContain('from=2026-10-01&to=2026-11-01')
    expect(asked).toEqual([])
  })

  it('shows the exact parts of each team, with what dominates its mix, and its models once it is opened', async () => {
    open()
    const team = rowOf(/Search & ranking/)
    expect(amountsOf(team)).toEqual([null, null, '700.000000000000000001', '-200', null, null, '500.000000000000000001'])
    expect(team.textContent).toContain('caching')
    expect(rowOf(/Old team/).textContent).toContain('Gone')
    expect(within(table()).queryByText('gpt-5.5')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Models of Search & ranking' }))
    expect(rowOf(/gpt-5.5/).textContent).toContain('1,200 → 3,400 requests')
    expect(within(table()).getByText('gpt-5.5').closest('a')?.getAttribute('href')).toContain('model_family=gpt-5.5')
    // Unknown is not zero: what has no price stays, what cost nothing goes.
    expect(rowOf(/guard-8b/).textContent).toContain('≥ $0.00')
    expect(within(table()).queryByText('never-mind')).toBeNull()
  })

  it('names what nobody owns and what pools keep, and sorts by any part', async () => {
    open()
    const names = () =>
      within(table())
        .getAllByRole('rowheader')
        .map((cell) => cell.title)
    expect(names()).toEqual(['Search & ranking', 'Old team', 'Unattributed', 'Platform, not shared out', ''])
    await userEvent.click(within(table()).getByRole('button', { name: 'Shared' }))
    expect(names()[0]).toBe('Platform, not shared out')
  })

  it('asks for both invoices, keeps them in the address and shows what is left', async () => {
    const invoiced = movementReport({
      ...{ ...increase, basis: 'invoiced', residual_usd: '1512' },
      total: movementFigures({ prior_usd: '8200', current_usd: '10200', change_usd: '2000' }),
    })
    answer = (query) => (query.get('basis') === 'invoiced' ? invoiced : increase)
    open()
    await userEvent.click(screen.getByText('As invoiced'))
    const form = screen.getByRole('form', { name: 'Totals of the invoices' })
    await userEvent.type(within(form).getByLabelText(/Invoice for September 2026/), '$8,200.00')
    await userEvent.type(within(form).getByLabelText(/Invoice for October 2026/), '1.020,0')
    await userEvent.click(within(form).getByRole('button', { name: 'Explain the change' }))
    expect(form.textContent).toContain('Write an amount in US dollars, such as 8200.00')
    expect(asked).toEqual([])
    await userEvent.clear(within(form).getByLabelText(/Invoice for October 2026/))
    await userEvent.type(within(form).getByLabelText(/Invoice for October 2026/), '10200')
    await userEvent.click(within(form).getByRole('button', { name: 'Explain the change' }))
    await waitFor(() => expect(amountsOf(rowOf(/Not explained/)).at(-1)).toBe('1512'))
    expect(asked.at(-1)).toContain('basis=invoiced&prior_invoice_usd=8200.00&current_invoice_usd=10200')
    expect(screen.getByRole('article', { name: 'Not explained' }).textContent).toContain('+$1,512.00')
  })

  it('says of a running month what it is compared with, and offers a lead no invoices', () => {
    const running = movementReport({
      ...{ ...increase, month: '2026-11', against: '2026-10', is_running: true, is_whole: false },
      ...{ current: { from: '2026-11-01', to: '2026-11-21' }, prior: { from: '2026-10-01', to: '2026-10-21' } },
    })
    open('?month=2026-11', running)
    expect(screen.getByRole('region', { name: 'The answer in a sentence' }).textContent).toContain(
      'its 20 complete days are compared with the same days of October 2026',
    )
    expect(screen.queryByText('As invoiced')).toBeNull()
    expect(screen.getByLabelText<HTMLSelectElement>('Month').value).toBe('2026-11')
  })

  it('says so where there is nothing in either month, and where the months cannot be compared', async () => {
    open('', movementReport({ has_prior: false }))
    expect(screen.getByText('No spend is recorded in September 2026 or October 2026.')).toBeDefined()
    answer = () => ({ status: 422, errors: [{ path: 'against', message: 'lies before month: it is 2026-08 or earlier' }] })
    await userEvent.selectOptions(screen.getByLabelText('Month'), '2026-09')
    expect((await screen.findByRole('alert')).textContent).toContain('against lies before month')
  })

  test.each([
    ['$8,200.00', '8200.00'],
    ['USD 1,234,567.8', '1234567.8'],
    ['-12', '-12'],
    ['−$12.50', '-12.50'],
    ['8.200,00', null],
    ['8,20', null],
    ['', null],
    ['much', null],
  ])('reads the amount %j as %j', (typed, amount) => {
    expect(parseAmount(typed)).toBe(amount)
  })
})

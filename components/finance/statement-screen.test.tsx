import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from 'nuqs/adapters/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { statementMonthsOptions, statementOptions } from '@/lib/finance/statement/client'
import type { Statement } from '@/lib/finance/statement/schema'
import { testException, testLine, testStatement } from '@/lib/finance/testing/test-statement'
import { StatementScreen } from './statement-screen'

const publish = vi.hoisted(() => vi.fn())
const push = vi.hoisted(() => vi.fn())
vi.mock('@/lib/finance/statement/actions', () => ({ publishStatementAction: publish }))
vi.mock('next/navigation', () => ({ usePathname: () => '/finance/2026-05', useRouter: () => ({ push }) }))

beforeEach(() => {
  publish.mockReset()
  push.mockReset()
})

const lines = [
  testLine('retail', { total_usd: '900', prior_total_usd: '600', requests: 900 }),
  testLine('retail/4100', { total_usd: '900', prior_total_usd: '600', budget_usd: '1000', requests: 900 }),
  testLine('retail/4100/team:search', {
    ...{
      direct_usd: '700',
      shared_received_usd: '100',
      total_usd: '800',
      prior_total_usd: '600',
      budget_usd: '750',
      requests: 800,
    },
    ...{ retry_usd: '30', failure_usd: '5', unpriced_requests: 3, is_at_least: true, list_usd: '750' },
  }),
  testLine('retail/4100/team:search/project:ranking', { total_usd: '700', requests: 800, retry_usd: '30' }),
  testLine('retail/4100/team:ads', { total_usd: '100', requests: 100 }),
  testLine('~none', { total_usd: '180', code: null, name: 'No business unit', attributed_usd: '0', requests: 100 }),
  testLine('~none/~none', { total_usd: '180', code: null, name: 'No cost centre', attributed_usd: '0', requests: 100 }),
  testLine('~none/~none/nobody', {
    ...{ total_usd: '180', code: null, name: 'Nobody', owner_kind: 'nobody', attributed_usd: '0', requests: 100 },
  }),
]
const exceptions = [
  testException('150', { label: 'No owner', assignee: 'The platform desk' }),
  testException('30', { reason: 'unapproved_pool', label: 'No approved policy: Gateway', href: '/settings/pools?month=2026-05' }),
]
const version = {
  ...{ version: 2, published_by: 'Dana Reyes', published_at: '2026-06-02T10:00:00.000Z', note: 'Close', total_usd: '1000' },
}
const draft = testStatement(lines, { exceptions, total: { prior_total_usd: '600' } })

interface Given {
  statement?: Statement
  others?: readonly Statement[]
  version?: number | null
  canPublish?: boolean
  seesEverything?: boolean
  search?: string
  onUrlUpdate?: OnUrlUpdateFunction
}

/** The screen as the page hands it over: what it asks is answered already. */
function open({ statement = draft, others = [], ...given }: Given = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  for (const one of [statement, ...others]) {
    queries.setQueryData(statementOptions({ month: one.month, view: one.view, version: one.version }).queryKey, one)
  }
  const months = ['2026-06', '2026-05', '2026-04'].map((month) => ({
    ...{ month, total_usd: '1', attributed_usd: '1', is_at_least: false, is_running: false, published: null },
  }))
  queries.setQueryData(statementMonthsOptions().queryKey, { zone: 'UTC', as_of: '2026-06-03T08:00:00.000Z', months })
  return renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams={given.search ?? ''} onUrlUpdate={given.onUrlUpdate} hasMemory>
        <StatementScreen
          month="2026-05"
          version={given.version ?? null}
          canPublish={given.canPublish ?? false}
          seesEverything={given.seesEverything ?? true}
        />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
}

const grid = () => document.querySelector('table[role="treegrid"]') ?? document.body
const rows = () => [...grid().querySelectorAll<HTMLTableRowElement>('tbody tr')]
const names = () => rows().map((row) => row.querySelector('th span span')?.textContent)
const row = (name: string) => {
  const found = rows().find((one) => one.querySelector('th')?.textContent?.includes(name))
  if (!found) throw new Error(`no row ${name}: ${names().join(', ')}`)
  return found
}
const cell = (name: string, header: string) => {
  const at = [...grid().querySelectorAll('thead th')].findIndex(({ textContent }) => textContent === header)
  const found = row(name).cells.item(at)
  if (at < 0 || !found) throw new Error(`no column ${header}`)
  return found
}
const card = (label: string) => within(screen.getByLabelText(label, { selector: 'article' }))

describe('the statement', () => {
  it('is a tree whose rows say their level, their place and whether they are open', () => {
    open()
    const team = rows().find(({ dataset }) => dataset.row === 'retail/4100/team:search')
    expect(team?.getAttribute('aria-level')).toBe('3')
    expect(team?.getAttribute('aria-posinset')).toBe('1')
    expect(team?.getAttribute('aria-setsize')).toBe('2')
    expect(team?.getAttribute('aria-expanded')).toBe('false')
    expect(rows().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)
    expect(rows().some(({ dataset }) => dataset.row?.endsWith('project:ranking'))).toBe(false)
  })

  it('gives each figure exactly, "at least" where some of it has no price', () => {
    open()
    const total = cell('search', 'Total')
    expect(total.querySelector('data')?.getAttribute('value')).toBe('800')
    expect(total.textContent).toContain('at least')
    expect(total.querySelector('data')?.title).toContain('3 without a price')
    expect(cell('ads', 'Total').textContent).toBe('$100.00')
    expect(cell('search', 'Received').querySelector('data')?.getAttribute('value')).toBe('100')
  })

  it('says "over" and "under" of budgets, and a dash with a reason where there is none', () => {
    open()
    expect(cell('search', 'Variance').textContent).toBe('$50.00 over')
    expect(cell('4100', 'Variance').textContent).toBe('$100.00 under')
    expect(cell('ads', 'Variance').textContent).toContain('no budget')
    expect(cell('ads', 'April 2026').textContent).toContain('No such line')
  })

  it('leads from a figure to the rows behind it', () => {
    open()
    const direct = cell('search', 'Direct').querySelector('a')?.getAttribute('href') ?? ''
    expect(direct).toContain('/spend?')
    const query = new URLSearchParams(direct.split('?')[1])
    expect(Object.fromEntries(query)).toMatchObject({ from: '2026-05-01', to: '2026-06-01', team: 'search', group_by: 'project' })
  })

  it('shows retries by line, beside what the first attempts cost', () => {
    open({ search: 'columns=attempts' })
    expect(cell('search', 'Retries').querySelector('data')?.getAttribute('value')).toBe('30')
    expect(cell('search', 'Retries').querySelector('a')?.getAttribute('href')).toContain('attempt=retry')
    expect(cell('search', 'Retries of direct').textContent).toBe('4.3%')
    expect(cell('search', 'Retries and failures').textContent).toBe('5.0%')
  })

  it('shows the share of requests beside that of cost, and list beside contract where they differ', () => {
    open({ search: 'columns=usage' })
    expect(cell('search', 'Of requests').textContent).toBe('80.0%')
    expect(cell('search', 'Of direct cost').textContent).toBe('64.8%')
    expect(cell('search', 'At list').querySelector('data')?.getAttribute('value')).toBe('750')
    expect(cell('Nobody', 'Attributed').textContent).toBe('0.00%')
  })

  it('has no list prices where they are those of the contract', () => {
    open({ statement: testStatement([testLine('retail', { total_usd: '5' })]), search: 'columns=usage' })
    expect(grid().querySelector('thead')?.textContent).not.toContain('At list')
  })

  it('opens by the keyboard and keeps one row in the way of Tab', () => {
    open()
    const reached = () => rows().find(({ tabIndex }) => tabIndex === 0)
    reached()?.focus()
    const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
    press('ArrowDown')
    press('ArrowDown')
    expect(document.activeElement).toBe(row('search'))
    press('ArrowRight')
    expect(row('search').getAttribute('aria-expanded')).toBe('true')
    press('ArrowRight')
    expect(document.activeElement).toBe(row('ranking'))
    press('ArrowLeft')
    expect(document.activeElement).toBe(row('search'))
    press('Enter')
    expect(row('search').getAttribute('aria-expanded')).toBe('false')
    press('End')
    expect(document.activeElement).toBe(row('Nobody'))
    expect(row('search').querySelector('a')?.tabIndex).toBe(-1)
    expect(row('Nobody').querySelector('a')?.tabIndex).toBe(0)
  })

  it('opens a line that one came for, and marks it', () => {
    open({ search: 'line=retail/4100/team:search/project:ranking' })
    expect(row('ranking').getAttribute('aria-current')).toBe('true')
    expect(row('search').getAttribute('aria-expanded')).toBe('true')
  })

  it('asks for the other view and keeps it in the address', async () => {
    const urls: string[] = []
    const byModel = testStatement(
      [...lines.slice(0, 3), testLine('retail/4100/team:search/model:gpt-5', { total_usd: '700', level: 'model_family' })],
      { view: 'model' },
    )
    open({ others: [byModel], onUrlUpdate: ({ queryString }) => urls.push(queryString) })
    await userEvent.click(screen.getByText('By model and route'))
    await waitFor(() => expect(urls.at(-1)).toBe('?view=model'))
    fireEvent.click(within(row('search')).getByLabelText('Open search'))
    expect(row('gpt-5').textContent).toContain('Model family')
  })

  it('renders a hundred lines of ten thousand, and more when asked', () => {
    const many = [
      testLine('retail', { total_usd: '1' }),
      ...Array.from({ length: 10_000 }, (_, index) => testLine(`retail/c${index}`, { total_usd: '1' })),
    ]
    open({ statement: testStatement(many) })
    expect(rows()).toHaveLength(1)
    fireEvent.click(within(row('retail')).getByLabelText('Open retail'))
    expect(rows()).toHaveLength(102)
    fireEvent.click(screen.getByText(/9,900 lines are not shown/))
    expect(rows()).toHaveLength(202)
    expect(grid().querySelector('tfoot')?.textContent).toContain('10,001 lines')
  })
})

describe('what is around the statement', () => {
  it('tells how much is attributed, and itemises the rest by reason and by whom it lies with', () => {
    open()
    expect(card('Attributed').getByText('83.33%')).toBeTruthy()
    const panel = document.getElementById('exceptions')
    expect(panel?.textContent).toContain('83.33% is attributed; the other 16.67%, $180.00')
    const links = [...(panel?.querySelectorAll('tbody a') ?? [])].map((link) => [link.textContent, link.getAttribute('href')])
    expect(links).toEqual([
      ['No owner', '/triage?lane=no_owner'],
      ['No approved policy: Gateway', '/settings/pools?month=2026-05'],
    ])
    expect(panel?.textContent).toContain('The platform desk')
    expect(panel?.textContent).toContain('nobody was asked')
  })

  it('counts the lines over budget and names the furthest', () => {
    open()
    expect(card('Over budget').getByText('1 of 2')).toBeTruthy()
    expect(card('Over budget').getByText(/search by \$50\.00/)).toBeTruthy()
  })

  it('says that a month is running, and compares nothing falsely', () => {
    open({ statement: { ...draft, is_running: true }, canPublish: true })
    expect(screen.getByText(/figures are so far, and it can be published from Jun 1, 2026 on/)).toBeTruthy()
    expect(screen.queryByText('Publish')).toBeNull()
    expect(card('Total so far').getByText(/against the whole of April 2026/)).toBeTruthy()
  })

  it('tells what changed since the version that was published', () => {
    const frozen = testStatement([testLine('retail/4100/team:search', { total_usd: '820' }), ...lines.slice(3)], {
      ...{ state: 'published', version: 2, total: { total_usd: '1000' } },
    })
    open({ statement: { ...draft, versions: [version] }, others: [frozen] })
    const panel = screen.getByText('Changed since version 2', { selector: 'h2' }).closest('section')
    expect(panel?.querySelector('tbody')?.textContent).toContain('−$20.00')
    expect(panel?.textContent).toContain('+$80.00')
  })

  it('shows a version as it was published, with the way to the month as it is now', () => {
    open({
      statement: { ...draft, state: 'published', version: 2, ...publishedBy, versions: [version] },
      version: 2,
      canPublish: true,
    })
    expect(screen.getByText('May 2026, version 2', { selector: 'h1' })).toBeTruthy()
    expect(screen.getByText(/by Dana Reyes, Jun 2, 2026, 10:00/)).toBeTruthy()
    expect(screen.getByText('the month as it is now').getAttribute('href')).toBe('/finance/2026-05')
    expect(screen.queryByText('Publish')).toBeNull()
  })

  it('offers the files of what is shown, and a PDF for each cost centre', async () => {
    open({ statement: { ...draft, state: 'published', version: 2, ...publishedBy }, version: 2 })
    await userEvent.click(screen.getByText('Download'))
    const hrefs = [...document.querySelectorAll('a[download]')].map((link) => link.getAttribute('href'))
    expect(hrefs).toContain('/api/v1/finance/statements/2026-05?view=project&version=2&format=xlsx')
    expect(hrefs).toContain('/api/v1/finance/statements/2026-05?view=project&version=2&cost_center=4100&format=pdf')
  })

  it('publishes with a note, after saying what will be in it', async () => {
    publish.mockResolvedValue({ ok: true, result: { month: '2026-05', version: 1, total_usd: '1080' } })
    open({ canPublish: true })
    await userEvent.click(screen.getByText('Publish'))
    const drawer = within(await screen.findByRole('dialog'))
    expect(drawer.getByText(/itemised in 2 exceptions/)).toBeTruthy()
    expect(drawer.getByText('83.33%')).toBeTruthy()
    await userEvent.type(drawer.getByLabelText('Note'), 'After the close')
    submit()
    await waitFor(() => expect(publish).toHaveBeenCalledWith({ month: '2026-05', note: 'After the close' }))
  })

  it('says why a month cannot be published', async () => {
    publish.mockResolvedValue({ ok: false, message: 'Version 1 of 2026-05 says the same already.', errors: [] })
    open({ canPublish: true })
    await userEvent.click(screen.getByText('Publish'))
    await screen.findByRole('dialog')
    submit()
    expect(await screen.findByText(/says the same already/)).toBeTruthy()
  })

  it('explains an empty month, to those who see all and to those who lead a part', () => {
    const none = testStatement([])
    open({ statement: none })
    expect(screen.getByText('Nothing was spent in May 2026')).toBeTruthy()
    document.body.replaceChildren()
    open({ statement: none, seesEverything: false })
    expect(screen.getByText('Nothing of May 2026 is yours')).toBeTruthy()
  })

  it('goes to another month', () => {
    open()
    fireEvent.click(screen.getByLabelText('Month before, April 2026'))
    expect(push).toHaveBeenCalledWith('/finance/2026-04')
  })
})

const submit = () => fireEvent.submit(document.querySelector('form') ?? document.body)

const publishedBy = { published_by: 'Dana Reyes', published_at: '2026-06-02T10:00:00.000Z', note: 'Close' }

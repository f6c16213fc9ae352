import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, configure, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from 'nuqs/adapters/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import {
  acceptSuggestionsAction,
  assignFindingsAction,
  previewFixAction,
  runFixAction,
  undoFixAction,
} from '@/lib/triage/actions'
import type { Panel, TriagePageData } from '@/lib/triage/loaders'
import { readFindingAction } from '@/lib/triage/read-actions'
import { findingsQuerySchema } from '@/lib/triage/schema'
import { adminMeans, coverage, finding, findingsReport, leadMeans } from './test-findings'
import { TriageScreen } from './triage-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/triage', useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }) }))
vi.mock('@/lib/triage/read-actions', () => ({ readFindingAction: vi.fn() }))
vi.mock('@/lib/triage/actions', () => ({
  ...{ acceptSuggestionsAction: vi.fn(), assignFindingsAction: vi.fn(), commentOnFindingsAction: vi.fn() },
  ...{ moveFindingsAction: vi.fn(), previewFixAction: vi.fn(), runFixAction: vi.fn(), undoFixAction: vi.fn() },
}))

configure({ asyncUtilTimeout: 10_000 })

const three = [finding(1), finding(2, { costUsd: '10.100000000000000001' }), finding(3, { isAtLeast: true })]
const good = <Data,>(data: Data): Promise<Panel<Data>> => Promise.resolve({ ok: true, data })
let address = ''
const onUrlUpdate: OnUrlUpdateFunction = ({ queryString }) => {
  address = queryString
}

async function open(given: Partial<TriagePageData> = {}, search = '') {
  const user = userEvent.setup()
  const props: TriagePageData = {
    report: findingsReport(three),
    means: adminMeans,
    query: findingsQuerySchema.parse({ limit: 50 }),
    openId: null,
    coverage: good(coverage),
    trends: good({}),
    ...given,
  }
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await act(async () => {
    render(<TriageScreen {...props} />, {
      wrapper: ({ children }) => (
        <QueryClientProvider client={queries}>
          <NuqsTestingAdapter searchParams={search} hasMemory onUrlUpdate={onUrlUpdate}>
            <Theme env="test">{children}</Theme>
          </NuqsTestingAdapter>
        </QueryClientProvider>
      ),
    })
  })
  return user
}

const rowOf = (number: number) => screen.getByRole('row', { name: new RegExp(`Service: service-${number}\\b`) })
const spoken = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ')

beforeEach(() => {
  vi.clearAllMocks()
  address = ''
})

describe('keys on the list', () => {
  it('move one focus through the rows, and say where it is', async () => {
    const user = await open()
    await user.keyboard('j')
    expect(document.activeElement).toBe(rowOf(1))
    await user.keyboard('jj')
    expect(document.activeElement).toBe(rowOf(3))
    expect(spoken()).toContain('3 of 3: No owner. Source: gateway, Service: service-3, Key: none, Route: none. Open.')
    await user.keyboard('j')
    expect(spoken()).toContain('last finding of the page')
    expect(document.activeElement).toBe(rowOf(3))
    await user.keyboard('k')
    expect(screen.getAllByRole('row').filter(({ tabIndex }) => tabIndex === 0)).toEqual([rowOf(2)])
  })

  it('select, and the sum of what is selected is exact and says when it is a lower bound', async () => {
    const user = await open()
    await user.keyboard('jxjx')
    const bar = screen.getByRole('region', { name: 'Selected findings' })
    expect(within(bar).getByText('2 findings')).toBeDefined()
    expect(bar.querySelector('data')?.getAttribute('value')).toBe('20.200000000000000001')
    expect(spoken()).toContain('2 selected.')
    expect(rowOf(2).getAttribute('aria-selected')).toBe('true')
    await user.keyboard('{Shift>}A{/Shift}')
    expect(bar.textContent).toContain('at least')
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('region', { name: 'Selected findings' })).toBeNull()
    expect(spoken()).toContain('Nothing is selected.')
  })

  it('select a range with shift from the last that was selected', async () => {
    const user = await open()
    await user.keyboard('jxjj{Shift>}X{/Shift}')
    expect(within(screen.getByRole('region', { name: 'Selected findings' })).getByText('3 findings')).toBeDefined()
  })

  it('write text where one types, and leave the search to the list by Escape', async () => {
    const user = await open()
    await user.keyboard('/')
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
    await user.keyboard('xjaer?')
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'xjaer?')
    expect(screen.queryByRole('dialog')).toBeNull()
    await waitFor(() => expect(address).toContain('q=xjaer'))
    await user.keyboard('{Escape}')
    expect(document.activeElement).toBe(rowOf(1))
  })

  it('are told by the help', async () => {
    const user = await open()
    await user.keyboard('?')
    const help = within(await screen.findByRole('dialog'))
    expect(help.getByText('Undo what was done last')).toBeDefined()
    await user.keyboard('x')
    expect(screen.queryByRole('region', { name: 'Selected findings' })).toBeNull()
  })

  it('open a finding and give the focus back to its row', async () => {
    vi.mocked(readFindingAction).mockResolvedValue({ ok: false, message: 'No such finding.', errors: [] })
    const user = await open()
    await user.keyboard('jj{Enter}')
    expect(await screen.findByText(/Nothing says whose this usage is/)).toBeDefined()
    expect(await screen.findByText('No such finding.')).toBeDefined()
    await waitFor(() => expect(address).toContain(`finding=${three[1]?.id}`))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement).toBe(rowOf(2)))
  })
})

describe('mending', () => {
  it('shows what moves before it is done, and undoes it by a key', async () => {
    const month = {
      ...{ month: '2026-11', requests: '1000', costUsd: '10.1', isAtLeast: false },
      before: { kind: 'none' as const, key: null, name: null },
      after: { kind: 'pool' as const, key: 'platform', name: 'Platform' },
    }
    vi.mocked(previewFixAction).mockResolvedValue({
      ok: true,
      result: { ...month, series: 2, warning: 'Some of it is of checkout.', months: [month] },
    })
    vi.mocked(runFixAction).mockResolvedValue({
      ok: true,
      result: { fixId: 'fix', findings: 1, message: '1 finding given away.' },
    })
    vi.mocked(undoFixAction).mockResolvedValue({
      ok: true,
      result: { fixId: 'fix', findings: 1, message: 'Undone: given away.' },
    })
    const user = await open({ means: { ...adminMeans, pools: [{ slug: 'platform', name: 'Platform' }] } })
    await user.keyboard('jr')
    const panel = within(await screen.findByRole('dialog'))
    await user.click(panel.getByText('A shared pool'))
    await user.click(panel.getByRole('button', { name: 'Assign owner' }))
    expect(runFixAction).not.toHaveBeenCalled()
    await user.click(panel.getByRole('combobox', { name: /Shared pool/ }))
    await user.click(await screen.findByRole('option', { name: 'Platform (platform)', hidden: true }))
    expect(await panel.findByText('nobody → Platform (shared)')).toBeDefined()
    expect(panel.getByText('Some of it is of checkout.')).toBeDefined()
    await user.click(panel.getByRole('button', { name: 'Assign owner' }))
    await waitFor(() => expect(runFixAction).toHaveBeenCalledOnce())
    expect(runFixAction).toHaveBeenCalledWith(
      'owner',
      expect.objectContaining({ pool: 'platform', from: '2026-10-01', findings: [{ lane: 'no_owner', key: three[0]?.key }] }),
    )
    expect(await screen.findByText('1 finding given away.')).toBeDefined()
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('u')
    await waitFor(() => expect(undoFixAction).toHaveBeenCalledWith({ id: 'fix' }))
    await user.keyboard('u')
    expect(spoken()).toContain('There is nothing to undo.')
  })

  it('asks somebody to look after all that is selected', async () => {
    vi.mocked(assignFindingsAction).mockResolvedValue({ ok: true, result: { changed: 2 } })
    const user = await open()
    await user.keyboard('jxjxa')
    const panel = within(await screen.findByRole('dialog'))
    await user.click(panel.getByRole('button', { name: 'Assign' }))
    await waitFor(() => expect(assignFindingsAction).toHaveBeenCalledOnce())
    const [asked] = vi.mocked(assignFindingsAction).mock.calls[0] ?? []
    expect(asked?.findings).toHaveLength(2)
    expect(asked?.assignee).toEqual({ user: 'ada@example.com' })
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Selected findings' })).toBeNull())
    await user.keyboard('u')
    await waitFor(() => expect(assignFindingsAction).toHaveBeenCalledTimes(2))
    const [back] = vi.mocked(assignFindingsAction).mock.calls[1] ?? []
    expect(back).toEqual({ findings: asked?.findings, assignee: null })
    expect(await screen.findByText('Undone: 2 findings as before.')).toBeDefined()
  })

  it('accepts what is suggested for a selection, and says for how many nothing was', async () => {
    const fix = { fixId: 'one', findings: 1, message: '1 finding given to search.' }
    vi.mocked(acceptSuggestionsAction).mockResolvedValue({
      ok: true,
      result: { fixes: [fix], without: [{ lane: 'no_owner', key: {} }] },
    })
    const user = await open()
    await user.keyboard('jxjx')
    await user.click(screen.getByRole('button', { name: 'Accept suggestions' }))
    expect(await screen.findByText('1 finding given to search.')).toBeDefined()
    expect(await screen.findByText(/For 1 finding nothing sure enough is suggested/)).toBeDefined()
  })

  it('offers a lead what a lead may do and nothing else', async () => {
    const user = await open({ means: leadMeans })
    await user.keyboard('jx')
    const bar = within(screen.getByRole('region', { name: 'Selected findings' }))
    expect(bar.getAllByRole('button').map((button) => button.textContent || button.getAttribute('aria-label'))).toEqual([
      'Assign work…',
      'State…',
      'Select nothing',
    ])
    await user.keyboard('re')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.keyboard('?')
    expect(within(await screen.findByRole('dialog')).queryByText('Resolve: what mends it, with what it moves')).toBeNull()
  })
})

describe('what is shown', () => {
  it('is coverage with its target, and lanes that add up to what Spend calls unattributed', async () => {
    await open()
    const strip = screen.getByRole('region', { name: 'Coverage of the open period' })
    await waitFor(() => expect(strip.textContent).toContain('82.00%'))
    expect(strip.textContent).toContain('target 95%')
    const link = screen.getByRole('link', { name: 'what Spend calls unattributed' })
    expect(link.getAttribute('href')).toContain('/spend?')
    expect(link.parentElement?.textContent).toContain('$30.30')
  })

  it('keeps the list where coverage or the trends cannot be read', async () => {
    await open({
      coverage: Promise.resolve({ ok: false, message: 'Coverage could not be read.' }),
      trends: Promise.resolve({ ok: false, message: 'No trends.' }),
    })
    expect(await screen.findByText('Coverage could not be read.')).toBeDefined()
    expect(rowOf(1)).toBeDefined()
  })

  it.each([
    ['', 'All clear: nothing wants work.'],
    ['?lane=unpriced', 'Unpriced: clear.'],
    ['?lane=unpriced&q=claude', 'No finding matches.'],
  ])('at %s, where nothing is, is said in words', async (search, words) => {
    await open({ report: findingsReport([]) }, search)
    expect(screen.getByText(words)).toBeDefined()
    expect(screen.queryByRole('grid')).toBeNull()
  })

  it('says none where a value was not stated, and whom a finding is with', async () => {
    const asked = finding(4, {
      assignee: { kind: 'team', id: 't', slug: 'search', name: 'Search' },
      isAssigned: true,
      comments: 2,
    })
    await open({ report: findingsReport([asked]) })
    expect(rowOf(4).textContent).toContain('Key: none')
    expect(rowOf(4).textContent).toContain('Search, asked')
    expect(rowOf(4).textContent).toContain('2 comments')
  })
})

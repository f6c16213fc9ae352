import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { beforeEach, describe, expect, it, test, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { raiseDisputeAction } from '@/lib/attribution/disputes/actions'
import type { WhyPageData } from '@/lib/reports/ownership/loaders'
import type { OwnershipLine } from '@/lib/reports/ownership/queries'
import { describeEvidence } from './describe-evidence'
import { lineConditions } from './line-conditions'
import { whyHref } from './why-href'
import { WhyScreen } from './why-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/spend/why',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/disputes/actions', () => ({ raiseDisputeAction: vi.fn() }))

const nothing = {
  source: null,
  reported_team: null,
  api_key: null,
  project: null,
  service: null,
  feature: null,
  environment: null,
}
const line = (change: Partial<OwnershipLine> = {}): OwnershipLine => ({
  key: 'a',
  ownerKind: 'team',
  owner: 'search',
  ownerName: 'Search',
  reason: null,
  basis: 'metadata',
  hasConflict: false,
  dimensions: { ...nothing, source: 'litellm-eu', service: 'indexer', reported_team: 'search' },
  statedProject: null,
  firstDay: '2026-11-02',
  lastDay: '2026-11-20',
  series: 3,
  requests: 1200,
  cost: '12.345',
  isAtLeast: true,
  evidence: { kind: 'team', name: 'search', note: null, by: 'Ada', at: '2026-01-05T09:00:00.000Z' },
  ...change,
})
type Shown = Extract<WhyPageData, { fault: null }>
const period = { from: '2026-11-01', to: '2026-12-01' }
const page = (lines: OwnershipLine[], change: Partial<Shown> = {}): Shown => ({
  zone: 'UTC',
  today: '2026-11-21',
  fault: null,
  labels: [],
  period,
  filters: { team: ['search'] },
  report: {
    ...period,
    zone: 'UTC',
    asOf: '2026-11-21T09:00:00.000Z',
    total: { series: 3, requests: 1200, cost: '12.345', isAtLeast: true },
    lineCount: lines.length,
    lines,
    nextCursor: null,
  },
  names: { team: { search: 'Search' }, pool: {}, cost_center: {}, business_unit: {}, product_line: {} },
  isFirst: true,
  canDispute: true,
  teams: [
    { value: 'search', label: 'Search' },
    { value: 'growth', label: 'Growth' },
  ],
  pools: [{ value: 'platform', label: 'Platform' }],
  ...change,
})

function open(data: WhyPageData) {
  const user = userEvent.setup()
  render(<WhyScreen {...data} />, {
    wrapper: ({ children }) => (
      <NuqsTestingAdapter hasMemory>
        <QueryClientProvider client={new QueryClient()}>
          <Theme env="test">{children}</Theme>
        </QueryClientProvider>
      </NuqsTestingAdapter>
    ),
  })
  return user
}
beforeEach(() => vi.clearAllMocks())

describe('a line', () => {
  it('says why, who set it and what it costs, and leads to its requests', () => {
    open(page([line()]))
    const row = within(screen.getByRole('row', { name: /indexer/ }))
    expect(row.getByText('The source litellm-eu says so: the gateway’s metadata names search.')).toBeTruthy()
    expect(row.getByText('Ada')).toBeTruthy()
    expect(row.getByText('$12.34')).toBeTruthy()
    const href = decodeURIComponent(row.getByRole('link', { name: 'Requests' }).getAttribute('href') ?? '')
    expect(href).toContain('/spend/requests?from=2026-11-01&to=2026-12-01')
    for (const part of ['team=search', 'service=indexer', 'environment=~none']) expect(href).toContain(part)
  })

  it('is disputed with the conditions that it meets, from the first day of the period', async () => {
    vi.mocked(raiseDisputeAction).mockResolvedValue({ ok: true, result: { id: 'new' } })
    const user = open(page([line()]))
    await user.click(screen.getByRole('button', { name: 'Dispute' }))
    const inside = within(await screen.findByRole('dialog'))
    await user.click(inside.getByRole('button', { name: 'Dispute' }))
    expect(raiseDisputeAction).not.toHaveBeenCalled()
    await user.click(inside.getByLabelText(/^Whose it is instead/, { selector: 'input' }))
    expect(screen.queryByRole('option', { name: 'Search' })).toBeNull()
    await user.click(await screen.findByRole('option', { name: 'Growth' }))
    await user.type(inside.getByLabelText(/^Why/), 'They run it')
    await user.click(inside.getByRole('button', { name: 'Dispute' }))
    await waitFor(() =>
      expect(raiseDisputeAction).toHaveBeenCalledWith({
        ...{ team: 'search', proposed_team: 'growth', proposed_pool: null, from: '2026-11-01', reason: 'They run it' },
        conditions: lineConditions(line()),
      }),
    )
  })

  it('is disputed by nobody who may not, and not where no team owns it', () => {
    open(page([line()], { canDispute: false }))
    expect(screen.queryByRole('button', { name: 'Dispute' })).toBeNull()
  })
})

test.each<[string, Partial<OwnershipLine>, string]>([
  [
    'a rule',
    { basis: 'rule', evidence: { kind: 'rule', name: 'Shared key', note: null, by: 'Ada', at: null } },
    'The rule “Shared key” gives it to search.',
  ],
  [
    'a key',
    { basis: 'key', evidence: { kind: 'provider_key', name: 'key-1', note: null, by: null, at: null } },
    'The API key key-1 is search’s alone.',
  ],
  [
    'a mapping',
    { basis: 'mapping', evidence: { kind: 'project', name: 'atlas', note: null, by: null, at: null } },
    'The project atlas is of search.',
  ],
  [
    'an alias',
    { dimensions: { ...nothing, reported_team: 'srch' }, basis: 'tag' },
    'The source says so: the caller’s tag names srch, which stands for search.',
  ],
  [
    'nobody',
    { ownerKind: 'none', owner: null, reason: 'unknown_team', basis: null },
    'The team that was named is not registered, and no rule or mapping takes it.',
  ],
])('tells %s in words', (_what, change, expected) => {
  expect(describeEvidence(line(change))).toBe(expected)
})

test('conditions leave out what was too many to keep apart, and name the project as stated', () => {
  const dimensions = { ...nothing, service: '~other', project: 'ruled', environment: 'production' }
  const conditions = lineConditions({ dimensions, statedProject: 'stated' })
  expect(conditions.find(({ dimension }) => dimension === 'service')).toBeUndefined()
  expect(conditions).toContainEqual({ dimension: 'project', operator: 'equals', values: ['stated'] })
  expect(conditions).toContainEqual({ dimension: 'feature', operator: 'absent', values: [] })
})

test('a link holds the period and the filters of the figure, without its hours', () => {
  const filters = { team: ['search', 'a,b'], hour: ['2026-11-01T09:00:00Z'] }
  expect(decodeURIComponent(whyHref({ ...period, filters }))).toMatch(
    /^\/spend\/why\?from=2026-11-01&to=2026-12-01&team=search,a.+b$/,
  )
})

describe('the page', () => {
  it('says what cannot be asked, with the way on', () => {
    open({ zone: 'UTC', today: '2026-11-21', fault: '“hour” cannot be asked for here.' })
    expect(screen.getByText('“hour” cannot be asked for here.')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'This month' })).toBeTruthy()
  })

  it('says that nothing was used', () => {
    open(page([]))
    expect(screen.getByText('No usage in this period.')).toBeTruthy()
  })
})

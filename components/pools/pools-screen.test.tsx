import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { createPoolAction, decidePolicyAction, proposePolicyAction } from '@/lib/attribution/pools/actions'
import type { AllocationView, PolicyView, PoolsPageData, PoolView } from '@/lib/attribution/pools/loaders'
import { PoolsScreen } from './pools-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/pools',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/pools/actions', () => ({
  archivePoolAction: vi.fn(),
  changePoolAction: vi.fn(),
  createPoolAction: vi.fn(),
  decidePolicyAction: vi.fn(),
  mapPoolAction: vi.fn(),
  proposePolicyAction: vi.fn(),
  restorePoolAction: vi.fn(),
}))

const policy = (change: Partial<PolicyView> = {}): PolicyView => ({
  id: '00000000-0000-4000-8000-000000000001',
  pool: 'platform',
  effectiveFrom: '2026-10-01',
  method: 'fixed',
  shares: [
    { team: 'search', percent: '60' },
    { team: 'growth', percent: '40' },
  ],
  proposedBy: 'ada@example.com',
  proposedAt: '2026-11-02T09:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
  decision: null,
  note: null,
  isOwn: false,
  canApprove: false,
  canRefuse: false,
  ...change,
})
const pool = (change: Partial<PoolView> = {}): PoolView => ({
  id: 'platform',
  slug: 'platform',
  name: 'Platform',
  approverEmail: 'fiona@example.com',
  isArchived: false,
  costCenter: 'CC-1',
  costCenterName: 'Engineering',
  costCenterId: 'cc',
  history: [{ from: null, to: null, value: 'CC-1' }],
  policy: null,
  policies: [],
  ...change,
})
const allocation = (change: Partial<AllocationView> = {}): AllocationView => ({
  pool: 'platform',
  name: 'Platform',
  costCenter: 'CC-1',
  month: '2026-11',
  cost: '100',
  isAtLeast: false,
  policy: { method: 'fixed', effectiveFrom: '2026-10-01' },
  received: [{ team: 'search', teamName: 'Search', amount: '60', directCost: '12.5' }],
  kept: '40',
  keptReason: 'archived_team',
  ...change,
})
const page = (change: Partial<PoolsPageData> = {}): PoolsPageData => ({
  pools: [pool()],
  allocations: [allocation()],
  costs: [{ pool: 'platform', month: '2026-11', cost: '100', isAtLeast: false }],
  month: '2026-11',
  months: ['2026-10', '2026-11'],
  thisMonth: '2026-11',
  today: '2026-11-21',
  zone: 'UTC',
  asOf: '2026-11-21T09:00:00.000Z',
  canEdit: true,
  seesEverything: true,
  suggested: [],
  suggestedApprover: 'fiona@example.com',
  teams: [
    { value: 'search', label: 'Search (search)' },
    { value: 'growth', label: 'Growth (growth)' },
  ],
  costCenters: [{ value: 'CC-1', label: 'Engineering (CC-1)' }],
  ...change,
})

function open(change: Partial<PoolsPageData> = {}) {
  const user = userEvent.setup()
  render(<PoolsScreen {...page(change)} />, {
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
const drawer = async () => within(await screen.findByRole('dialog'))
beforeEach(() => vi.clearAllMocks())

describe('what a pool cost', () => {
  it('is shown with who receives how much and what stays central, adding up to it', () => {
    open()
    const shares = within(screen.getByRole('region', { name: 'Platform' }))
    expect(shares.getByRole('row', { name: /Search/ }).textContent).toContain('$60.00')
    expect(shares.getByRole('row', { name: /Search/ }).textContent).toContain('60.0%')
    expect(shares.getByRole('row', { name: /archived teams stay central/ }).textContent).toContain('$40.00')
  })

  it('is not shared without an approved policy, and the page says so', () => {
    open({ allocations: [allocation({ policy: null, received: [], kept: '100', keptReason: 'no_policy' })] })
    expect(screen.getAllByText(/Not shared: no approved policy/).length).toBeGreaterThan(1)
  })

  it('shows a lead what their teams receive, and neither the whole nor a share of it', () => {
    open({
      canEdit: false,
      seesEverything: false,
      costs: [],
      allocations: [allocation({ cost: null, kept: null, isAtLeast: false })],
    })
    const shares = within(screen.getByRole('region', { name: 'Platform' }))
    expect(shares.getByText('$60.00')).toBeTruthy()
    expect(shares.queryByText(/%/)).toBeNull()
    expect(shares.queryByText('$100.00')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Add pool' })).toBeNull()
  })
})

describe('a policy', () => {
  it('is approved by who may', async () => {
    vi.mocked(decidePolicyAction).mockResolvedValue({ ok: true, result: undefined })
    const user = open({ pools: [pool({ policies: [policy({ canApprove: true, canRefuse: true })] })] })
    expect(screen.getByText('Waits for approval')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'platform' }))
    const inside = await drawer()
    expect(inside.getByText('search 60 %, growth 40 %')).toBeTruthy()
    expect(inside.queryByRole('button', { name: 'Propose' })).toBeNull()
    await user.click(inside.getByRole('button', { name: 'Approve' }))
    await waitFor(() => expect(decidePolicyAction).toHaveBeenCalledWith({ id: policy().id, decision: 'approved' }))
  })

  it('can only be taken back by who proposed it', async () => {
    const user = open({ pools: [pool({ policies: [policy({ isOwn: true, canRefuse: true })] })] })
    await user.click(screen.getByRole('button', { name: 'platform' }))
    const inside = await drawer()
    expect(inside.queryByRole('button', { name: 'Approve' })).toBeNull()
    expect(inside.getByRole('button', { name: 'Take back' })).toBeTruthy()
  })

  it('of fixed shares is not proposed before they add up to 100', async () => {
    vi.mocked(proposePolicyAction).mockResolvedValue({ ok: true, result: { id: 'new' } })
    const user = open()
    await user.click(screen.getByRole('button', { name: 'platform' }))
    const inside = await drawer()
    await user.click(inside.getByLabelText('Method', { selector: 'input' }))
    await user.click(await screen.findByRole('option', { name: 'Fixed shares' }))
    await user.click(inside.getByLabelText('Team of share 1', { selector: 'input' }))
    await user.click(await screen.findByRole('option', { name: 'Search (search)' }))
    await user.type(inside.getByLabelText('Percentage of share 1'), '99.5')
    expect(inside.getByText('99.5 of 100 %')).toBeTruthy()
    await user.click(inside.getByRole('button', { name: 'Propose' }))
    expect((await inside.findByRole('alert')).textContent).toContain('adds up to 99.5 %: it has to be 100 exactly')
    await user.clear(inside.getByLabelText('Percentage of share 1'))
    await user.type(inside.getByLabelText('Percentage of share 1'), '100')
    await user.click(inside.getByRole('button', { name: 'Propose' }))
    await waitFor(() =>
      expect(proposePolicyAction).toHaveBeenCalledWith({
        pool: 'platform',
        from_month: '2026-11',
        method: 'fixed',
        shares: [{ team: 'search', percent: '100' }],
        note: '',
      }),
    )
  })
})

describe('the page', () => {
  it('offers what is often needed, added with one click', async () => {
    vi.mocked(createPoolAction).mockResolvedValue({ ok: false, message: 'Taken.', errors: [] })
    const user = open({
      pools: [],
      allocations: [],
      suggested: [{ slug: 'platform', name: 'Platform', description: 'What the platform spends for everybody.' }],
    })
    expect(screen.getByText('No shared pool yet.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Add Platform' }))
    expect(createPoolAction).toHaveBeenCalledWith({
      slug: 'platform',
      name: 'Platform',
      approver_email: 'fiona@example.com',
    })
    expect(await screen.findByText('Taken.')).toBeTruthy()
  })
})

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { decideDisputeAction, previewDisputeAction, withdrawDisputeAction } from '@/lib/attribution/disputes/actions'
import type { DisputeView } from '@/lib/attribution/disputes/loaders'
import { DisputesScreen } from './disputes-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/spend/disputes',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/disputes/actions', () => ({
  decideDisputeAction: vi.fn(),
  previewDisputeAction: vi.fn(),
  withdrawDisputeAction: vi.fn(),
}))

const dispute = (change: Partial<DisputeView> = {}): DisputeView => ({
  id: '00000000-0000-4000-8000-000000000001',
  team: 'search',
  teamName: 'Search',
  proposedKind: 'team',
  proposed: 'growth',
  proposedName: 'Growth',
  conditions: ['Service is “indexer”'],
  from: '2026-11-01',
  to: null,
  reason: 'They run it',
  raisedBy: 'luis@example.com',
  raisedAt: '2026-11-02T09:00:00.000Z',
  state: 'open',
  decidedBy: null,
  decidedAt: null,
  decisionNote: null,
  ruleId: null,
  canWithdraw: false,
  canDecide: false,
  ...change,
})
const sums = { requests: '1200', costUsd: '12.345', isAtLeast: false, series: 2 }
const owner = (key: string, name: string) => ({ kind: 'team' as const, key, name, project: null })

function open(disputes: DisputeView[]) {
  const user = userEvent.setup()
  render(<DisputesScreen disputes={disputes} canRaise seesEverything today="2026-11-21" zone="UTC" />, {
    wrapper: ({ children }) => (
      <QueryClientProvider client={new QueryClient()}>
        <Theme env="test">{children}</Theme>
      </QueryClientProvider>
    ),
  })
  return user
}
const drawer = async () => within(await screen.findByRole('dialog'))
beforeEach(() => vi.clearAllMocks())

describe('an open dispute', () => {
  it('shows what it would move to who decides, and moves it', async () => {
    const months = [{ ...sums, month: '2026-11', before: owner('search', 'Search'), after: owner('growth', 'Growth') }]
    vi.mocked(previewDisputeAction).mockResolvedValue({ ok: true, result: { ...sums, confirmed: 0, months, largest: [] } })
    vi.mocked(decideDisputeAction).mockResolvedValue({ ok: true, result: { ruleId: 'rule', series: 2 } })
    const user = open([dispute({ canDecide: true })])
    await user.click(screen.getByRole('button', { name: 'Search, proposed Growth' }))
    const inside = await drawer()
    const table = within(await inside.findByRole('table', { name: 'What would move, by month' }))
    expect(table.getByRole('row', { name: /2026-11/ }).textContent).toBe('2026-11SearchGrowth$12.34')
    await user.click(inside.getByRole('button', { name: 'Accept and move' }))
    await waitFor(() => expect(decideDisputeAction).toHaveBeenCalledWith({ id: dispute().id, decision: 'accepted', note: '' }))
  })

  it('is not refused without saying why', async () => {
    vi.mocked(previewDisputeAction).mockResolvedValue({
      ok: true,
      result: { ...sums, series: 0, confirmed: 0, months: [], largest: [] },
    })
    vi.mocked(decideDisputeAction).mockResolvedValue({
      ok: false,
      message: 'Some fields need another value.',
      errors: [{ path: 'note', message: 'is needed: say why it stays where it is' }],
    })
    const user = open([dispute({ canDecide: true })])
    await user.click(screen.getByRole('button', { name: 'Search, proposed Growth' }))
    const inside = await drawer()
    expect(await inside.findByText(/would move nothing/)).toBeTruthy()
    await user.click(inside.getByRole('button', { name: 'Refuse' }))
    expect(await inside.findByText(/say why it stays where it is/)).toBeTruthy()
  })

  it('asks a lead for no preview, and lets who raised it withdraw it', async () => {
    vi.mocked(withdrawDisputeAction).mockResolvedValue({ ok: true, result: undefined })
    const user = open([dispute({ canWithdraw: true })])
    await user.click(screen.getByRole('button', { name: 'Search, proposed Growth' }))
    const inside = await drawer()
    await user.click(inside.getByRole('button', { name: 'Withdraw my dispute' }))
    expect(previewDisputeAction).not.toHaveBeenCalled()
    await waitFor(() => expect(withdrawDisputeAction).toHaveBeenCalledWith({ id: dispute().id }))
  })
})

describe('the list', () => {
  it('begins with what is open, and shows decided ones on demand', async () => {
    const user = open([dispute({ state: 'refused', decidedBy: 'fiona@example.com' })])
    expect(screen.getByText('No dispute is open.')).toBeTruthy()
    await user.click(screen.getByText('All · 1'))
    expect(await screen.findByText('Refused')).toBeTruthy()
  })

  it('says where a dispute begins, where there is none', () => {
    open([])
    expect(screen.getByText('No dispute yet.')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Why is this mine?' })).toBeTruthy()
  })
})

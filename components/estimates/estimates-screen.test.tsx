import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Theme } from '@/components/shell/theme'
import { createEstimatesAction, previewEstimateFileAction } from '@/lib/attribution/estimates/actions'
import type { EstimatesPageData } from '@/lib/attribution/estimates/loaders'
import { EstimatesScreen } from './estimates-screen'

vi.mock('next/navigation', () => ({
  usePathname: () => '/settings/estimates',
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
}))
vi.mock('@/lib/attribution/estimates/actions', () => ({
  createEstimatesAction: vi.fn(),
  previewEstimateFileAction: vi.fn(),
  withdrawEstimateAction: vi.fn(),
}))

const estimate = (change: Partial<EstimatesPageData['estimates'][number]> = {}) => ({
  id: '00000000-0000-4000-8000-000000000001',
  team: 'search',
  teamName: 'Search',
  costCenter: null,
  costCenterName: null,
  provider: null,
  from: '2026-01-01',
  to: '2026-04-01',
  amount: '18450.5',
  method: 'Invoice 17',
  author: 'fiona@example.com',
  createdAt: '2026-05-01T09:00:00.000Z',
  withdrawnAt: null,
  ...change,
})
const page = (change: Partial<EstimatesPageData> = {}): EstimatesPageData => ({
  estimates: [estimate()],
  total: '18450.5',
  standing: 1,
  today: '2026-11-21',
  zone: 'UTC',
  canEdit: true,
  teams: [{ value: 'search', label: 'Search (search)' }],
  costCenters: [],
  ...change,
})
function open(change: Partial<EstimatesPageData> = {}) {
  const user = userEvent.setup()
  render(
    <Theme env="test">
      <EstimatesScreen {...page(change)} />
    </Theme>,
  )
  return user
}
const drawer = async () => within(await screen.findByRole('dialog'))
const file = new File(['team,…'], 'estimates.csv', { type: 'text/csv' })
const input = {
  team: 'search',
  cost_center: null,
  provider: null,
  from: '2026-01-01',
  to: '2026-02-01',
  amount_usd: '5',
  method: 'X',
}
beforeEach(() => vi.clearAllMocks())

describe('the list', () => {
  it('shows whose, when, how much, by which method and who says so', () => {
    open()
    const row = screen.getByRole('row', { name: /Search/ }).textContent
    for (const part of ['Jan 1, 2026 – Mar 31, 2026', '$18,450.50', 'Invoice 17', 'fiona@example.com', 'Estimate']) {
      expect(row).toContain(part)
    }
  })

  it('lets who may not change anything look and press nothing', async () => {
    const user = open({ canEdit: false })
    expect(screen.queryByRole('button', { name: 'Add estimate' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Search, Jan 1, 2026 – Mar 31, 2026' }))
    const inside = await drawer()
    expect(inside.getByText('$18,450.50')).toBeTruthy()
    expect(inside.queryByRole('button', { name: 'Withdraw' })).toBeNull()
  })

  it('says what an estimate is for, where there is none', () => {
    open({ estimates: [], total: '0', standing: 0 })
    expect(screen.getByText('No estimate yet.')).toBeTruthy()
  })
})

describe('a file', () => {
  const choose = async () => {
    const user = open()
    await user.click(screen.getByRole('button', { name: 'From a file' }))
    const inside = await drawer()
    const chooser = document.querySelector<HTMLInputElement>('input[type=file]')
    if (!chooser) throw new Error('no file input')
    await user.upload(chooser, file)
    return { user, inside }
  }

  it('is stored only after it was shown what that does, without what stands already', async () => {
    const lines = [
      { line: 2, estimate: input, state: 'new' as const, errors: [] },
      { line: 3, estimate: input, state: 'known' as const, errors: [] },
    ]
    const result = { ok: true as const, lines, fresh: 1, faulty: 0, total: '5' }
    vi.mocked(previewEstimateFileAction).mockResolvedValue({ ok: true, result })
    vi.mocked(createEstimatesAction).mockResolvedValue({ ok: true, result: { created: 1, known: 0 } })
    const { user, inside } = await choose()
    expect(await inside.findByText(/1 stand already and are left out/)).toBeTruthy()
    await user.click(inside.getByRole('button', { name: 'Add 1' }))
    await waitFor(() => expect(createEstimatesAction).toHaveBeenCalledWith({ estimates: [input] }))
  })

  it('with a fault in a line is not stored, and the line is named', async () => {
    const lines = [{ line: 2, estimate: null, state: 'faulty' as const, errors: [{ path: 'team', message: 'no such team' }] }]
    vi.mocked(previewEstimateFileAction).mockResolvedValue({
      ok: true,
      result: { ok: true, lines, fresh: 0, faulty: 1, total: '0' },
    })
    const { inside } = await choose()
    expect((await inside.findByRole('alert')).textContent).toContain('Line 2, team: no such team')
    expect(inside.getByRole('button', { name: 'Add' }).hasAttribute('disabled')).toBe(true)
  })
})

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import type { Burn } from '@/lib/budgets/burn'
import type { BudgetView } from '@/lib/budgets/list-burns'
import type { BudgetsPageData } from '@/lib/budgets/loaders'
import { describeForecast } from './budget-words'
import { BudgetsScreen } from './budgets-screen'
import { UsedBar } from './used-bar'

vi.mock('next/navigation', () => ({ usePathname: () => '/budgets', useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }) }))
vi.mock('@/lib/budgets/actions', () => ({ createBudgetAction: vi.fn(), importBudgetsAction: vi.fn() }))

const burn = (change: Partial<Burn> = {}): Burn => ({
  period: { from: '2026-11-01', to: '2026-12-01' },
  amountUsd: '100',
  spendUsd: '74.99',
  isAtLeast: false,
  usedPercent: '74.99',
  leftUsd: '25.01',
  totalDays: 30,
  daysLeft: 10,
  runRateUsd: '3.75',
  forecast: { expectedUsd: '112.00', lowUsd: '105.00', highUsd: '120.00', method: 'profile', knownDays: 80, launchDay: null },
  runsOutOn: '2026-11-27',
  status: 'at_risk',
  ...change,
})

const budget = (slug: string, change: Partial<BudgetView> = {}): BudgetView => ({
  id: slug,
  slug,
  name: slug,
  filters: { team: [slug] },
  scopeText: `Team ${slug}`,
  periodKind: 'month',
  ownerEmail: null,
  fullAction: 'notify',
  critical: [],
  createdBy: 'Ada',
  actualThresholds: ['75', '90', '100'],
  forecastThresholds: ['100'],
  isArchived: false,
  hasOpenRequest: false,
  burn: burn(),
  ...change,
})

function show(budgets: BudgetView[], change: Partial<BudgetsPageData> = {}, searchParams = '') {
  const data: BudgetsPageData = {
    ...{ budgets, zone: 'UTC', asOf: '2026-11-21T12:00:00.000Z', today: '2026-11-21', isBounded: false, userId: 'u', offers: [] },
    ...{ canEdit: true, canRequest: true, canApprove: true, owners: { teams: [], costCenters: [] } },
    ...change,
  }
  return renderInTheme(
    <NuqsTestingAdapter searchParams={searchParams}>
      <BudgetsScreen {...data} />
    </NuqsTestingAdapter>,
  )
}

describe('the list of budgets', () => {
  it('tells what is used without rounding up to a threshold, and says status in words', () => {
    show([budget('search')])
    const row = within(screen.getByRole('row', { name: /search/ }))
    expect(row.getByText('74.9%')).toBeTruthy()
    expect(row.getByText('Forecast over')).toBeTruthy()
    expect(row.getByText('Nov 27, 2026')).toBeTruthy()
    expect(screen.getByRole('link', { name: /search/ }).getAttribute('href')).toBe('/budgets/search')
  })

  it('begins with what is most urgent', () => {
    show([
      budget('fine', { burn: burn({ status: 'on_track' }) }),
      budget('gone', { burn: burn({ status: 'over' }) }),
      budget('near', { burn: burn({ status: 'watch' }) }),
    ])
    expect(screen.getAllByRole('rowheader').map((cell) => cell.getAttribute('title'))).toEqual(['gone', 'near', 'fine'])
  })

  it('is narrowed by what is typed and by status, and says where nothing matches', async () => {
    show([budget('search'), budget('growth', { burn: burn({ status: 'on_track' }) })], {}, '?status=on_track')
    expect(screen.getAllByRole('rowheader').map((cell) => cell.getAttribute('title'))).toEqual(['growth'])
    await userEvent.setup().type(screen.getByRole('searchbox', { name: 'Search by name, scope or owner' }), 'zzz')
    expect(await screen.findByText('Nothing matches.')).toBeTruthy()
  })

  it('offers the first budget to who may set one up, and only tells the others', () => {
    const { unmount } = show([])
    expect(screen.getByText('No budget yet.')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Add budget' })).toBeTruthy()
    unmount()
    show([], { canEdit: false })
    expect(screen.queryByRole('button', { name: 'Add budget' })).toBeNull()
  })
})

describe('a bar', () => {
  it('says that it is a lower bound where something has no known cost', () => {
    renderInTheme(<UsedBar {...budget('search', { burn: burn({ isAtLeast: true }) })} />)
    expect(screen.getByText(/^≥ 74\.9%$/)).toBeTruthy()
    expect(screen.getByText('at least')).toBeTruthy()
  })

  it('has no percent without an amount', () => {
    renderInTheme(<UsedBar {...budget('search', { burn: burn({ amountUsd: null, usedPercent: null, status: 'no_amount' }) })} />)
    expect(screen.getByText('no amount')).toBeTruthy()
  })
})

describe('what a forecast rests on', () => {
  it.each([
    ['none', 'Nothing was spent here before'],
    ['run_rate', 'From the average of 80 days: too few'],
    ['profile', 'From weekdays, trend and steps'],
  ] as const)('is said for %s', (method, words) => {
    expect(describeForecast({ ...burn().forecast, method })).toContain(words)
  })
})

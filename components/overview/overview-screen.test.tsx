import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from 'nuqs/adapters/testing'
import { describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import type { MonthForecast } from '@/lib/budgets/month-forecast'
import type { Overview } from '@/lib/reports/overview/queries'
import { OverviewScreen, type OverviewScreenProps } from './overview-screen'
import type { Setup } from './setup-panels'

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: vi.fn() }) }))

const nothing = { key: null, costUsd: '0', requests: 0, unpricedRequests: 0, missingTokenRequests: 0, isAtLeast: false }
const period = { from: '2026-05-01', to: '2026-05-16' }

const empty: Overview = {
  ...{ zone: 'UTC', asOf: '2026-05-15T12:00:00.000Z', period, total: nothing, days: [], teams: [], costCenters: [] },
  unattributed: { total: nothing, reasons: [] },
  attributedPercent: null,
  shared: { total: nothing, percent: null, unapprovedUsd: '0' },
  comparison: null,
  names: { team: {}, cost_center: {}, business_unit: {}, pool: {}, product_line: {} },
}

const search = { ...nothing, key: 'search', costUsd: '75.005', requests: 900, unpricedRequests: 3, isAtLeast: true }
const nobody = { ...nothing, costUsd: '25', requests: 100 }
const used: Overview = {
  ...empty,
  total: { ...nothing, costUsd: '100.005', requests: 1_000, unpricedRequests: 3, missingTokenRequests: 2, isAtLeast: true },
  teams: [search, nobody],
  costCenters: [{ ...search, key: '4100' }, nobody],
  unattributed: { total: nobody, reasons: [{ ...nobody, key: 'missing_team' }] },
  attributedPercent: '75.00',
  shared: { total: { ...nothing, key: '~shared', costUsd: '10' }, percent: '10.00', unapprovedUsd: '1500' },
  comparison: {
    period: { from: '2026-05-01', to: '2026-05-15' },
    previousPeriod: { from: '2026-04-01', to: '2026-04-15' },
    ...{ costUsd: '90', previousCostUsd: '60', isAtLeast: false, isPreviousAtLeast: false, previousDays: [] },
    movers: [
      {
        ...{ team: 'search', costUsd: '70', previousCostUsd: '40', changeUsd: '30' },
        ...{ isAtLeast: true, isPreviousAtLeast: false },
      },
    ],
  },
  names: { team: { search: 'Search' }, cost_center: { 4100: 'Commerce' }, business_unit: {}, pool: {}, product_line: {} },
}

const sources = [
  {
    source: 'gateway',
    format: 'canonical',
    role: 'ledger',
    latestHour: '2026-05-15T11:00:00Z',
    latestArrival: '2026-05-15T11:59:00Z',
  },
  {
    source: 'old',
    format: 'canonical',
    role: 'ledger',
    latestHour: '2026-05-10T11:00:00Z',
    latestArrival: '2026-05-10T11:59:00Z',
  },
]

const place = { period, zone: 'UTC', asOf: '2026-05-15T12:00:00.000Z' }
const stacked = {
  ...place,
  names: used.names,
  stack: {
    ...{ by: 'provider' as const, keyCount: 1 },
    cells: [{ day: '2026-05-02', key: 'openai', costUsd: '100.005', isAtLeast: true }],
  },
}
const forecast: MonthForecast = {
  ...place,
  ...{ period: { from: '2026-05-01', to: '2026-06-01' }, today: '2026-05-15', spendUsd: '100.005', isAtLeast: true },
  forecast: { method: 'profile', expectedUsd: '210', lowUsd: '190', highUsd: '240', knownDays: 60, launchDay: null },
}

const read = <Data,>(data: Data) => ({ ok: true, data }) as const
/** A promise that React reads at once, as one that has come with the page. */
const come = <Value,>(value: Value): Promise<Value> => Object.assign(Promise.resolve(value), { status: 'fulfilled', value })

const step = (title: string, done: boolean) => ({ title, done, detail: `${title}, in detail`, href: null })
const setup: Setup = {
  steps: [step('Invite people', true), step('Register teams and cost centres', true)],
  failingJobs: 0,
  seesEverything: true,
  owners: { teams: [], costCenters: [] },
}

type Given = Partial<OverviewScreenProps> & { overview?: Overview }

function show({ overview = used, ...given }: Given, onUrlUpdate?: OnUrlUpdateFunction) {
  return renderInTheme(
    <NuqsTestingAdapter onUrlUpdate={onUrlUpdate}>
      <OverviewScreen
        {...{ month: '2026-05', months: ['2026-05', '2026-04', '2026-03'], role: 'admin', stackBy: 'provider' }}
        {...{ ...place, seesEverything: true, hasUsage: true, figures: read(overview), setup: read(setup) }}
        forecast={come(read(forecast))}
        stacked={come(read(stacked))}
        sources={come(read({ ...place, sources }))}
        {...given}
      />
    </NuqsTestingAdapter>,
  )
}

// By label and element: asking for a role computes the names of everything, which takes seconds.
const card = (label: string) => within(screen.getByLabelText(label, { selector: 'article' }))
const headings = () => [...document.querySelectorAll('h2')].map(({ textContent }) => textContent)
const panel = (title: string) => within(screen.getByText(title, { selector: 'h2' }).closest('section') ?? document.body)

describe('the figures of the month', () => {
  it('are exact, say "at least" where a cost is unknown, and lead to their rows', () => {
    show({})
    const spend = card('Spend so far this month')
    expect(spend.getByText('at least')).toBeTruthy()
    expect(spend.getByTitle(/^At least \$100\.005 USD/).getAttribute('value')).toBe('100.005')
    expect(spend.getByText('+50.0%', { exact: false })).toBeTruthy()
    expect(spend.getByText('Spend so far this month').getAttribute('href')).toBe(
      '/spend?from=2026-05-01&to=2026-05-16&group_by=provider',
    )
    expect(card('Attributed').getByText('75.00%')).toBeTruthy()
    expect(card('Attributed').getByText(/of which 10\.00% shared; \$1\.5K in pools without a policy/)).toBeTruthy()
    expect(card('Forecast of the month').getByTitle(/^At least \$210/)).toBeTruthy()
    expect(card('Unattributed').getByText('Unattributed').getAttribute('href')).toContain('team=~none')
    expect(card('Unpriced requests').getByText('3')).toBeTruthy()
    expect(card('Unpriced requests').getByText(/2 more without token counts/)).toBeTruthy()
  })

  it('name their period and as-of time on every panel', () => {
    show({})
    for (const title of ['By team', 'By cost centre', 'Unattributed, by reason', 'Spend by day and provider', 'Top movers']) {
      const text = panel(title).getByText(/as of/).parentElement?.textContent
      expect(text, title).toMatch(/May 1, 2026 – May 1[45], 2026.*May 15, 2026, 12:00 UTC/)
    }
  })

  it('compare teams on complete days with the same days of last month', () => {
    show({})
    const link = panel('Top movers').getByText('Search')
    expect(link.closest('a')?.getAttribute('href')).toBe(
      '/spend?team=search&from=2026-05-01&to=2026-05-15&group_by=model&compare=last_month',
    )
    expect(panel('Top movers').getByText(/against Apr 1, 2026 – Apr 14, 2026/)).toBeTruthy()
  })

  it('say on the first day of a month that nothing can be compared yet', () => {
    show({ overview: { ...used, comparison: null } })
    expect(screen.getByText('The month has no complete day yet')).toBeTruthy()
  })

  it('flag a source that has been silent', () => {
    show({})
    const rowOf = (name: string) => within(panel('Sources').getByText(name).closest('tr') ?? document.body)
    expect(rowOf('gateway').getByText('Fresh')).toBeTruthy()
    expect(rowOf('old').getByText('Stale: nothing for over a day')).toBeTruthy()
  })
})

describe('a panel that cannot be read', () => {
  const failed = { ok: false, requestId: 'r-1' } as const

  it('says so in its place, and takes no other with it', () => {
    show({ sources: come(failed), stacked: come(failed), forecast: come(failed) })
    for (const title of ['Sources', 'Spend by day and provider']) {
      expect(panel(title).getByText(/could not be read/), title).toBeTruthy()
      expect(panel(title).getByText('r-1'), title).toBeTruthy()
    }
    expect(card('Forecast of the month').getByText(/Not known now/)).toBeTruthy()
    expect(panel('By team').getByText('Search')).toBeTruthy()
  })

  it('leaves the others in place where it is all the figures, or the first steps', () => {
    show({ figures: failed, setup: failed })
    expect(panel('By team').getByText(/could not be read/)).toBeTruthy()
    expect(panel('Sources').getByText('gateway')).toBeTruthy()
    expect(card('Forecast of the month').getByText(/80% range/)).toBeTruthy()
  })

  it('stands in grey until it was read', () => {
    show({ sources: new Promise(() => {}), forecast: new Promise(() => {}) })
    expect(panel('Sources').getByText(/Loading Sources/)).toBeTruthy()
    expect(card('Forecast of the month').getByText('Loading…')).toBeTruthy()
    expect(panel('By team').getByText('Search')).toBeTruthy()
  })
})

describe('the order', () => {
  it.each([
    ['admin', 'Sources', 'Unattributed, by reason'],
    ['finance', 'By cost centre', 'Unattributed, by reason'],
    ['auditor', 'By cost centre', 'Unattributed, by reason'],
    ['lead', 'By team', 'Top movers'],
    ['engineer', 'By team', 'Top movers'],
  ] as const)('of %s begins with %s and %s', (role, first, second) => {
    show({ role })
    expect(headings().slice(0, 2)).toEqual([first, second])
  })

  it('keeps the first steps as a panel while one is open, and for nobody after that', () => {
    const open = { ...setup, steps: [...setup.steps, step('Make an ingest key for each source', false)] }
    const { unmount } = show({ setup: read(open) })
    expect(headings()).toContain('First steps')
    unmount()
    show({})
    expect(headings()).not.toContain('First steps')
  })

  it('leaves out what a lead may not see', () => {
    show({
      role: 'lead',
      overview: { ...used, unattributed: null, attributedPercent: null },
      setup: read({ ...setup, seesEverything: false }),
      seesEverything: false,
    })
    expect(headings()).not.toContain('Unattributed, by reason')
    expect(screen.queryByLabelText('Unattributed', { selector: 'article' })).toBeNull()
    expect(screen.getByLabelText('Same days last month', { selector: 'article' })).toBeTruthy()
  })
})

describe('without usage', () => {
  it('an empty installation shows the way to the first figure', () => {
    show({ overview: empty, hasUsage: false })
    expect(headings()).toEqual(['First steps', 'What you see'])
    expect(screen.getByText('No team or cost centre is registered yet.')).toBeTruthy()
  })

  it('a lead without teams reads what is missing, and no step that others have to take', () => {
    show({
      overview: { ...empty, unattributed: null },
      hasUsage: false,
      role: 'lead',
      setup: read({ ...setup, seesEverything: false }),
      seesEverything: false,
    })
    expect(screen.getByText('No team is assigned to you yet: a platform admin can do that.')).toBeTruthy()
    expect(screen.getByText('No usage of yours yet')).toBeTruthy()
    expect(document.querySelector('article')).toBeNull()
    expect(headings()).not.toContain('First steps')
  })

  it('an empty month of an organisation with usage keeps its panels', () => {
    show({
      overview: empty,
      month: '2026-03',
      stacked: come(read({ ...stacked, stack: { ...stacked.stack, keyCount: 0, cells: [] } })),
    })
    expect(card('Spend in March 2026').getByText('$0.00')).toBeTruthy()
    expect(screen.getAllByText('No spend in this month').length).toBe(3)
  })
})

describe('the month', () => {
  it('is in the address, the current one without a word', async () => {
    const onUrlUpdate = vi.fn<OnUrlUpdateFunction>()
    show({ overview: empty, month: '2026-04' }, onUrlUpdate)
    fireEvent.click(screen.getByLabelText('Month before, March 2026'))
    await waitFor(() => expect(onUrlUpdate.mock.lastCall?.[0].queryString).toBe('?month=2026-03'))
    fireEvent.change(screen.getByLabelText('Month'), { target: { value: '2026-05' } })
    await waitFor(() => expect(onUrlUpdate.mock.lastCall?.[0].queryString).toBe(''))
  })

  it('cannot be after the current one', () => {
    show({ overview: empty })
    expect(screen.getByLabelText('Month after').hasAttribute('disabled')).toBe(true)
  })
})

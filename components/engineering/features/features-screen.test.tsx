import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import type { FeaturesReport } from '@/lib/engineering/features/schema'
import { featureRow, featuresReport } from '@/lib/engineering/features/testing/feature-rows'
import { contrastSentence, paretoSentence, sharePercent } from './feature-words'
import { FeaturesScreen } from './features-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/engineering/features', useRouter: () => ({ push: vi.fn() }) }))

const report = featuresReport({
  total: { cost_usd: '1000', is_at_least: true, requests: 500, previous_cost_usd: '800' },
  ranked: { count: 2, vital_count: 1, cost_usd: '900', is_at_least: true, new_count: 1, new_cost_usd: '100' },
  rows: [
    featureRow({
      ...{ key: 'digest', rank: 1, is_vital: true, cost_usd: '800', is_at_least: true, requests: 90, cost_share: '80' },
      ...{
        request_share: '18',
        cumulative_usd: '800',
        previous_cost_usd: '400',
        teams: ['search', null, '~shared'],
        team_count: 5,
      },
    }),
    featureRow({
      ...{ key: 'chat', rank: 2, cost_usd: '100', requests: 360, cost_share: '10', request_share: '72' },
      ...{ cumulative_usd: '900', appearance: 'new' },
    }),
    featureRow({
      key: null,
      kind: 'none',
      cost_usd: '100',
      requests: 50,
      cost_share: '10',
      request_share: '10',
      teams: [],
      team_count: 0,
    }),
  ],
  names: { ...featuresReport({}).names, team: { search: 'Search & ranking' } },
})

let asked: URLSearchParams[] = []
let answer: () => FeaturesReport | number

beforeEach(() => {
  asked = []
  answer = () => report
  vi.stubGlobal('fetch', async (url: string) => {
    const [path = '', search] = url.split('?')
    const query = new URLSearchParams(search)
    if (path.endsWith('filter-values')) return Response.json({ dimension: query.get('dimension'), values: [], has_more: false })
    asked.push(query)
    const given = answer()
    return typeof given === 'number' ? Response.json({ detail: 'to lies after from.' }, { status: given }) : Response.json(given)
  })
})
afterEach(() => vi.unstubAllGlobals())

function open(search = '') {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams={search} hasMemory>
        <FeaturesScreen labels={[]} zone="UTC" today="2026-11-21" />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
}
const table = () => screen.getByRole('table', { name: 'Cost by feature' })
const untilFilled = () => waitFor(() => expect(within(table()).getByText('digest')).toBeDefined(), { timeout: 15_000 })
const rowOf = (name: string) => within(table()).getByText(name).closest('tr')?.textContent ?? ''

describe('the Features screen', { timeout: 30_000 }, () => {
  it('says how few make 80 %, whose volume misleads, and what is no part of the ranking', async () => {
    open()
    await untilFilled()
    expect(screen.getByText('1 of 2 features makes 80% of what features cost, at least $900.00.')).toBeDefined()
    expect(
      screen.getByText('digest makes 80.0% of cost with 18.0% of requests; chat makes 10.0% of cost with 72.0% of requests.'),
    ).toBeDefined()
    expect(screen.getByText('$100.00 (10.0% of all) names no feature: no part of the ranking.')).toBeDefined()
  })

  it('shows owners, both shares, the change, and what is new', async () => {
    open()
    await untilFilled()
    expect(rowOf('digest')).toContain('Search & ranking, Nobody, Shared and 2 more')
    expect(rowOf('digest')).toMatch(/at least .*\$800\.00.*Cost80\.0%Requests18\.0%/)
    expect(rowOf('digest')).toContain('+100.0%')
    expect(rowOf('chat')).toContain('new')
    expect(rowOf('No feature')).toContain('$100.00')
    expect(within(table()).getByText('Total').closest('tr')?.textContent).toMatch(/\$1,000\.00.*\+25\.0%.*500/)
    expect(within(table()).getByText('digest').closest('a')?.getAttribute('href')).toMatch(
      /^\/spend\?.*feature=digest.*group_by=model/,
    )
    expect(within(table()).getByText('No feature').closest('a')?.getAttribute('href')).toContain('feature=~none')
  })

  it('holds the chart’s numbers in a table, too', async () => {
    open()
    await untilFilled()
    await userEvent.click(screen.getByRole('radio', { name: 'Table' }))
    const behind = screen.getByRole('table', { name: 'Which features make the cost' })
    expect(within(behind).getByText('digest').closest('tr')?.textContent).toMatch(/\$800\.00\$800\.00.*88\.89%/)
    expect(within(behind).getByText('chat').closest('tr')?.textContent).toMatch(/\$100\.00\$900\.00.*100%/)
    expect(within(behind).queryByText('No feature')).toBeNull()
  })

  it('ranks something else by one question, which the address keeps', async () => {
    open('?team=search')
    await untilFilled()
    await userEvent.click(screen.getByRole('radio', { name: 'Service' }))
    await waitFor(() => expect(asked.at(-1)?.get('by')).toBe('service'), { timeout: 15_000 })
    expect(asked.at(-1)?.get('team')).toBe('search')
    expect(asked.at(-1)?.get('from')).toBe('2026-10-23')
  })

  it('says that nothing names a feature, with what was spent all the same', async () => {
    answer = () => featuresReport({ total: { cost_usd: '12', is_at_least: false, requests: 3, previous_cost_usd: null } })
    open()
    await waitFor(() => expect(screen.getByText('No usage names a feature in this period.')).toBeDefined(), { timeout: 15_000 })
    expect(screen.getByText(/cost \$12\.00 and names no feature/)).toBeDefined()
  })

  it('says in each panel what the server refused, with another try', async () => {
    answer = () => 422
    open()
    await waitFor(() => expect(screen.getAllByText('to lies after from.')).toHaveLength(2), { timeout: 15_000 })
    answer = () => report
    await userEvent.click(within(screen.getByRole('region', { name: 'Which features make the cost' })).getByText('Try again'))
    await untilFilled()
  })
})

describe('the words', () => {
  it('are in order for one, for none and for all', () => {
    const ranked = { count: 1, vital_count: 1, cost_usd: '5', is_at_least: false, new_count: 0, new_cost_usd: '0' }
    expect(paretoSentence({ by: 'route', ranked })).toBe('The only route makes all of what routes cost, $5.00.')
    expect(paretoSentence({ by: 'route', ranked: { ...ranked, count: 0, vital_count: 0 } })).toBeNull()
    expect(paretoSentence({ by: 'route', ranked: { ...ranked, count: 9, vital_count: 3 } })).toBe(
      '3 of 9 routes make 80% of what routes cost, $5.00.',
    )
    expect(contrastSentence({ rows: [] })).toBeNull()
    expect([sharePercent(null), sharePercent('0'), sharePercent('0.04'), sharePercent('42.31')]).toEqual([
      '—',
      '0.0%',
      '<0.1%',
      '42.3%',
    ])
  })
})

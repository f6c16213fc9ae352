import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { createLoader } from 'nuqs/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { exploreOptions } from '@/lib/engineering/explore/client'
import { measureSums } from '@/lib/engineering/explore/measures'
import type { ExploreReport } from '@/lib/engineering/explore/schema'
import { exploreSearchParams, readExplore } from '@/lib/engineering/explore/search-params'
import { periodSearchParams, readPeriod } from '@/lib/engineering/period-params'
import { listDrawnSteps, toChartData, zoomPeriod } from './chart-data'
import { ExploreScreen } from './explore-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/engineering', useRouter: () => ({ push: vi.fn() }) }))

const today = '2026-11-21'
const sums = {
  ...{ cost: 0n, requests: 0n, errors: 0n, retries: 0n, input: 0n, cachedInput: 0n, cacheWrite: 0n, output: 0n, reasoning: 0n },
  ...{ unpriced: 0n, missingTokens: 0n, cacheUnknown: 0n },
}
const dollar = 10n ** 18n
const report: ExploreReport = {
  ...{ from: '2026-10-23', to: '2026-11-22', zone: 'UTC', as_of: '2026-11-21T12:00:00.000Z', grain: 'day', group_by: ['team'] },
  ...{ measure: 'cost', row_count: 8, rest: null, other_count: 2 },
  rows: [
    {
      values: ['search'],
      at_least: [],
      measures: measureSums({ ...sums, cost: 120n * dollar, requests: 4_000n, errors: 50n, input: 10n, cachedInput: 4n }, []),
    },
    {
      values: [null],
      at_least: ['cost', 'cost_per_1000_requests'],
      measures: measureSums({ ...sums, cost: 30n * dollar, requests: 8n }, []),
    },
  ],
  total: { at_least: ['cost'], measures: measureSums({ ...sums, cost: 150n * dollar, requests: 4_008n }, []) },
  series: [{ values: ['search'] }, { values: [null] }, { values: null }],
  steps: [{ at: '2026-11-20', values: ['100', '20', '5'], at_least: [1] }],
  names: { team: { search: 'Search & ranking' }, pool: {}, cost_center: {}, business_unit: {}, product_line: {} },
}

let asked: URLSearchParams[] = []
let answer: (query: URLSearchParams) => Response

beforeEach(() => {
  asked = []
  answer = (query) => Response.json({ ...report, measure: query.get('measure') ?? 'cost' })
  vi.stubGlobal('fetch', async (url: string) => {
    const query = new URLSearchParams(url.split('?')[1])
    asked.push(query)
    return answer(query)
  })
})
afterEach(() => vi.unstubAllGlobals())

/** The screen as the page hands it over: the query of the first paint is answered already. */
function open(search = '', prefilled = true) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  const given = new URLSearchParams(search)
  const period = readPeriod(createLoader(periodSearchParams([]))(given), today)
  const { params } = readExplore(createLoader(exploreSearchParams)(given), period)
  if (prefilled) queries.setQueryData(exploreOptions(params).queryKey, report)
  renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams={search} hasMemory>
        <ExploreScreen labels={[]} zone="UTC" today={today} />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
}

const untilAsked = (check: (query: URLSearchParams | undefined) => void) =>
  waitFor(() => check(asked.at(-1)), { timeout: 15_000 })
const rowOf = (name: string) => within(screen.getByRole('row', { name: new RegExp(name) }))

describe('Explore', { timeout: 30_000 }, () => {
  it('asks nothing on the first paint and shows every measure of a row, with a dash where there is no base', () => {
    open('?group_by=team')
    expect(asked).toEqual([])
    const cells = rowOf('Search & ranking')
      .getAllByRole('cell')
      .map((cell) => cell.textContent)
    expect(cells.slice(0, 7)).toEqual(['$120.00', '80.0%', '4,000', '10', '$30.00', '40%', '1.25%'])
    expect(rowOf('Nobody').getAllByRole('cell')[5]?.textContent).toBe('—')
    expect(rowOf('Nobody').getAllByRole('cell')[0]?.textContent).toContain('at least')
  })

  it('makes one request for another measure, and says what it is', async () => {
    open('?group_by=team')
    await userEvent.click(screen.getByRole('combobox', { name: 'Measure' }))
    await userEvent.click(await screen.findByRole('option', { name: 'p95 latency' }))
    await untilAsked((query) => expect(query?.get('measure')).toBe('latency_p95'))
    expect(asked).toHaveLength(1)
    expect((await screen.findAllByText(/±9 %/)).length).toBeGreaterThan(0)
  })

  it('asks for latencies once a column of them is chosen, and for nothing with any other column', async () => {
    open('?group_by=team')
    await userEvent.click(screen.getByRole('button', { name: /^Columns/ }))
    await userEvent.click(await screen.findByRole('option', { name: 'Retry share' }))
    expect(await screen.findByRole('columnheader', { name: /^Retries/ })).toBeDefined()
    expect(asked).toEqual([])
    await userEvent.click(screen.getByRole('option', { name: /^p99 latency/ }))
    await untilAsked((query) => expect(query?.get('latency')).toBe('true'))
  })

  it('zooms by the keyboard and goes back to the whole period', async () => {
    open('?group_by=team')
    const first = screen.getByRole('slider', { name: 'First step to zoom to' })
    first.focus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    await userEvent.click(screen.getByRole('button', { name: /^Zoom to Oct 25, 2026/ }))
    await untilAsked((query) => expect([query?.get('from'), query?.get('to')]).toEqual(['2026-10-25', '2026-11-22']))
    await userEvent.click(await screen.findByRole('button', { name: 'Reset zoom' }))
    expect(await screen.findByRole('button', { name: /^Period: Oct 23, 2026/ })).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Reset zoom' })).toBeNull()
  })

  it('keeps period and filters on the way to the other screens, and leads from a row to the next finer view', () => {
    open('?group_by=team&environment=prod&from=2026-11-01&to=2026-11-11')
    const href = screen.getByRole('link', { name: 'Waste' }).getAttribute('href') ?? ''
    expect(Object.fromEntries(new URLSearchParams(href.split('?')[1]))).toEqual({
      from: '2026-11-01',
      to: '2026-11-11',
      environment: 'prod',
    })
    const drill = screen.getByRole('link', { name: 'Explore' })
    expect(drill.getAttribute('aria-current')).toBe('page')
  })

  it('leads from a row to its requests', () => {
    open('?group_by=team')
    const [row] = rowOf('Search & ranking').getAllByRole('link')
    expect(row?.getAttribute('href')).toContain('group_by=service')
    expect(screen.getByRole('link', { name: 'Requests of Nobody' }).getAttribute('href')).toContain('team=~none')
    const files = screen.getAllByRole('link', { name: /^Download as CSV/ }).map((link) => link.getAttribute('href') ?? '')
    expect(files[0]).toContain('format=csv')
    expect(files[1]).toContain('rows=steps')
  })

  it('says in the words of the API why there is nothing, and keeps its controls', async () => {
    answer = () => Response.json({ detail: 'measure is one of cost.' }, { status: 422 })
    open('?group_by=team', false)
    expect((await screen.findAllByText('measure is one of cost.', undefined, { timeout: 15_000 })).length).toBe(2)
    expect(screen.getByRole('combobox', { name: 'Measure' })).toBeDefined()
  })

  it('says so where there is no usage', () => {
    const queries = { ...report, rows: [], series: [], steps: [], row_count: 0, other_count: 0 }
    expect(toChartData(queries, listDrawnSteps(queries), () => '')).toEqual({ series: [], points: [] })
  })
})

describe('the chart of Explore', () => {
  it('has every step that has begun: 0 where sums have nothing, a gap where quotients have no base', () => {
    const steps = listDrawnSteps(report)
    expect([steps.length, steps.at(-1)?.at]).toEqual([30, '2026-11-21'])
    const cost = toChartData(report, steps, () => '/x')
    expect(cost.series.map(({ label }) => label)).toEqual(['Search & ranking', 'Nobody', 'Other (2)'])
    expect(cost.points.at(-2)).toMatchObject({ values: { search: '100', '~none': '20', '~other': '5' }, atLeast: ['~none'] })
    expect(cost.points.at(-1)?.values).toEqual({ search: '0', '~none': '0', '~other': '0' })
    const rates = {
      ...report,
      measure: 'error_rate' as const,
      steps: [{ at: '2026-11-20', values: ['0.012345', null, '0'], at_least: [] }],
    }
    const points = toChartData(rates, steps, () => '/x').points
    expect(points.at(-2)?.values).toEqual({ search: '1.23', '~none': null, '~other': '0' })
    expect(points.at(-1)?.values).toEqual({ search: null, '~none': null, '~other': null })
  })

  it('covers whole days with a stretch of hours and never more than the period with months', () => {
    const hours = { from: '2026-11-19', to: '2026-11-22', zone: 'Asia/Tokyo', grain: 'hour' as const }
    expect(zoomPeriod('2026-11-19T14:00:00Z', '2026-11-19T15:00:00Z', hours)).toEqual({ from: '2026-11-19', to: '2026-11-21' })
    const months = { from: '2026-01-15', to: '2026-11-22', zone: 'UTC', grain: 'month' as const }
    expect(zoomPeriod('2026-01', '2026-11', months)).toEqual({ from: '2026-01-15', to: '2026-11-22' })
    expect(zoomPeriod('2026-02', '2026-03', months)).toEqual({ from: '2026-02-01', to: '2026-04-01' })
  })
})

describe('the address of Explore', () => {
  const read = (search: string) => {
    const given = new URLSearchParams(search)
    return readExplore(createLoader(exploreSearchParams)(given), readPeriod(createLoader(periodSearchParams([]))(given), today))
  }

  it('means the cost of 30 days by model and day where it says nothing', () => {
    expect(read('').params).toMatchObject({
      ...{ from: '2026-10-23', to: '2026-11-22', groupBy: ['model'], measure: 'cost', grain: 'day', latency: false, filters: {} },
    })
  })

  it('falls back to what can be asked', () => {
    const { params, columns, whole } = read(
      'group_by=day,nonsense&measure=joy&grain=hour&columns=x&whole=2026-11-01..2026-11-02&day=2026-11-01',
    )
    expect(params).toMatchObject({ groupBy: ['model'], measure: 'cost', grain: 'day', filters: {} })
    expect(columns).toContain('error_rate')
    expect(whole).toBeNull()
    expect(read('from=2026-11-20&to=2026-11-22').params.grain).toBe('hour')
    expect(read('from=2026-11-20&to=2026-11-22&measure=latency_p95&grain=hour').params).toMatchObject({
      grain: 'day',
      latency: true,
    })
    expect(read('group_by=none').params.groupBy).toEqual([])
  })
})

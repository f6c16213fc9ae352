import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import type { ModelsReport } from '@/lib/engineering/models/schema'
import { classCost, modelRow, modelsReport, siblingRow } from '@/lib/engineering/models/testing/model-rows'
import { ModelsScreen } from './models-screen'

vi.mock('next/navigation', () => ({ usePathname: () => '/engineering/models', useRouter: () => ({ push: vi.fn() }) }))

const classes = [
  classCost({ name: 'input', quantity: '3000000', cost_usd: '6' }),
  classCost({ name: 'cached_input', quantity: '1000000', cost_usd: '0.5' }),
  classCost({ name: 'output', quantity: '100000', cost_usd: '1' }),
  classCost({ name: 'page', quantity: '7', unpriced_quantity: '7', cost_usd: '0' }),
]
const sums = { cost_usd: '7.5', is_at_least: true, requests: 100 }
const report = modelsReport({
  total: {
    ...{ ...sums, list_cost_usd: '8', previous_cost_usd: '5', latency: { calls: 90, p50_ms: '900', p95_ms: '2100' }, classes },
    tiers: [{ tier: 'standard', ...sums }],
    bands: [{ over: 200_000, is_inclusive: false, is_unpriced: false, ...sums }],
  },
  models: [
    modelRow({ ...sums, cost_per_thousand_usd: '75', previous_cost_usd: '5', classes, names: ['gpt-5.4', 'gpt-5.4-2026'] }),
    modelRow({ model: 'guard-8b', provider: 'vllm', cost_usd: '0', cost_per_thousand_usd: '0', latency: null, classes: [] }),
  ],
  siblings: [
    siblingRow({
      is_cheaper: true,
      list_cost_usd: '8',
      sibling_cost_usd: '4',
      difference_usd: '-4',
      left_out_usd: '0.25',
      left_out_why: ['no batch price of gpt-5.5'],
    }),
    siblingRow({
      sibling: 'gpt-5.4-nano',
      is_same_size: false,
      is_newer: false,
      is_cheaper: true,
      sibling_cost_usd: '0.1',
      difference_usd: '-0.9',
    }),
    siblingRow({ sibling: 'gpt-5.6', is_at_least: true }),
  ],
  known_models: 1,
})

let answer: () => ModelsReport | number

beforeEach(() => {
  answer = () => report
  vi.stubGlobal('fetch', async (url: string) => {
    const [path = '', search] = url.split('?')
    const query = new URLSearchParams(search)
    if (path.endsWith('filter-values')) return Response.json({ dimension: query.get('dimension'), values: [], has_more: false })
    const given = answer()
    return typeof given === 'number' ? Response.json({ detail: 'to lies after from.' }, { status: given }) : Response.json(given)
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  renderInTheme(
    <QueryClientProvider client={queries}>
      <NuqsTestingAdapter searchParams="?team=search" hasMemory>
        <ModelsScreen labels={[]} zone="UTC" today="2026-11-21" />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  )
  await waitFor(() => expect(screen.queryByText(/^Loading/)).toBeNull(), { timeout: 15_000 })
}
const rowIn = (caption: string, name: string) =>
  within(screen.getByRole('table', { name: caption }))
    .getByText(name)
    .closest('tr')?.textContent ?? ''

describe('the Models screen', { timeout: 30_000 }, () => {
  it('shows cost, change, volume and latency with its error, and leads to who uses a model', async () => {
    await open()
    expect(rowIn('Models in use', 'gpt-5.4')).toMatch(/at least .*\$7\.50.*\+50\.0%.*100.*\$75\.00800 ms2,000 ms/)
    expect(screen.getByText('p95 (±9 %)')).toBeDefined()
    const href = within(screen.getByRole('table', { name: 'Models in use' }))
      .getByText('gpt-5.4')
      .closest('a')
      ?.getAttribute('href')
    expect(href).toContain('model_family=gpt-5.4,gpt-5.4-2026')
    expect(href).toContain('team=search')
    expect(rowIn('Models in use', 'guard-8b')).toContain('—')
    expect(
      screen.getByRole('img', { name: 'gpt-5.4 by class: Uncached input $6.00, Cached input $0.50, Output $1.00' }),
    ).toBeDefined()
  })

  it('says which models the chart cannot hold, and how exact its percentiles are', async () => {
    await open()
    expect(
      screen.getByText(/within ±9 % of the true ones\. Not drawn, for want of a latency or a cost: guard-8b\./),
    ).toBeDefined()
  })

  it('tells what each class counted, cost and came to per unit, and what has no price as unknown', async () => {
    await open()
    expect(rowIn('Cost by class', 'Uncached input')).toMatch(/3,000,000\$2\.00per 1M tokens\$6\.0080\.0%/)
    expect(rowIn('Cost by class', 'Pages')).toMatch(/7—unknown/)
    expect(rowIn('Cost by class', 'Total')).toContain('$7.50')
    await userEvent.click(screen.getByText('By model'))
    expect(rowIn('Cost by model and class', 'gpt-5.4')).toMatch(/\$6\.00\$0\.50\$1\.00.*\$7\.50/)
  })

  it('splits by tier and by context band', async () => {
    await open()
    expect(rowIn('By tier', 'standard')).toContain('100.0%')
    expect(rowIn('By context band', 'Over 200,000 input tokens')).toContain('$7.50')
  })

  it('shows siblings of the same size, what was left out, and that it says nothing of quality', async () => {
    await open()
    const caption = 'Newer or cheaper siblings'
    expect(rowIn(caption, 'gpt-5.5')).toMatch(/newer, cheaper, same size\$8\.00without \$0\.25\$4\.00−\$4\.00.*−50\.0%/)
    expect(rowIn(caption, 'gpt-5.6')).toMatch(/at least .*\$2\.00/)
    expect(screen.getByText(/It says nothing of quality.*known of 1 of 2 models/)).toBeDefined()
    expect(screen.queryByText('gpt-5.4-nano')).toBeNull()
    await userEvent.click(screen.getByText('Any size of the line'))
    expect(rowIn(caption, 'gpt-5.4-nano')).toContain('cheaper, another size')
  })

  it('says in every panel that nothing was used, or what the server refused', async () => {
    answer = () => modelsReport({})
    await open()
    expect(screen.getAllByText('No usage in this period.').length).toBe(6)
  })

  it('says in every panel what the server refused', async () => {
    answer = () => 422
    await open()
    expect(screen.getAllByText('to lies after from.').length).toBe(6)
  })
})

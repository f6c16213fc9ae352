import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BookAge } from '@/lib/pricing/queries/versions'
import type { QuoteAnswer, QuoteRequest } from '@/lib/pricing/schema'
import { EstimateScreen } from './estimate-screen'
import { renderPricing } from './test-render'

vi.mock('next/navigation', () => ({ usePathname: () => '/pricing/estimate', useRouter: () => ({ push: vi.fn() }) }))

const age: BookAge = {
  version: 1,
  asOf: '2026-09-23',
  publishedAt: '2026-10-01T00:00:00.000Z',
  publishedBy: 'setup',
  counts: {},
  sources: {},
  edition: '1',
  ageDays: 8,
}

const unpriced = (error: QuoteAnswer['error'], message: string): QuoteAnswer => ({
  cost_usd: null,
  list_cost_usd: null,
  error,
  message,
  unpriced: [],
  lines: [],
  matched: null,
  price_version: '1',
})

/** GPT-5.4 as published: 2.5 and 15, above 272,000 input tokens of one request 5 and 22.5 USD for a million. */
function quoteGpt({ usage, model }: QuoteRequest): QuoteAnswer {
  if (model !== 'gpt-5.4') return unpriced('unpriced_model', 'the price book has no such model for this provider')
  const input = Number(usage.input_tokens ?? 0)
  const output = Number(usage.output_tokens ?? 0)
  if (Number(usage.cached_input_tokens ?? 0) > input) {
    return unpriced('invalid_usage', 'cached_input_tokens is more than input_tokens')
  }
  const isLong = Number(usage.requests ?? 1) === 1 && input > 272_000
  const [inputRate, outputRate] = isLong ? [5, 22.5] : [2.5, 15]
  const line = (meter: string, quantity: number, rate: number) => ({
    meter,
    quantity: String(quantity),
    rate: String(rate),
    per: '1000000',
    cost_usd: String((quantity * rate) / 1e6),
  })
  const cost = String((input * inputRate + output * outputRate) / 1e6)
  return {
    cost_usd: cost,
    list_cost_usd: cost,
    error: null,
    message: null,
    unpriced: Number(usage.cache_write_1h_tokens ?? 0) > 0 ? ['cache_write_1h'] : [],
    lines: [line('input', input, inputRate), line('output', output, outputRate)],
    matched: {
      provider: 'openai',
      listed_under: 'openai',
      model: 'gpt-5.4',
      tier: 'standard',
      band: isLong ? { over: '272000', inclusive: false } : null,
      uplift: null,
      terms: [],
    },
    price_version: '1',
  }
}

const answer = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status })

beforeEach(() => {
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    if (url.startsWith('/api/v1/price/models')) return answer({ rows: [{ model: 'gpt-5.4' }] })
    return answer(JSON.parse(String(init?.body)).map(quoteGpt))
  })
})
afterEach(() => vi.unstubAllGlobals())

const show = (search = '') =>
  renderPricing(<EstimateScreen providers={[{ provider: 'openai', models: 1 }]} age={age} />, { search })
/** By its heading: asking for a role computes the names of every field, which takes seconds. */
const side = async (name: string) => within((await screen.findByText(name)).closest('section') ?? document.body)

describe('the two workloads of GPT-5.4', () => {
  it('cost $5,700 and $1,425 as roll-ups, in words and with the difference', async () => {
    show()
    const first = await side('First workload')
    expect(await first.findByText('$5,700.00')).toBeTruthy()
    expect(first.getByText('Priced as a roll-up of 400,000 requests: base rates.')).toBeTruthy()
    const second = await side('Second workload')
    expect(second.getByText('$1,425.00')).toBeTruthy()
    const difference = await side('Difference')
    expect(difference.getByText('−$4,275.00')).toBeTruthy()
    expect(difference.getByText(/−75.0%/)).toBeTruthy()
  })

  it('says of the roll-up what it would be as one request', async () => {
    show()
    const first = await side('First workload')
    const said = await first.findByText(/As one request above 272,000 input tokens/)
    expect(said.textContent).toContain('$10,050.00')
  })

  it('costs $10,050 as one request, and says that long-context rates apply', async () => {
    show('?a_requests=1')
    const first = await side('First workload')
    expect(await first.findByText('$10,050.00')).toBeTruthy()
    expect(first.getByText('Priced as one request above 272,000 input tokens: long-context rates.')).toBeTruthy()
  })

  it('multiplies what is given per request, each in its own band', async () => {
    show('?a_counts=each&a_requests=10&a_input=300K&a_output=0')
    const first = await side('First workload')
    // 10 × 300,000 × 5 ÷ 1,000,000
    expect((await first.findAllByText('$15.00')).length).toBe(2)
    expect(
      first.getByText('Each of 10 requests is priced by itself, above 272,000 input tokens: long-context rates.'),
    ).toBeTruthy()
  })

  it('warns where the requests of a roll-up are long on average', async () => {
    show('?a_requests=1000&a_input=300M')
    const first = await side('First workload')
    expect(await first.findByText(/300,000 input tokens on average, above 272,000/)).toBeTruthy()
  })
})

describe('what has no figure', () => {
  it('is unknown and explained where the model is not in the book', async () => {
    show('?a_model=gpt-99')
    const first = await side('First workload')
    expect(await first.findByText('unknown')).toBeTruthy()
    expect(first.getByText(/the book has no such model for this provider/)).toBeTruthy()
    expect(screen.getByText('It is shown once both workloads have a price.')).toBeTruthy()
  })

  it('says which counts contradict each other', async () => {
    show('?a_cached=2B')
    const first = await side('First workload')
    expect(await first.findByText(/Cached_input_tokens is more than input_tokens/)).toBeTruthy()
  })

  it('is a lower bound where one class has no rate', async () => {
    show('?a_write1h=1000')
    const first = await side('First workload')
    expect(await first.findByText(/no rate for cache write, 1 hour/)).toBeTruthy()
    expect(first.getByText('at least')).toBeTruthy()
  })

  it('names the field that cannot be read, and asks nothing for that side', async () => {
    const user = userEvent.setup()
    show()
    const first = await side('First workload')
    await first.findByText('$5,700.00')
    const input = first.getByLabelText('Input tokens')
    await user.clear(input)
    await user.type(input, '1,2B')
    expect(first.getByText('write a count such as 1.2B, 180M or 1,200,000')).toBeTruthy()
    await waitFor(() => expect(first.getByText('There is no estimate until every field can be read.')).toBeTruthy())
    expect((await side('Second workload')).getByText('$1,425.00')).toBeTruthy()
  })

  it('shows what the server said and lets one try again', async () => {
    vi.stubGlobal('fetch', async () => answer({ detail: 'The database cannot be reached.' }, 503))
    show()
    expect((await screen.findAllByText('The database cannot be reached.')).length).toBe(2)
    expect(screen.getAllByText('Try again').length).toBe(2)
  })
})

import { describe, expect, it, test } from 'vitest'
import { loadListPrices } from './load-list-prices'
import { loadModelFacts } from './model-facts'
import { buildPriceBook, modelKey } from './price-book'
import { quotePrice } from './quote-price'
import { quoteRequestSchema } from './schema'

const document = loadListPrices()
const book = buildPriceBook(document)

function cost(
  provider: string | null,
  model: string,
  usage: Record<string, number>,
  rest: Record<string, unknown> = {},
): string | null {
  const request = quoteRequestSchema.parse({ provider, model, at: '2026-06-01T09:00:00Z', usage, ...rest })
  const answer = quotePrice(book, request, new Date(0))
  return answer.cost_usd ?? answer.error
}

describe('the list prices that ship', () => {
  it('are complete', () => {
    const sets = document.providers.flatMap((entry) => entry.models.flatMap((model) => model.prices))
    const tables = sets.flatMap((set) => [set.rates, ...(set.bands ?? []).map((band) => band.rates)])
    expect(document.providers).toHaveLength(43)
    expect(book.models.size).toBe(1696)
    expect(tables.reduce((sum, rates) => sum + Object.keys(rates).length, 0)).toBe(5192)
  })

  // Worked by hand from the published rates, in USD per million tokens.
  test.each<[string, string | null, string, Record<string, number>, Record<string, unknown>, string]>([
    [
      '1,220 × 0.15 + 600 × 0.075 + 410 × 0.6',
      'openai',
      'gpt-4o-mini',
      { input_tokens: 1820, cached_input_tokens: 600, output_tokens: 410 },
      {},
      '0.000474',
    ],
    [
      'a roll-up of 1.2 B × 2.5 + 180 M × 15',
      'openai',
      'gpt-5.4',
      { input_tokens: 1_200_000_000, output_tokens: 180_000_000, requests: 400_000 },
      {},
      '5700',
    ],
    [
      'a quarter of that',
      'openai',
      'gpt-5.4',
      { input_tokens: 300_000_000, output_tokens: 45_000_000, requests: 100_000 },
      {},
      '1425',
    ],
    [
      'as one request, in the long-context band',
      'openai',
      'gpt-5.4',
      { input_tokens: 1_200_000_000, output_tokens: 180_000_000 },
      {},
      '10050',
    ],
    ['at 272,000 tokens still short', 'openai', 'gpt-5.4', { input_tokens: 272_000 }, {}, '0.68'],
    ['above 272,000 tokens long', 'openai', 'gpt-5.4', { input_tokens: 272_001 }, {}, '1.360005'],
    ['at 200,000 tokens already long', 'x-ai', 'grok-4.3', { input_tokens: 200_000, output_tokens: 1000 }, {}, '0.505'],
    ['just below it', 'xai', 'grok-4.3', { input_tokens: 199_999 }, {}, '0.24999875'],
    ['Batch', 'anthropic', 'claude-sonnet-4-6', { input_tokens: 1000, output_tokens: 1000 }, { tier: 'batch' }, '0.009'],
    [
      'inference in the US only',
      'anthropic',
      'claude-opus-5',
      { input_tokens: 1000, output_tokens: 1000 },
      { at: '2026-08-01T00:00:00Z', region: 'us' },
      '0.033',
    ],
    ['through a fallback, no uplift', 'azure_openai', 'gpt-5.4', { input_tokens: 1000 }, { region: 'westeurope' }, '0.0025'],
    [
      'Bedrock by its inference profile',
      null,
      'bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0',
      { input_tokens: 1000 },
      {},
      '0.0011',
    ],
    ['Claude on Vertex', 'vertex_ai', 'publishers/anthropic/models/claude-sonnet-4-6', { input_tokens: 1000 }, {}, '0.003'],
    [
      'by the hour of the day',
      'deepseek',
      'deepseek-v4-pro',
      { input_tokens: 1000, output_tokens: 1000 },
      { at: '2026-09-02T03:00:00Z' },
      '0.00528',
    ],
    ['half a second, billed as ten', 'groq', 'whisper-large-v3', { audio_seconds: 0.5 }, {}, '0.000308333333333333'],
    ['not in the book', 'openai', 'gpt-7', { input_tokens: 1 }, {}, 'unpriced_model'],
  ])('%s', (_name, provider, model, usage, rest, expected) => {
    expect(cost(provider, model, usage, rest)).toBe(expected)
  })

  it('are refused when the folder holds none', () => {
    expect(() => loadListPrices('/nowhere')).toThrow(/\/nowhere\/book\.json is not readable as prices/)
  })
})

describe('model facts', () => {
  it('are about models that the book has', () => {
    const facts = loadModelFacts()
    expect(facts).toHaveLength(113)
    expect(facts.filter((fact) => !book.models.has(modelKey(fact.provider, fact.model)))).toEqual([])
  })
})

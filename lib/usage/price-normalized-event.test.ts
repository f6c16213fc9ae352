import { describe, expect, it, test } from 'vitest'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { exampleDocument } from '@/lib/pricing/testing/example-book'
import { type PublishedPrices, priceNormalizedEvent } from './price-normalized-event'
import { makeEvent } from './testing/make-event'

const book = buildPriceBook(exampleDocument)
const prices: PublishedPrices = { book, rateSetIds: new Map(book.rateSets.map(({ key, index }) => [key, index])) }

const millidollar = 10n ** 15n
const some = { input_tokens: 1000n, output_tokens: 100n }
const unknown = { cost: null, listCost: null, isPartlyPriced: false }
const nothing = { rateSetId: -4, cost: 0n, listCost: 0n, isPartlyPriced: false }

type Changes = Parameters<typeof makeEvent>[1]
const rules: [string, Changes, object][] = [
  [
    'tokens cost what the book says',
    { usage: some },
    { cost: 3n * millidollar, listCost: 3n * millidollar, isPartlyPriced: false },
  ],
  [
    'tokens of a failed call cost the same',
    { usage: some, statusCode: 500, dimensions: { outcome: 'error' } },
    { cost: 3n * millidollar },
  ],
  ['a retry costs the same', { usage: some, retryCount: 2, dimensions: { isRetry: true } }, { cost: 3n * millidollar }],
  [
    'a call refused without usage cost nothing, known',
    { usage: {}, statusCode: 429, dimensions: { outcome: 'error', missingTokens: true } },
    nothing,
  ],
  [
    'zeros of a refused call are no usage',
    { usage: { input_tokens: 0n, output_tokens: 0n }, statusCode: 400, dimensions: { outcome: 'error' } },
    nothing,
  ],
  [
    'a refused call of a model without a price cost nothing all the same',
    { usage: {}, statusCode: 404, dimensions: { model: 'none', outcome: 'error' } },
    nothing,
  ],
  ['399 is no failure', { usage: {}, statusCode: 399, dimensions: { missingTokens: true } }, { ...unknown, rateSetId: -3 }],
  [
    'an aborted call without a status is unknown',
    { usage: {}, statusCode: null, dimensions: { outcome: 'error', missingTokens: true } },
    { ...unknown, rateSetId: -3 },
  ],
  [
    'input without output is unknown, not cheap',
    { usage: { input_tokens: 5n }, dimensions: { missingTokens: true } },
    { ...unknown, rateSetId: -3 },
  ],
  [
    'a cache hit costs nothing and keeps its quote',
    { usage: some, dimensions: { outcome: 'cache_hit' } },
    { ...nothing, listCost: 3n * millidollar },
  ],
  [
    'a cache hit without tokens has no quote',
    { usage: {}, dimensions: { outcome: 'cache_hit', missingTokens: true } },
    { ...nothing, listCost: null },
  ],
  [
    'a cache hit of an unknown model has no quote',
    { usage: some, dimensions: { outcome: 'cache_hit', model: 'none' } },
    { ...nothing, listCost: null },
  ],
  ['an unknown model has no cost', { usage: some, dimensions: { model: 'none' } }, { ...unknown, rateSetId: 0 }],
  ['an unknown tier has no cost', { usage: some, dimensions: { serviceTier: 'moonlight' } }, { ...unknown, rateSetId: -1 }],
  [
    'a time without a price has no cost',
    { usage: some, occurredAtMs: Date.UTC(2026, 5, 15), dimensions: { model: 'dated' } },
    { ...unknown, rateSetId: -2 },
  ],
  [
    'a meter without a rate makes the cost a part',
    { usage: { ...some, pages: 3n } },
    { cost: 3n * millidollar, isPartlyPriced: true },
  ],
]

describe('what a call costs', () => {
  test.each(rules)('%s', (_rule, changes, expected) => {
    expect(priceNormalizedEvent(makeEvent('priced', changes), prices)).toMatchObject(expected)
  })

  it('refuses to guess the id of a rate set', () => {
    expect(() => priceNormalizedEvent(makeEvent('priced'), { book, rateSetIds: new Map() })).toThrow(/has no id/)
  })
})

import { describe, expect, it, test } from 'vitest'
import { findPriceBookFaults } from './find-price-book-faults'
import { type PriceBookDocument, type PriceSetDocument, priceBookDocumentSchema } from './price-book-document'
import { exampleDocument } from './testing/example-book'

type Provider = PriceBookDocument['providers'][number]

/** The example with one more provider. */
function withProvider(fields: Partial<Provider>): PriceBookDocument {
  return {
    ...exampleDocument,
    providers: [...exampleDocument.providers, { provider: 'extra', aliases: ['extra'], models: [], ...fields }],
  }
}

const withPrices = (...prices: Partial<PriceSetDocument>[]) =>
  withProvider({ models: [{ model: 'm', prices: prices.map((set) => ({ tier: 'standard', rates: { input: '1' }, ...set })) }] })

describe('a price book is refused when', () => {
  test.each<[string, PriceBookDocument, string]>([
    ['a provider is there twice', withProvider({ provider: 'acme' }), 'twice'],
    ['an alias means two providers', withProvider({ aliases: ['bedrock'] }), 'already means aws'],
    ['a fallback does not exist', withProvider({ fallback: ['nobody'] }), 'no provider "nobody"'],
    [
      'a model is there twice',
      withProvider({
        models: [
          { model: 'm', prices: [] },
          { model: 'm', prices: [] },
        ],
      }),
      'twice',
    ],
    [
      'a name means two models',
      withProvider({
        models: [
          { model: 'm', aliases: { family: ['f'] }, prices: [] },
          { model: 'n', aliases: { family: ['f'] }, prices: [] },
        ],
      }),
      'already means m',
    ],
    [
      'an uplift is for a model that is not there',
      withProvider({ uplifts: [{ id: 'u', region: 'eu', multiply: '1.1', models: ['ghost'] }] }),
      'ghost',
    ],
    [
      'a price ends before it begins',
      withPrices({ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }),
      'later than from',
    ],
    ['a time of day is empty', withPrices({ daily_utc: [['10:00', '10:00']] }), 'no time at all'],
    [
      'two bands begin at one threshold',
      withPrices({
        bands: [
          { over: 1, inclusive: true, rates: {} },
          { over: 1, inclusive: false, rates: {} },
        ],
      }),
      'threshold',
    ],
    ['a source is not named', withPrices({ sources: ['hearsay'] }), 'hearsay'],
    ['two open prices compete', withPrices({}, {}), 'same time'],
    ['spans overlap', withPrices({ to: '2026-02-01T00:00:00Z' }, { from: '2026-01-31T00:00:00Z' }), 'same time'],
    [
      'times of day overlap past midnight',
      withPrices({ daily_utc: [['22:00', '02:00']] }, { daily_utc: [['01:00', '03:00']] }),
      'same time',
    ],
  ])('%s', (_name, document, message) => {
    expect(
      findPriceBookFaults(document)
        .map((fault) => fault.message)
        .join(),
    ).toContain(message)
  })

  it('a meter falls back on itself', () => {
    const meters = { ...exampleDocument.meters, input: { ...exampleDocument.meters.input, fallback: 'cached_input' as const } }
    expect(findPriceBookFaults({ ...exampleDocument, meters })[0]?.message).toBe('falls back on itself')
  })
})

describe('a price book is accepted when', () => {
  test.each<[string, PriceBookDocument]>([
    ['everything is in order', exampleDocument],
    ['spans join', withPrices({ to: '2026-02-01T00:00:00Z' }, { from: '2026-02-01T00:00:00Z' })],
    ['tiers differ', withPrices({}, { tier: 'batch' })],
    ['a time of day lies over an all-day price', withPrices({}, { daily_utc: [['10:00', '11:00']] })],
    ['times of day join', withPrices({ daily_utc: [['22:00', '02:00']] }, { daily_utc: [['02:00', '03:00']] })],
    ['days of the week differ', withPrices({ weekdays: [1, 2] }, { weekdays: [3] })],
  ])('%s', (_name, document) => {
    expect(findPriceBookFaults(document)).toEqual([])
  })
})

describe('the shape refuses', () => {
  const first = exampleDocument.providers[0]
  test.each<[string, Record<string, unknown>]>([
    ['a rate that is a JSON number', { rates: { input: 1 } }],
    ['a negative rate', { rates: { input: '-1' } }],
    ['a rate of more than 18 places', { rates: { input: '0.0000000000000000001' } }],
    ['an unknown meter', { rates: { inptu: '1' } }],
    ['an unknown field', { form: '2026-01-01T00:00:00Z' }],
    ['a date without a time', { from: '2026-01-01' }],
    ['a time of day that does not exist', { daily_utc: [['25:00', '26:00']] }],
    ['an eighth day', { weekdays: [8] }],
    ['a zone that does not exist', { weekday_zone: 'Mars/Olympus' }],
  ])('%s', (_name, fields) => {
    const models = [{ model: 'm', prices: [{ tier: 'standard', rates: { input: '1' }, ...fields }] }]
    expect(
      priceBookDocumentSchema.safeParse({ ...exampleDocument, providers: [{ ...first, uplifts: [], models }] }).success,
    ).toBe(false)
  })
})

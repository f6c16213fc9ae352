import { describe, expect, it } from 'vitest'
import { diffPriceBooks } from '../diff-price-books'
import { findPriceBookFaults } from '../find-price-book-faults'
import type { PriceBookDocument } from '../price-book-document'
import { exampleDocument } from '../testing/example-book'
import { mergeSource } from './merge-source'
import { readGenaiModel } from './read-genai-prices'
import { readPriceFile } from './read-price-file'
import type { SourceModel } from './source-model'

const now = new Date('2026-11-21T00:00:00Z')
const options = { source: { key: 'made', description: 'made up, edition 2' }, since: now }

const source = (model: string, rates: Record<string, string>, extra: Partial<SourceModel> = {}): SourceModel => ({
  provider: 'acme',
  model,
  name: null,
  contextWindow: null,
  names: [],
  current: { rates, bands: [] },
  windows: [],
  upcoming: [],
  problems: [],
  ...extra,
})

const merge = (...models: SourceModel[]) => mergeSource(exampleDocument, models, options)
const changesOf = (book: PriceBookDocument) => diffPriceBooks({ book: exampleDocument, terms: [] }, { book, terms: [] })
const kindsOf = (book: PriceBookDocument) =>
  changesOf(book).flatMap(({ kind, summary }) => (kind === 'other' ? [] : [[kind, summary]]))

describe('reading genai-prices', () => {
  const read = (prices: Parameters<typeof readGenaiModel>[1]['prices']) =>
    readGenaiModel('acme', { id: 'M', match: { or: [{ equals: 'M-1' }, { starts_with: 'm-' }] }, prices }, now)

  it('puts prices, thresholds and names in our terms, and floats at what was meant', () => {
    const model = read({
      input_mtok: { base: 0.18000000000000002, tiers: [{ start: 1000, price: 2 }] },
      output_mtok: 4,
      audio_hours: 0.1,
    })
    expect(model).toMatchObject({
      model: 'm',
      names: [
        { kind: 'exact', pattern: 'm-1' },
        { kind: 'prefix', pattern: 'm-' },
      ],
      current: {
        rates: { input: '0.18', output: '4', audio_second: '0.1' },
        bands: [{ over: 1000, inclusive: false, rates: { input: '2', output: '4', audio_second: '0.1' } }],
      },
    })
  })

  it('takes the last price that has begun, and keeps those that lie ahead and those of times of day apart', () => {
    const model = read([
      { prices: { input_mtok: 1 } },
      { constraint: { type: 'start_date', start_date: '2026-06-01' }, prices: { input_mtok: 2 } },
      { constraint: { type: 'start_date', start_date: '2027-01-01' }, prices: { input_mtok: 3 } },
      { constraint: { type: 'time_of_date', start_time: '00:30:00Z', end_time: '16:30:00Z' }, prices: { input_mtok: 4 } },
    ])
    expect(model.current.rates).toEqual({ input: '2' })
    expect(model.upcoming).toEqual([{ from: '2027-01-01T00:00:00Z', price: { rates: { input: '3' }, bands: [] } }])
    expect(model.windows).toEqual([{ dailyUtc: ['00:30', '16:30'], price: { rates: { input: '4' }, bands: [] } }])
  })

  it('names a price that it has no meter for', () => {
    expect(read({ holograms_kcount: 1 }).problems).toEqual(['the price "holograms_kcount" has no meter here'])
  })
})

describe('taking over a source', () => {
  it('changes nothing where the source says what the book says', () => {
    const { book } = merge(source('plain', { input: '2' }), source('free', { input: '0', output: '0' }))
    expect(book).toBe(exampleDocument)
  })

  it('lets an undated price count from the day of the import, beside what the source does not name', () => {
    const { book } = merge(source('plain', { input: '1.5' }))
    expect(kindsOf(book)).toEqual([['new_period', 'acme plain, standard, from 2026-11-21T00:00:00Z: input 2 → 1.5']])
    const priority = book.providers[0]?.models
      .find(({ model }) => model === 'plain')
      ?.prices.find(({ tier }) => tier === 'priority')
    expect(priority?.rates.input).toBe('4')
  })

  it('finds nothing new the second time', () => {
    const models = [
      source(
        'plain',
        { input: '1.5' },
        { upcoming: [{ from: '2027-01-01T00:00:00Z', price: { rates: { input: '1' }, bands: [] } }] },
      ),
      source('brand-new', { input: '1' }, { names: [{ kind: 'exact', pattern: 'newest' }] }),
      source(
        'banded',
        { input: '1' },
        { current: { rates: { input: '1' }, bands: [{ over: 1000, inclusive: false, rates: { input: '5' } }] } },
      ),
    ]
    const { book } = mergeSource(exampleDocument, models, options)
    expect(findPriceBookFaults(book)).toEqual([])
    expect(mergeSource(book, models, { ...options, since: new Date('2026-11-22T00:00:00Z') }).book).toBe(book)
  })

  it('takes prices with a date ahead, new models and names that mean nothing yet', () => {
    const { book } = merge(
      source(
        'plain',
        { input: '2' },
        { upcoming: [{ from: '2027-01-01T00:00:00Z', price: { rates: { input: '1' }, bands: [] } }] },
      ),
      source('free', { input: '0' }, { names: [{ kind: 'exact', pattern: 'gratis' }] }),
      source('brand-new', { input: '1' }),
    )
    expect(kindsOf(book)).toEqual([
      ['new_model', 'acme brand-new: new, 1 price in standard'],
      ['new_period', 'acme plain, standard, from 2027-01-01T00:00:00Z: input 2 → 1'],
      ['alias', 'acme: exact "gratis" means the model free'],
    ])
  })

  it('leaves times of day, ended prices and unlisted models to people, and says so', () => {
    const ended = mergeSource(exampleDocument, [source('nightly', { input: '9' }), source('dated', { input: '9' })], {
      ...options,
      since: new Date('2026-06-15T00:00:00Z'),
    })
    expect(ended.book).toBe(exampleDocument)
    expect(ended.notes).toEqual([
      'acme dated: the book has no standard price at 2026-06-15T00:00:00.000Z; nothing was taken over',
      'acme nightly: its price changes with the time of day, which is for a person to compare',
    ])
  })
})

describe('a price file of our own form', () => {
  const entry = {
    provider: 'acme',
    aliases: ['acme'],
    models: [{ model: 'only', prices: [{ tier: 'standard', rates: { input: '1' } }] }],
  }
  const read = (value: unknown) => readPriceFile('prices.json', JSON.stringify(value), exampleDocument)

  it('replaces the one provider it is about', () => {
    const counts = (book: PriceBookDocument) => book.providers.map(({ provider, models }) => [provider, models.length])
    const { providers } = exampleDocument
    expect(counts(readPriceFile('whole', JSON.stringify(exampleDocument), exampleDocument))).toEqual(counts(exampleDocument))
    const added = read({ ...entry, provider: 'zeta', aliases: ['zeta'] })
    expect(added.providers.map(({ provider }) => provider)).toContain('zeta')
    expect(added.providers).toHaveLength(providers.length + 1)
  })

  it.each([
    [
      'a number for a rate',
      { ...entry, models: [{ model: 'm', prices: [{ tier: 'standard', rates: { input: 0.1 } }] }] },
      'models[0].prices[0].rates.input',
    ],
    ['an unknown field', { ...entry, region: 'eu' }, 'the file'],
    ['a name that means two providers', { ...entry, provider: 'zeta', aliases: ['makers'] }, 'providers[4].aliases'],
  ])('is refused for %s, naming file and path', (_, value, path) => {
    expect(() => read(value)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining('prices.json') }),
    )
    expect(() => read(value)).toThrow(
      expect.objectContaining({ errors: expect.arrayContaining([expect.objectContaining({ path })]) }),
    )
  })

  it('is refused where it is not JSON, quoting the place', () => {
    expect(() => readPriceFile('prices.json', '{\n"provider": acme', exampleDocument)).toThrow(
      /prices\.json is not JSON: .*acme/s,
    )
  })
})

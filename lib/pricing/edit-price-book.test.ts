import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { addModel, addProvider, mapName, unmapName } from './edit-names'
import { addPrice, correctPrice, endPrice, removePrice } from './edit-prices'
import { addTerm, endTerm } from './edit-terms'
import { findPriceBookFaults } from './find-price-book-faults'
import type { PriceBookDocument } from './price-book-document'
import { rebaseDraft } from './rebase-draft'
import { exampleDocument } from './testing/example-book'

const plain = { provider: 'acme', model: 'plain' }
const dated = { provider: 'acme', model: 'dated' }
const standard = (input: string, from?: string, to?: string) => ({
  tier: 'standard',
  rates: { input },
  ...(from && { from }),
  ...(to && { to }),
})
const pricesOf = (book: PriceBookDocument, model: string) =>
  book.providers[0]?.models
    .find((one) => one.model === model)
    ?.prices.filter((set) => set.tier === 'standard')
    .map(({ from, to, rates }) => [from ?? null, to ?? null, rates.input])

function refusalOf(work: () => unknown): { path?: string; message?: string } {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return { ...error.errors[0] }
    throw error
  }
  throw new Error('nothing was refused')
}

describe('setting a price', () => {
  it('ends the price in force where the new one begins', () => {
    const { book } = addPrice(exampleDocument, plain, standard('1', '2026-12-01T00:00:00Z'))
    expect(pricesOf(book, 'plain')).toEqual([
      [null, '2026-12-01T00:00:00Z', '2'],
      ['2026-12-01T00:00:00Z', null, '1'],
    ])
    expect(findPriceBookFaults(book)).toEqual([])
  })

  it('lets the price in force go on after one that is for a time only', () => {
    const { book } = addPrice(exampleDocument, plain, standard('1', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'))
    expect(pricesOf(book, 'plain')).toEqual([
      [null, '2026-12-01T00:00:00Z', '2'],
      ['2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z', '1'],
      ['2027-01-01T00:00:00Z', null, '2'],
    ])
  })

  it('refuses a price that runs into a later one, naming that one', () => {
    const { path, message } = refusalOf(() => addPrice(exampleDocument, dated, standard('1', '2026-03-01T00:00:00Z')))
    expect(path).toBe('price.from')
    expect(message).toContain('from 2026-07-01T00:00:00Z')
  })

  it('corrects a price over the whole of its time, and names those there are where none begins then', () => {
    const { book } = correctPrice(exampleDocument, dated, standard('7', '2026-01-01T00:00:00Z'))
    expect(pricesOf(book, 'dated')?.[1]).toEqual(['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '7'])
    expect(refusalOf(() => correctPrice(exampleDocument, dated, standard('7', '2026-01-02T00:00:00Z'))).message).toContain(
      'until 2026-01-01T00:00:00Z',
    )
  })

  it('ends a price that is in force, and refuses to end what is not', () => {
    const line = { ...plain, tier: 'standard', window: '' }
    expect(pricesOf(endPrice(exampleDocument, line, '2026-12-01T00:00:00Z').book, 'plain')).toEqual([
      [null, '2026-12-01T00:00:00Z', '2'],
    ])
    expect(
      refusalOf(() => endPrice(exampleDocument, { ...dated, tier: 'standard', window: '' }, '2026-06-15T00:00:00Z')).path,
    ).toBe('at')
  })

  it('takes a price out, leaving its time without one', () => {
    const line = { ...dated, tier: 'standard', window: '' }
    expect(pricesOf(removePrice(exampleDocument, line, null).book, 'dated')).toHaveLength(2)
  })

  it('names the field and the fix for a provider and a model that are not in the book', () => {
    expect(refusalOf(() => addPrice(exampleDocument, { ...plain, provider: 'nobody' }, standard('1')))).toEqual({
      path: 'provider',
      message: 'there is no provider "nobody": add it to the draft first, or choose one of the book',
    })
    expect(refusalOf(() => addPrice(exampleDocument, { ...plain, model: 'nothing' }, standard('1'))).path).toBe('model')
  })
})

describe('names', () => {
  it('are mapped and unmapped', () => {
    const mapped = mapName(exampleDocument, 'acme.chat', { kind: 'prefix', pattern: 'pla' }, 'plain')
    const unmapped = unmapName(mapped, 'acme', { kind: 'prefix', pattern: 'pla' })
    expect(unmapped.model).toBe('plain')
    expect(unmapped.book).toEqual(exampleDocument)
  })

  it('that mean another model already are refused, naming it', () => {
    const refusal = refusalOf(() => mapName(exampleDocument, 'makers', { kind: 'exact', pattern: 'uno' }, 'one-mini'))
    expect(refusal).toEqual({ path: 'pattern', message: 'the exact name "uno" already means one: unmap it there first' })
    expect(refusalOf(() => mapName(exampleDocument, 'makers', { kind: 'exact', pattern: 'one' }, 'one-mini')).path).toBe(
      'pattern',
    )
  })

  it('of a new provider and a new model must be free', () => {
    expect(refusalOf(() => addProvider(exampleDocument, 'own', ['bedrock'])).message).toBe('"bedrock" already means aws')
    const book = addProvider(exampleDocument, 'own', ['own-gateway'])
    const model = { model: 'm', prices: [standard('1')] }
    expect(findPriceBookFaults(addModel(book, 'own-gateway', model))).toEqual([])
    expect(refusalOf(() => addModel(book, 'acme', { ...model, model: 'plain' })).path).toBe('entry.model')
    expect(refusalOf(() => addModel(book, 'acme', { ...model, prices: [] })).path).toBe('entry.prices')
  })
})

describe('contract terms', () => {
  const content = { book: exampleDocument, terms: [] }
  const term = { id: 't1', provider: 'bedrock', kind: 'percentage' as const, value: '10' }

  it('are stored under the canonical provider', () => {
    expect(addTerm(content, term).terms).toMatchObject([{ provider: 'aws', model: null }])
  })

  it('may not say two things of the same at the same time', () => {
    const added = addTerm(content, { ...term, to: '2027-01-01T00:00:00Z' })
    expect(refusalOf(() => addTerm(added, { ...term, id: 't2', value: '20' })).message).toContain('t1')
    expect(addTerm(added, { ...term, id: 't2', value: '20', from: '2027-01-01T00:00:00Z' }).terms).toHaveLength(2)
  })

  it('end, or are withdrawn where they had not begun', () => {
    const added = addTerm(content, { ...term, from: '2026-06-01T00:00:00Z' })
    expect(endTerm(added, 't1', '2026-07-01T00:00:00Z').content.terms).toMatchObject([{ to: '2026-07-01T00:00:00Z' }])
    expect(endTerm(added, 't1', '2026-05-01T00:00:00Z').content.terms).toEqual([])
    expect(refusalOf(() => endTerm(added, 'none', '2026-05-01T00:00:00Z')).path).toBe('term')
  })
})

describe('carrying a draft over to a later version', () => {
  const base = { book: exampleDocument, terms: [] }
  const mine = { book: addPrice(exampleDocument, plain, standard('1', '2026-12-01T00:00:00Z')).book, terms: [] }

  it('keeps both changes where they touch different models', () => {
    const theirs = { book: mapName(exampleDocument, 'acme', { kind: 'exact', pattern: 'gratis' }, 'free'), terms: [] }
    const rebased = rebaseDraft(base, mine, theirs)
    expect(rebased.ok && pricesOf(rebased.content.book, 'plain')).toEqual(pricesOf(mine.book, 'plain'))
    expect(rebased.ok && rebased.content.book.providers[0]?.models.find(({ model }) => model === 'free')?.aliases).toEqual({
      exact: ['gratis'],
    })
  })

  it('names the model that both changed, and has no quarrel where both did the same', () => {
    const theirs = { book: addPrice(exampleDocument, plain, standard('3', '2026-12-01T00:00:00Z')).book, terms: [] }
    expect(rebaseDraft(base, mine, theirs)).toEqual({ ok: false, conflicts: ['acme plain'] })
    expect(rebaseDraft(base, mine, mine).ok).toBe(true)
  })
})

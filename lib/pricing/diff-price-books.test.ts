import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizePriceBook } from './book-store/assemble-price-book'
import { formatKeySorted } from './book-store/price-rows'
import { diffPriceBooks } from './diff-price-books'
import { mapName } from './edit-names'
import { addPrice, correctPrice, endPrice } from './edit-prices'
import type { PriceBookDocument, PriceSetDocument } from './price-book-document'
import { findRerateSpan } from './price-change'
import { exampleDocument } from './testing/example-book'

const base = { book: exampleDocument, terms: [] }
const diffBook = (book: PriceBookDocument) => diffPriceBooks(base, { book, terms: [] })
const standard = (rates: PriceSetDocument['rates'], from?: string): PriceSetDocument => ({
  tier: 'standard',
  rates,
  ...(from && { from }),
})
const acmePlain = { provider: 'acme', model: 'plain' }

describe('the difference between two books', () => {
  it('is empty between a book and itself, whatever the order of its lists', () => {
    const shuffled = {
      ...exampleDocument,
      providers: [...exampleDocument.providers].reverse().map((entry) => ({ ...entry, models: [...entry.models].reverse() })),
    }
    expect(diffBook(exampleDocument)).toEqual([])
    expect(diffBook(shuffled)).toEqual([])
  })

  it('calls a price from a later date on a new period, and says what changes', () => {
    const { book } = addPrice(exampleDocument, acmePlain, standard({ input: '1.5', output: '10' }, '2026-12-01T00:00:00Z'))
    expect(diffBook(book)).toMatchObject([
      {
        kind: 'new_period',
        provider: 'acme',
        model: 'plain',
        tier: 'standard',
        from: '2026-12-01T00:00:00Z',
        to: null,
        summary: 'acme plain, standard, from 2026-12-01T00:00:00Z: input 2 → 1.5',
      },
    ])
  })

  it('calls another price for a time before the figures’ day a correction of the past', () => {
    const price = standard({ input: '1', web_search: '11' }, undefined)
    const { book } = correctPrice(exampleDocument, { provider: 'acme', model: 'dated' }, price)
    expect(diffBook(book)).toMatchObject([{ kind: 'correction', from: null, to: '2026-01-01T00:00:00Z' }])
  })

  it('calls an ended price removed from its end on', () => {
    const { book } = endPrice(exampleDocument, { ...acmePlain, tier: 'priority', window: '' }, '2026-09-01T00:00:00Z')
    expect(diffBook(book)).toMatchObject([
      { kind: 'removed', tier: 'priority', from: '2026-09-01T00:00:00Z', to: null, after: null },
    ])
  })

  it('tells names, terms and details apart', () => {
    const book = { ...mapName(exampleDocument, 'acme', { kind: 'exact', pattern: 'plane' }, 'plain'), as_of: '2026-06-02' }
    const term = { id: 't1', provider: 'acme', kind: 'percentage' as const, value: '15' }
    const changes = diffPriceBooks(base, { book, terms: [term] })
    expect(changes.map(({ kind, summary }) => [kind, summary])).toEqual([
      ['alias', 'acme: exact "plane" means the model plain'],
      ['term', 'contract term t1 agreed: 15 % off for everything of acme, at all times'],
      ['other', 'the day of the figures changed: 2026-06-01 → 2026-06-02'],
    ])
  })

  it('has one entry for a model that cut its periods anew without another price', () => {
    const cut = exampleDocument.providers.map((entry) => ({
      ...entry,
      models: entry.models.map((model) =>
        model.model !== 'free'
          ? model
          : {
              ...model,
              prices: [
                { ...standard({ input: '0', output: '0' }), to: '2026-01-01T00:00:00Z' },
                standard({ input: '0', output: '0' }, '2026-01-01T00:00:00Z'),
              ],
            },
      ),
    }))
    expect(diffBook({ ...exampleDocument, providers: cut })).toMatchObject([{ kind: 'other', model: 'free' }])
  })

  it('is empty exactly where the two books are the same once stored', () => {
    const instants = ['2025-01-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-12-01T00:00:00Z']
    const edit = fc.record({
      model: fc.constantFrom('plain', 'dated', 'free'),
      from: fc.option(fc.constantFrom(...instants), { nil: undefined }),
      input: fc.constantFrom('0', '2', '2.0', '3'),
    })
    const apply = (
      book: PriceBookDocument,
      { model, from, input }: { model: string; from: string | undefined; input: string },
    ) => {
      try {
        return addPrice(book, { provider: 'acme', model }, standard({ input, output: '10' }, from)).book
      } catch {
        return book
      }
    }
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), fc.array(edit, { maxLength: 4 }), (left, right) => {
        const before = { book: left.reduce(apply, exampleDocument), terms: [] }
        const after = { book: right.reduce(apply, exampleDocument), terms: [] }
        const isSame = formatKeySorted(normalizePriceBook(before)) === formatKeySorted(normalizePriceBook(after))
        expect(diffPriceBooks(before, after).length === 0).toBe(isSame)
        // What is there before and not after is what is after and not before the other way round.
        expect(diffPriceBooks(after, before)).toHaveLength(diffPriceBooks(before, after).length)
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a change offers to rate anew', () => {
  const now = new Date('2026-11-21T12:00:00Z')
  const change = {
    kind: 'correction',
    provider: 'a',
    model: 'b',
    tier: 'standard',
    summary: '',
    before: null,
    after: null,
  } as const

  it('is the part of its span before publication', () => {
    const span = { hasSpan: true, from: '2026-11-01T00:00:00Z', to: null }
    expect(findRerateSpan({ ...change, ...span }, now)).toEqual({ from: '2026-11-01T00:00:00Z', to: '2026-11-21T12:00:00.000Z' })
    expect(findRerateSpan({ ...change, ...span, from: null, to: '2026-02-01T00:00:00Z' }, now)).toEqual({
      from: null,
      to: '2026-02-01T00:00:00Z',
    })
  })

  it('is nothing where all of it lies ahead, or where it has no span', () => {
    expect(findRerateSpan({ ...change, hasSpan: true, from: '2026-11-21T12:00:00Z', to: null }, now)).toBeNull()
    expect(findRerateSpan({ ...change, hasSpan: false, from: null, to: null }, now)).toBeNull()
  })
})

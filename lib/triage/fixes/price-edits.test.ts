import { describe, expect, it, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { normalizePriceBook } from '@/lib/pricing/book-store/assemble-price-book'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { exampleDocument } from '@/lib/pricing/testing/example-book'
import { type PriceTerms, priceFindings, withoutPrices } from './price-edits'

const finding = (key: Record<string, string | null>) => ({
  lane: 'unpriced' as const,
  key: { provider: 'acme', model: 'plane', tier: 'standard', region: null, reason: 'unpriced_model', ...key },
})
const like = (provider: string, model: string): PriceTerms => ({ like: { provider, model }, rates: null, from: null })
const rates = (given: Record<string, string>, from: string | null = null): PriceTerms => ({ like: null, rates: given, from })
/** Books are the same where they are the same in one order. */
const providersOf = (book: typeof exampleDocument) =>
  normalizePriceBook({ book, terms: [] }).book.providers.map(({ models, ...provider }) => ({
    ...provider,
    models: models.map((model) => ({
      ...model,
      prices: model.prices.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
    })),
  }))
const modelOf = (book: typeof exampleDocument, provider: string, model: string) =>
  book.providers.find((one) => one.provider === provider)?.models.find((one) => one.model === model)

describe('a model without a price', () => {
  test.each<[string, ReturnType<typeof finding>, PriceTerms, string]>([
    ['of the same provider is another name of the one it is like', finding({}), like('acme', 'plain'), 'name'],
    ['of another provider has a copy of its prices', finding({ provider: 'other' }), like('acme', 'plain'), 'model'],
    ['has rates of one’s own', finding({}), rates({ input: '1' }), 'model'],
    [
      'that is known, but not in a tier, has rates in that tier',
      finding({ model: 'plain', tier: 'batch' }),
      rates({ input: '1' }),
      'rates',
    ],
  ])('%s, and loses that again', (_what, ref, terms, added) => {
    const priced = priceFindings(exampleDocument, [ref], terms)
    expect(priced.added.map((one) => one.added)).toEqual([added])
    expect(priced.book).not.toEqual(exampleDocument)
    // Whoever publishes it must be able to.
    expect(() => buildPriceBook(priced.book)).not.toThrow()
    const rest = withoutPrices(priced.book, priced.added)
    const known = exampleDocument.providers.map(({ provider }) => provider)
    expect(providersOf(rest).filter(({ provider }) => known.includes(provider))).toEqual(providersOf(exampleDocument))
    // A provider that came with it stays, without a price.
    expect(rest.providers.filter(({ provider }) => !known.includes(provider)).flatMap(({ models }) => models)).toEqual([])
  })

  it('is compared in lower case, and priced once where several findings are about it', () => {
    const refs = [finding({ provider: 'ACME', model: 'Plane' }), finding({ tier: 'batch' })]
    const { book, added } = priceFindings(exampleDocument, refs, like('acme', 'plain'))
    expect(added).toEqual([{ added: 'name', provider: 'acme', name: 'plane' }])
    expect(modelOf(book, 'acme', 'plain')?.aliases?.exact).toContain('plane')
  })

  it('has rates since a moment where one is named', () => {
    const from = '2026-05-01T00:00:00Z'
    const { book } = priceFindings(exampleDocument, [finding({ provider: 'acme' })], rates({ input: '0.15' }, from))
    expect(modelOf(book, 'acme', 'plane')?.prices).toMatchObject([{ tier: 'standard', from, rates: { input: '0.15' } }])
  })

  test.each<[string, ReturnType<typeof finding>, PriceTerms, string]>([
    ['no provider', finding({ provider: null }), rates({ input: '1' }), 'findings[0].key.provider'],
    ['no model', finding({ model: null }), rates({ input: '1' }), 'findings[0].key.model'],
    ['a provider to be like that is none', finding({}), like('nobody', 'plain'), 'like.provider'],
    ['a model to be like that is none', finding({}), like('acme', 'nothing'), 'like.model'],
    ['prices of its own and a provider’s to copy', finding({ model: 'plain' }), like('makers', 'x'), 'like.'],
  ])('is refused with %s, naming the field', (_what, ref, terms, path) => {
    const attempt = () => priceFindings(exampleDocument, [ref], terms)
    expect(attempt).toThrow(AppError)
    try {
      attempt()
    } catch (error) {
      expect(error instanceof AppError && error.errors[0]?.path).toContain(path)
    }
  })
})

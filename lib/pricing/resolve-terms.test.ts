import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { buildPriceBook } from './price-book'
import { type PriceableEvent, priceEvent } from './price-event'
import { type ContractTermDocument, contractTermSchema, readContractTerm, splitSpanAtTerms } from './resolve-terms'
import { exampleDocument } from './testing/example-book'

type TermFields = Partial<ContractTermDocument>

const atMs = Date.UTC(2026, 2, 4, 12)
const million = 1_000_000n
const listBook = buildPriceBook(exampleDocument)

const term = (fields: TermFields): ContractTermDocument =>
  contractTermSchema.parse({ id: 'term', provider: 'acme', kind: 'percentage', value: '10', ...fields })

function buildBook(...terms: TermFields[]) {
  return buildPriceBook(exampleDocument, {
    terms: terms.map((fields, index) => readContractTerm(term({ id: `term-${index}`, ...fields }))),
  })
}

/** Contract cost of a million of everything asked for, as a decimal. */
function costUnder(
  terms: TermFields[],
  model: string,
  usage: PriceableEvent['usage'],
  rest: Partial<PriceableEvent> = {},
): string {
  const priced = priceEvent(buildBook(...terms), { provider: 'acme', model, atMs, usage, ...rest })
  return priced.ok ? formatDecimal(priced.cost) : priced.error
}

const input = { input_tokens: million }
const cached = { input_tokens: million, cached_input_tokens: million }
const output = { output_tokens: million }
const fixed = (value: string, meter: TermFields['meter'] = 'input'): TermFields => ({ kind: 'fixed', value, meter })

describe('what a term does', () => {
  test.each<[string, TermFields[], string, PriceableEvent['usage'], string]>([
    ['a percentage is taken off', [{ value: '10' }], 'plain', input, '1.8'],
    ['a negative percentage is a surcharge', [{ value: '-5' }], 'plain', input, '2.1'],
    ['100 % is for nothing', [{ value: '100' }], 'plain', input, '0'],
    ['a fixed rate replaces the list rate', [fixed('1.25')], 'plain', input, '1.25'],
    ['a fixed rate leaves other meters alone', [fixed('1.25')], 'plain', output, '10'],
    ['a group takes in its meters', [{ meter_group: 'input', value: '50' }], 'rich', { ...input, requests: 1n }, '1.005'],
    ['a group leaves out those of others', [{ meter_group: 'input', value: '50' }], 'plain', output, '10'],
    ['a fallback follows the contract rate', [fixed('1')], 'plain', cached, '1'],
    ['and the percentage too', [{ value: '10' }], 'plain', cached, '1.8'],
    ['a fallback goes before what holds for all meters', [{ value: '10' }, fixed('1')], 'plain', cached, '1'],
    ['a term that names the meter goes before the fallback', [fixed('1'), fixed('0.2', 'cached_input')], 'plain', cached, '0.2'],
    ['a percentage on a meter without its own rate', [{ meter: 'cached_input', value: '75' }], 'plain', cached, '0.5'],
    [
      'calls have terms as tokens do',
      [{ meter: 'web_search', value: '50' }],
      'fixed-fee',
      { web_search_requests: 2n, requests: 1n },
      '0.015',
    ],
    ['other providers do not matter', [{ provider: 'makers', value: '50' }], 'plain', input, '2'],
    ['other models do not matter', [{ model: 'rich', value: '50' }], 'plain', input, '2'],
    ['every band has its percentage', [{ value: '50' }], 'banded', { input_tokens: 4000n }, '0.006'],
  ])('%s', (_name, terms, model, usage, expected) => {
    expect(costUnder(terms, model, usage)).toBe(expected)
  })

  it('multiplies by the region uplift after the terms', () => {
    expect(costUnder([fixed('1')], 'plain', input, { region: 'us' })).toBe('1.1')
    expect(costUnder([{ value: '10' }], 'plain', input, { region: 'us' })).toBe('1.98')
  })

  it('means the standard tier where a fixed rate names none, and every tier where a percentage does', () => {
    expect(costUnder([fixed('1')], 'plain', input, { tier: 'priority' })).toBe('4')
    expect(costUnder([{ ...fixed('3'), tier: 'priority' }], 'plain', input, { tier: 'priority' })).toBe('3')
    expect(costUnder([{ value: '50' }], 'plain', input, { tier: 'priority' })).toBe('2')
  })

  it('belongs to who bills, not to whose list the model is in', () => {
    expect(costUnder([{ provider: 'makers', value: '50' }], 'plain', input, { provider: 'makers' })).toBe('1')
    expect(costUnder([{ value: '50' }], 'plain', input, { provider: 'makers' })).toBe('2')
  })

  it('rounds a percentage half-even at 18 places of the rate', () => {
    const book = buildBook({ value: '33.333333' })
    const priced = priceEvent(book, { provider: 'acme', model: 'plain', atMs, usage: input })
    expect(priced.ok && formatDecimal(priced.rateSet.rates.input?.contract ?? 0n)).toBe('1.33333334')
  })

  it('does not price what the list has no rate for', () => {
    const priced = priceEvent(buildBook(fixed('5', 'web_search')), {
      provider: 'acme',
      model: 'plain',
      atMs,
      usage: { web_search_requests: 1n },
    })
    expect(priced).toMatchObject({ cost: 0n, unpriced: ['web_search'] })
  })
})

describe('the most specific term wins', () => {
  const account = { billingAccount: 'org-1' }
  test.each<[string, TermFields[], string]>([
    [
      'account before model',
      [
        { model: 'plain', value: '50' },
        { account: 'org-1', value: '10' },
      ],
      '1.8',
    ],
    ['account before a fixed rate for a meter', [fixed('1'), { account: 'org-1', value: '10' }], '1.8'],
    [
      'model before meter',
      [
        { meter: 'input', value: '50' },
        { model: 'plain', value: '10' },
      ],
      '1.8',
    ],
    [
      'meter before group',
      [
        { meter_group: 'input', value: '50' },
        { meter: 'input', value: '10' },
      ],
      '1.8',
    ],
    ['group before all', [{ value: '50' }, { meter_group: 'input', value: '10' }], '1.8'],
    ['tier before none', [{ value: '50' }, { tier: 'standard', value: '10' }], '1.8'],
    ['fixed before percentage', [{ meter: 'input', value: '50' }, fixed('1.5')], '1.5'],
    ['fixed before percentage of the same tier', [{ meter: 'input', tier: 'standard', value: '50' }, fixed('1.5')], '1.5'],
    [
      'the later before the earlier',
      [
        { value: '50', from: '2026-01-01T00:00:00Z' },
        { value: '10', from: '2026-02-01T00:00:00Z' },
      ],
      '1.8',
    ],
    ['a dated one before an open one', [{ value: '50' }, { value: '10', from: '2026-02-01T00:00:00Z' }], '1.8'],
  ])('%s, in whichever order they are written', (_name, terms, expected) => {
    expect(costUnder(terms, 'plain', input, account)).toBe(expected)
    expect(costUnder([...terms].reverse(), 'plain', input, account)).toBe(expected)
  })

  it('keeps the terms of an account to that account', () => {
    const terms = [{ value: '10' }, { account: 'org-1', value: '50' }]
    expect(costUnder(terms, 'plain', input, { billingAccount: 'org-1' })).toBe('1')
    expect(costUnder(terms, 'plain', input, { billingAccount: 'org-2' })).toBe('1.8')
    expect(costUnder(terms, 'plain', input)).toBe('1.8')
  })
})

describe('terms in time', () => {
  const march: TermFields = { value: '50', from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' }

  test.each([
    ['2026-02-28T23:59:59.999Z', '2'],
    ['2026-03-01T00:00:00Z', '1'],
    ['2026-03-31T23:59:59.999Z', '1'],
    ['2026-04-01T00:00:00Z', '2'],
  ])('at %s', (at, expected) => {
    expect(costUnder([march], 'plain', input, { atMs: Date.parse(at) })).toBe(expected)
  })

  it('changes the rates in the midst of a price, which becomes three rate sets', () => {
    const spans = buildBook(march).rateSets.filter(
      ({ provider, model, tier }) => provider === 'acme' && model === 'writer' && tier === 'standard',
    )
    expect(spans.map(({ window, termIds }) => [window.fromMs, window.toMs, termIds])).toEqual([
      [Number.NEGATIVE_INFINITY, Date.UTC(2026, 2, 1), []],
      [Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1), ['term-0']],
      [Date.UTC(2026, 3, 1), Number.POSITIVE_INFINITY, []],
    ])
  })

  it('cuts spans without gap or overlap', () => {
    const instants = fc.integer({ min: 0, max: 50 })
    const terms = fc.array(
      fc.tuple(instants, instants).map(([left, right]) => ({ fromMs: Math.min(left, right), toMs: Math.max(left, right) + 1 })),
    )
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 50 }), terms, (fromMs, length, dates) => {
        const span = { fromMs, toMs: fromMs + length }
        const base = readContractTerm(term({}))
        const pieces = splitSpanAtTerms(
          span,
          dates.map((date) => ({ ...base, ...date })),
        )
        const joins = pieces.every(
          (piece, index) => piece.fromMs < piece.toMs && (index === 0 || pieces[index - 1]?.toMs === piece.fromMs),
        )
        return joins && pieces[0]?.fromMs === span.fromMs && pieces.at(-1)?.toMs === span.toMs
      }),
    )
  })

  it('prices every instant that the list prices', () => {
    const book = buildBook(march, { account: 'org-1', value: '20', to: '2026-03-10T00:00:00Z' })
    const models = fc.constantFrom('plain', 'dated', 'nightly', 'weekday', 'banded', 'rich')
    const when = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) })
    const events = fc.record({
      model: models,
      atMs: when,
      tier: fc.constantFrom('standard', 'batch'),
      billingAccount: fc.constantFrom('org-1', null),
    })
    fc.assert(
      fc.property(events, (event) => {
        const usage = { input_tokens: million, web_search_requests: 1n }
        const listed = priceEvent(listBook, { provider: 'acme', usage, ...event })
        const priced = priceEvent(book, { provider: 'acme', usage, ...event })
        if (!listed.ok || !priced.ok) return !listed.ok && !priced.ok && listed.error === priced.error
        return priced.listCost === listed.cost && priced.cost <= priced.listCost
      }),
    )
  })
})

describe('list and contract', () => {
  it('are the same without terms', () => {
    expect(
      listBook.rateSets.every(
        ({ rates, termIds }) => termIds.length === 0 && Object.values(rates).every((rate) => rate.contract === rate.list),
      ),
    ).toBe(true)
  })

  it('keep the proportion of a percentage on everything', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.bigInt(0n, 10n ** 12n), (percent, tokens) => {
        const priced = priceEvent(buildBook({ value: String(percent) }), {
          provider: 'acme',
          model: 'plain',
          atMs,
          usage: { input_tokens: tokens, output_tokens: tokens, requests: 2n },
        })
        return priced.ok && priced.cost * 100n === priced.listCost * BigInt(100 - percent)
      }),
      { numRuns: 25 },
    )
  })
})

describe('a term that makes no sense is refused', () => {
  test.each<[string, TermFields, string]>([
    ['a fixed rate of no meter', { kind: 'fixed', value: '1' }, 'meter'],
    ['a negative rate', { kind: 'fixed', value: '-1', meter: 'input' }, 'value'],
    ['more than all off', { value: '101' }, 'value'],
    ['a percentage with too many places', { value: '1.1234567' }, 'value'],
    ['no number', { value: 'ten' }, 'value'],
    ['meter and group', { meter: 'input', meter_group: 'input' }, 'meter_group'],
    ['an end before its start', { from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }, 'to'],
    ['a date without a time', { from: '2026-03-01' }, 'from'],
  ])('%s', (_name, fields, path) => {
    const parsed = contractTermSchema.safeParse({ id: 'term', provider: 'acme', kind: 'percentage', value: '10', ...fields })
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toContain(path)
  })

  it('reads exact values', () => {
    expect(readContractTerm(term({ value: '12.5' })).value).toBe(parseDecimal('12.5'))
  })
})

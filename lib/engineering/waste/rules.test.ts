import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import type { MeterName } from '@/lib/pricing/meters'
import type { Quantities, RateSetRates } from '@/lib/reports/spend/class-costs'
import type { WasteFact } from './facts'
import { findTwins, findUncachedRepeats, type RepeatSums } from './find-repeats'
import { type FeatureOutput, findMedian, findVerbose } from './find-verbose'
import { wasteKindNames } from './kinds'
import { findWaste } from './load-waste'
import type { ComparedRates } from './rate-sets'
import { summariseKind } from './summarise'

const million = 1_000_000n
type Prices = Readonly<Partial<Record<MeterName, bigint>>>

/** Rates in whole dollars for a million tokens. */
const ratesOf = (prices: Prices): RateSetRates =>
  new Map(
    Object.entries(prices).map(([meter, rate]) => {
      const name = meter as MeterName
      return [name, { per: million, list: rate * dollar, contract: rate * dollar, minimum: null }]
    }),
  )

const meters = ['input', 'cached_input', 'cache_write_5m', 'cache_write_1h', 'output', 'reasoning'] as const
const prices = fc.record(
  Object.fromEntries(meters.map((name) => [name, fc.bigInt(0n, 30n)])) as Record<MeterName, fc.Arbitrary<bigint>>,
)

const ratesById: fc.Arbitrary<ReadonlyMap<number, ComparedRates>> = fc
  .array(fc.record({ own: prices, base: fc.option(prices), plain: fc.option(prices) }), { minLength: 1, maxLength: 4 })
  .map(
    (sets) =>
      new Map(
        sets.map(({ own, base, plain }, index) => [
          index + 1,
          {
            ...{ id: index + 1, model: `model-${index % 2}`, rates: ratesOf(own) },
            ...{ base: base && ratesOf(base), bandOver: base && 1_000, plain: plain && ratesOf(plain), uplift: plain && 'eu' },
          },
        ]),
      ),
  )

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', null)
const shapes = fc.record({
  ...{ team: name, service: name, route: name, feature: name },
  environment: fc.constantFrom('production', 'dev', null),
  model: fc.constantFrom('x', 'y'),
  outcome: fc.constantFrom('success', 'success', 'error', 'cache_hit'),
  isRetry: fc.boolean(),
  rateSetId: fc.integer({ min: -4, max: 4 }),
  requests: fc.bigInt(1n, 50n),
  isUnknown: fc.boolean(),
  quantities: fc.array(fc.tuple(fc.constantFrom(...meters), fc.bigInt(0n, 5_000_000n)), { maxLength: 6 }),
})

/** Facts whose cost is what their quantities come to, as in the ledger. */
const usage = fc.tuple(ratesById, fc.array(shapes, { maxLength: 30 })).map(([rates, given]) => {
  const facts = given.map(({ quantities: pairs, isUnknown, ...shape }): WasteFact => {
    const quantities: Quantities = new Map(pairs)
    const cost = [...quantities].reduce((sum, [meter, quantity]) => {
      const rate = rates.get(shape.rateSetId)?.rates.get(meter)
      return rate === undefined ? sum : sum + (quantity * rate.contract) / rate.per
    }, 0n)
    return { ...shape, quantities, cost, unknownRequests: isUnknown ? 1n : 0n, cacheUnknownRequests: 0n }
  })
  return { rates, facts }
})

const wasteOf = (facts: readonly WasteFact[], rates: ReadonlyMap<number, ComparedRates>) =>
  findWaste({ facts, everywhere: facts, repeats: [], rates, sandboxes: ['dev'] })
const total = (costs: readonly Usd[]) => costs.reduce((sum, cost) => sum + cost, 0n)

describe('every rule', () => {
  it('finds waste that is never negative, never more than was paid, and the sum of its terms', () => {
    fc.assert(
      fc.property(usage, ({ facts, rates }) => {
        const paid = total(facts.map(({ cost }) => cost))
        for (const items of Object.values(wasteOf(facts, rates))) {
          for (const { cost, terms } of items) {
            expect(cost).toBeGreaterThanOrEqual(0n)
            expect(total(terms.map(({ amount }) => amount))).toBe(cost)
          }
          expect(total(items.map(({ cost }) => cost))).toBeLessThanOrEqual(paid)
        }
      }),
    )
  })

  it('sums owners, uses and arithmetic of a kind to its cost, however little of them is listed', () => {
    fc.assert(
      fc.property(usage, ({ facts, rates }) => {
        const waste = wasteOf(facts, rates)
        for (const kind of wasteKindNames) {
          const { cost_usd, teams, rows, terms, terms_rest_usd } = summariseKind(kind, waste[kind], {
            maxRows: 1_000,
            isPartial: false,
          })
          const cost = parseDecimal(cost_usd)
          expect(total(teams.map((one) => parseDecimal(one.cost_usd)))).toBe(cost)
          expect(total(rows.map((one) => parseDecimal(one.cost_usd)))).toBe(cost)
          expect(total(terms.map((one) => parseDecimal(one.amount_usd))) + parseDecimal(terms_rest_usd)).toBe(cost)
        }
      }),
    )
  })

  it('parts failed calls from retries: together they are what calls cost that were not a success at once', () => {
    fc.assert(
      fc.property(usage, ({ facts, rates }) => {
        const { failed_calls, retries } = wasteOf(facts, rates)
        const troubled = facts.filter(({ outcome, isRetry }) => isRetry || outcome === 'error')
        expect(total([...failed_calls, ...retries].map(({ cost }) => cost))).toBe(total(troubled.map(({ cost }) => cost)))
      }),
    )
  })

  it('finds nothing in nothing', () => {
    expect(Object.values(wasteOf([], new Map())).flat()).toEqual([])
  })
})

describe('cache writes never read', () => {
  const rates = new Map<number, ComparedRates>([
    [
      1,
      {
        ...{ id: 1, model: 'm', base: null, bandOver: null, plain: null, uplift: null },
        rates: ratesOf({ input: 4n, cached_input: 1n, cache_write_5m: 5n, cache_write_1h: 8n }),
      },
    ],
  ])
  const fact = (quantities: Partial<Record<MeterName, bigint>>, given: Partial<WasteFact> = {}): WasteFact => ({
    ...{ team: 'a', environment: null, service: 's', route: null, feature: 'f', model: 'm', outcome: 'success', isRetry: false },
    ...{ rateSetId: 1, requests: 1n, cost: 0n, unknownRequests: 0n, cacheUnknownRequests: 0n },
    quantities: new Map(Object.entries(quantities).map(([meter, quantity]) => [meter as MeterName, quantity])),
    ...given,
  })

  it.each([
    ['nothing is read', [fact({ cache_write_5m: million })], dollar],
    ['a hour’s cache is written', [fact({ cache_write_1h: million })], 4n * dollar],
    [
      'another call of the use reads a third of it',
      [fact({ cache_write_5m: million }), fact({ cached_input: 300_000n })],
      dollar / 10n,
    ],
    ['reads pay for it', [fact({ cache_write_5m: million }), fact({ cached_input: 400_000n })], 0n],
    ['another feature reads', [fact({ cache_write_5m: million }), fact({ cached_input: million }, { feature: 'g' })], dollar],
    ['nobody says what was read', [fact({ cache_write_5m: million }, { cacheUnknownRequests: 2n })], 0n],
    ['nothing is written', [fact({ input: million })], 0n],
  ])('are worth the premium less what reads saved, where %s', (_case, facts, expected) => {
    const { unread_cache_writes: found } = wasteOf(facts, rates)
    expect(total(found.map(({ cost }) => cost))).toBe(expected)
  })

  it('are unknown, and not nothing, where nobody says what was read', () => {
    const { unread_cache_writes: found } = wasteOf([fact({ cache_write_5m: million }, { cacheUnknownRequests: 2n })], rates)
    expect(found).toMatchObject([{ unknownRequests: 2n, cost: 0n }])
  })
})

describe('verbose output', () => {
  const feature = (name: string, given: Partial<FeatureOutput> = {}): FeatureOutput => ({
    ...{ team: 'a', service: 's', feature: name, model: 'm', requests: 10n, input: 1_000n, output: 100n, outputCost: dollar },
    ...given,
  })
  const peers = ['p', 'q', 'r', 's'].map((one) => feature(one))
  const judge = (subject: FeatureOutput, others = peers) => findVerbose([subject], [...others, subject])

  it('is what lies above the median of the others, beyond three times of it', () => {
    expect(judge(feature('x', { output: 300n }))).toEqual([])
    expect(judge(feature('x', { output: 400n, outputCost: 4n * dollar }))).toMatchObject([{ cost: 3n * dollar }])
  })

  it('looks at the output for each token read where the output for each request is usual', () => {
    expect(judge(feature('x', { input: 100n }))).toMatchObject([{ cost: (dollar * 9n) / 10n }])
  })

  it('says nothing with fewer than four peers, and does not count a feature among its own', () => {
    expect(judge(feature('x', { output: 9_000n }), peers.slice(1))).toEqual([])
  })

  it('never judges by another model', () => {
    expect(judge(feature('x', { output: 9_000n, model: 'other' }))).toEqual([])
  })

  it('is measured by a median that is not rounded', () => {
    const ratio = (over: bigint, under: bigint) => ({ over, under })
    expect(findMedian([])).toBeNull()
    const three = [ratio(1n, 3n), ratio(1n, 2n), ratio(3n, 1n)]
    expect(findMedian(three)).toEqual(ratio(1n, 2n))
    expect([0, 1, 2].map((place) => findMedian(three, place))).toEqual([ratio(7n, 4n), ratio(10n, 6n), ratio(5n, 12n)])
    expect(findMedian([ratio(1n, 3n)], 0)).toBeNull()
  })

  it('never costs more than the output did', () => {
    const features = fc.array(
      fc.record({
        requests: fc.bigInt(10n, 1_000n),
        input: fc.bigInt(0n, 10n ** 6n),
        output: fc.bigInt(1n, 10n ** 7n),
        outputCost: fc.bigInt(0n, 10n ** 22n),
      }),
      { minLength: 5, maxLength: 9 },
    )
    fc.assert(
      fc.property(features, (given) => {
        const all = given.map((one, index) => feature(`f${index}`, one))
        for (const subject of all) {
          for (const { cost } of findVerbose([subject], all)) {
            expect(cost).toBeGreaterThan(0n)
            expect(cost).toBeLessThanOrEqual(subject.outputCost)
          }
        }
      }),
    )
  })
})

describe('repeats', () => {
  const sums = (given: Partial<RepeatSums>): RepeatSums => ({
    ...{ team: 'a', environment: null, service: null, route: null, feature: null, model: 'm', rateSetId: 1 },
    ...{ repeats: 2n, repeatTokens: million, unknownRepeats: 0n, twins: 0n, twinCost: 0n, unknownTwins: 0n },
    ...given,
  })
  const rates = (prices: Prices) =>
    new Map<number, ComparedRates>([
      [1, { id: 1, model: 'm', rates: ratesOf(prices), base: null, bandOver: null, plain: null, uplift: null }],
    ])

  it('are worth the full rate less the cached one', () => {
    expect(findUncachedRepeats([sums({})], rates({ input: 3n, cached_input: 1n }))).toMatchObject([
      { cost: 2n * dollar, requests: 2n },
    ])
  })

  it('are worth nothing where the model has no cheaper rate for what is cached', () => {
    expect(findUncachedRepeats([sums({})], rates({ input: 3n, cached_input: 3n }))).toEqual([])
  })

  it('are unknown without a price, and where nobody says what the cache held', () => {
    expect(findUncachedRepeats([sums({ rateSetId: 0 })], rates({}))).toMatchObject([{ cost: 0n, unknownRequests: 2n }])
    expect(findUncachedRepeats([sums({ unknownRepeats: 3n })], rates({ input: 3n, cached_input: 1n }))).toMatchObject([
      { cost: 2n * dollar, unknownRequests: 3n },
    ])
  })

  it('count the second call whole where the same was asked twice', () => {
    expect(findTwins([sums({ twins: 1n, twinCost: 7n, unknownTwins: 1n }), sums({})])).toMatchObject([
      { cost: 7n, requests: 1n, unknownRequests: 1n },
    ])
  })
})

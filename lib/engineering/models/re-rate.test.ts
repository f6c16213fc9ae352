import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { type MeterName, meterNames } from '@/lib/pricing/meters'
import { buildPriceBook } from '@/lib/pricing/price-book'
import type { RateSetBand } from '@/lib/pricing/rate-set'
import { findPriceRoute } from '@/lib/pricing/select-rates'
import { exampleDocument } from '@/lib/pricing/testing/example-book'
import type { RateSetRates } from '@/lib/reports/spend/class-costs'
import { type PricedUsage, reRate, selectRates } from './re-rate'

const book = buildPriceBook(exampleDocument)
const atMs = Date.UTC(2026, 4, 14, 12)
const usd = parseDecimal

const ratesOf = (model: string, tier = 'standard'): RateSetRates => {
  const route = findPriceRoute(book, { provider: 'acme', model, tier })
  const rates = route.ok ? (route.segments[0]?.base.rates ?? {}) : {}
  return new Map(
    meterNames.flatMap((meter) => {
      const rate = rates[meter]
      return rate ? [[meter, { per: rate.per, list: rate.list, contract: rate.contract, minimum: rate.minimum }] as const] : []
    }),
  )
}

/** Usage of `acme/plain`: $2 in, $10 out; 1,000,000 in and 100,000 out are $3. */
const usage = (counts: Partial<Record<MeterName, bigint>> = {}, more: Partial<PricedUsage> = {}): PricedUsage => ({
  ...{ provider: 'acme', tier: 'standard', region: null, band: null, listCost: usd('3'), rates: ratesOf('plain') },
  quantities: new Map(
    Object.entries({ input: 1_000_000n, output: 100_000n, request: 10n, ...counts }).map(([name, count]) => [
      meterNames.find((meter) => meter === name) ?? 'input',
      count,
    ]),
  ),
  ...more,
})
const ask = (sibling: string, usages = [usage()], model = 'plain') => reRate(usages, { book, model, sibling, atMs })

describe('reRate', () => {
  it('asks the very same quantities at the other list price', () => {
    // writer: $1 in, and no rate for output. free: $0 for both. rich: as plain, and a fee of $5 for 1,000 requests.
    expect(ask('free')).toEqual({ listCost: usd('3'), siblingCost: 0n, isAtLeast: false, leftOut: 0n, leftOutWhy: [] })
    expect(ask('rich')).toMatchObject({ listCost: usd('3'), siblingCost: usd('3.05'), leftOut: 0n })
  })

  it('comes to the very list cost at the model itself, whatever the counts', () => {
    const counts = fc.record({
      input: fc.bigInt(0n, 10n ** 12n),
      output: fc.bigInt(0n, 10n ** 12n),
      request: fc.bigInt(1n, 10n ** 6n),
    })
    fc.assert(
      fc.property(counts, (given) => {
        const listCost = given.input * usd('0.000002') + given.output * usd('0.00001')
        const rated = ask('plain', [usage(given, { listCost })])
        expect(rated).toMatchObject({ listCost, siblingCost: listCost, leftOut: 0n, isAtLeast: false })
      }),
    )
  })

  it('leaves what has no price there out of both sides, and says so', () => {
    expect(ask('writer')).toEqual({
      ...{ listCost: usd('2'), siblingCost: usd('1'), isAtLeast: false, leftOut: usd('1') },
      leftOutWhy: ['no rate for output at writer'],
    })
  })

  it('keeps the tier, and leaves usage out whose tier the sibling does not sell', () => {
    const priority = usage({}, { tier: 'priority', listCost: usd('6'), rates: ratesOf('plain', 'priority') })
    expect(ask('free', [usage(), priority])).toMatchObject({
      ...{ listCost: usd('3'), siblingCost: 0n, leftOut: usd('6'), leftOutWhy: ['no priority price of free'] },
    })
  })

  it('keeps the region, whose uplift both may have', () => {
    expect(ask('rich', [usage({}, { region: 'eu', listCost: usd('3.3') })]).siblingCost).toBe(usd('3.8'))
  })

  it('asks nothing of a price that depends on the hour, nor of a model that the book does not sell', () => {
    expect(ask('nightly')).toMatchObject({
      listCost: 0n,
      leftOut: usd('3'),
      leftOutWhy: ['the price of nightly depends on the hour'],
    })
    expect(ask('no-such-model').leftOutWhy).toEqual(['no standard price of no-such-model'])
  })

  it('is a lower bound where the usage may have reached a dearer band of the sibling', () => {
    expect(ask('banded')).toMatchObject({ siblingCost: usd('1.2'), isAtLeast: true })
    // The model itself: its usage is in a band, and so is the sibling's price.
    const long = usage({}, { band: { over: 2000n, inclusive: true } })
    expect(ask('banded', [long], 'banded')).toMatchObject({ siblingCost: usd('3.6'), isAtLeast: false })
  })
})

describe('selectRates', () => {
  const { segments } = findBanded()
  const band = (over: bigint, inclusive = false): RateSetBand => ({ over, inclusive })

  it.each<[string, RateSetBand | null, RateSetBand[], string, boolean]>([
    ['no threshold of one’s own', null, [], '1', true],
    ['a first threshold below the sibling’s', null, [band(500n)], '1', false],
    ['the same first threshold', null, [band(1000n)], '1', false],
    ['a first threshold above the sibling’s', null, [band(1500n)], '1', true],
    ['the same bands', band(1000n), [band(1000n), band(2000n, true)], '2', false],
    ['a wide band', band(1000n), [band(1000n)], '2', true],
    ['a band one call wider at its edge', band(1000n), [band(1000n), band(2000n)], '2', true],
    ['the last band', band(2000n, true), [band(2000n, true)], '3', false],
    ['a band beyond all', band(9000n), [band(9000n)], '3', false],
  ])('finds the certain band of the sibling, and says whether another may apply: %s', (_case, own, all, rate, isAtLeast) => {
    const found = selectRates(segments, own, all)
    expect([found.rateSet.rates.input?.list, found.isAtLeast]).toEqual([usd(rate), isAtLeast])
  })
})

function findBanded() {
  const route = findPriceRoute(book, { provider: 'acme', model: 'banded' })
  const [segments] = route.ok ? route.segments : []
  if (segments === undefined) throw new Error('the example has bands')
  return { segments }
}

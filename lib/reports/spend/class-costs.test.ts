import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { type MeterName, meterNames } from '@/lib/pricing/meters'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { priceEvent } from '@/lib/pricing/price-event'
import type { RateSet } from '@/lib/pricing/rate-set'
import { splitUsage, type Usage } from '@/lib/pricing/split-usage'
import { exampleDocument } from '@/lib/pricing/testing/example-book'
import { addClassCosts, type ClassCost, type RateSetRates, readQuantities, type StoredRate, splitCost } from './class-costs'

const usd = parseDecimal
const million = 1_000_000n
const rate = (list: string, contract = list, more: Partial<StoredRate> = {}): StoredRate => ({
  per: million,
  list: usd(list),
  contract: usd(contract),
  minimum: null,
  ...more,
})
const costsOf = (classes: readonly ClassCost[]) => Object.fromEntries(classes.map(({ name, cost }) => [name, cost]))
const sumOf = (classes: readonly ClassCost[], field: 'cost' | 'listCost'): Usd =>
  classes.reduce((sum, part) => sum + part[field], 0n)

describe('splitCost', () => {
  it('says what each class of a request costs, at contract and at list rates', () => {
    const rates: RateSetRates = new Map([
      ['input', rate('2', '1.8')],
      ['cached_input', rate('0.5')],
      ['output', rate('10')],
    ])
    const quantities = new Map<MeterName, bigint>([
      ['input', 700n],
      ['cached_input', 300n],
      ['output', 100n],
      ['request', 1n],
    ])
    const classes = splitCost({ quantities, cost: usd('0.00241'), listCost: usd('0.00255') }, rates)
    expect(costsOf(classes)).toEqual({ input: usd('0.00126'), cached_input: usd('0.00015'), output: usd('0.001') })
    expect(classes.find(({ name }) => name === 'input')?.listCost).toBe(usd('0.0014'))
  })

  it('names a count without a rate as unpriced, and asks no fee for requests where there is none', () => {
    const classes = splitCost(
      {
        quantities: new Map([
          ['input', 10n],
          ['page', 3n],
          ['request', 1n],
        ]),
        cost: usd('0.00002'),
        listCost: usd('0.00002'),
      },
      new Map([['input', rate('2')]]),
    )
    expect(classes.map(({ name, unpricedQuantity }) => [name, unpricedQuantity])).toEqual([
      ['input', 0n],
      ['page', 3n],
    ])
  })

  it('gives a minimum that calls were billed at to its meter, and what nothing explains to other', () => {
    const rates: RateSetRates = new Map([
      ['audio_second', { per: 3600n, list: usd('0.36'), contract: usd('0.36'), minimum: usd('10') }],
    ])
    // Ten calls of one second, each billed as ten seconds at $0.0001: $0.01, of which the plain product explains $0.001.
    const quantities = new Map<MeterName, bigint>([
      ['audio_second', usd('10')],
      ['request', 10n],
    ])
    const split = (cost: string) => costsOf(splitCost({ quantities, cost: usd(cost), listCost: usd(cost) }, rates))
    expect(split('0.01')).toEqual({ audio_second: usd('0.01') })
    expect(split('5')).toEqual({ audio_second: usd('0.001'), other: usd('4.999') })
    expect(split('0.0005')).toEqual({ audio_second: usd('0.001'), other: usd('-0.0005') })
  })

  it('leaves all of a cost without rates in other', () => {
    const classes = splitCost({ quantities: new Map([['input', 5n]]), cost: 7n, listCost: 0n }, undefined)
    expect(classes).toEqual([
      { name: 'input', quantity: 5n, unpricedQuantity: 5n, cost: 0n, listCost: 0n },
      { name: 'other', quantity: 0n, unpricedQuantity: 0n, cost: 7n, listCost: 0n },
    ])
  })

  it('has parts that sum to the cost whatever it is', () => {
    const someRates = fc.array(
      fc.tuple(
        fc.constantFrom(...meterNames),
        fc.bigInt(0n, 10n ** 20n),
        fc.bigInt(0n, 10n ** 20n),
        fc.constantFrom(1n, 7n, 3600n, million),
        fc.option(fc.bigInt(1n, 1000n)),
      ),
    )
    const counts = fc.array(fc.tuple(fc.constantFrom(...meterNames), fc.bigInt(0n, 10n ** 12n)))
    fc.assert(
      fc.property(someRates, counts, fc.bigInt(0n, 10n ** 24n), fc.bigInt(0n, 10n ** 24n), (given, counted, cost, listCost) => {
        const rates = new Map(given.map(([meter, list, contract, per, minimum]) => [meter, { list, contract, per, minimum }]))
        const classes = splitCost({ quantities: new Map(counted), cost, listCost }, rates)
        expect(sumOf(classes, 'cost')).toBe(cost)
        expect(sumOf(classes, 'listCost')).toBe(listCost)
      }),
    )
  })
})

const book = buildPriceBook(exampleDocument)
const storedRates = (rateSet: RateSet): RateSetRates =>
  new Map(
    meterNames.flatMap((meter) => {
      const found = rateSet.rates[meter]
      return found
        ? [[meter, { per: found.per, list: found.list, contract: found.contract, minimum: found.minimum }] as const]
        : []
    }),
  )

describe('the split of what was priced call by call', () => {
  const usages: fc.Arbitrary<Usage> = fc
    .record({
      input: fc.bigInt(0n, 5000n),
      cached: fc.bigInt(0n, 5000n),
      write: fc.bigInt(0n, 900n),
      output: fc.bigInt(0n, 900n),
      reasoning: fc.bigInt(0n, 500n),
      searches: fc.bigInt(0n, 3n),
    })
    .map(({ input, cached, write, output, reasoning, searches }) => ({
      input_tokens: input + cached + write,
      cached_input_tokens: cached,
      cache_write_5m_tokens: write,
      output_tokens: output + reasoning,
      reasoning_tokens: reasoning,
      web_search_requests: searches,
    }))

  it('has nothing in other where every rate comes out even: each class costs what its lines did', () => {
    fc.assert(
      fc.property(fc.array(usages, { minLength: 1, maxLength: 20 }), (calls) => {
        const quantities = new Map<MeterName, bigint>()
        const lines = new Map<MeterName, bigint>()
        let [cost, listCost] = [0n, 0n]
        let rates: RateSetRates = new Map()
        for (const usage of calls) {
          const priced = priceEvent(book, { provider: 'acme', model: 'rich', atMs: Date.UTC(2026, 4, 1), usage })
          const split = splitUsage(usage)
          if (!priced.ok || !split.ok) throw new Error('the example prices this')
          for (const { meter, quantity } of split.parts) quantities.set(meter, (quantities.get(meter) ?? 0n) + quantity)
          for (const line of priced.lines) lines.set(line.meter, (lines.get(line.meter) ?? 0n) + line.cost)
          cost += priced.cost
          listCost += priced.listCost
          rates = storedRates(priced.rateSet)
        }
        expect(costsOf(splitCost({ quantities, cost, listCost }, rates))).toEqual(Object.fromEntries(lines))
      }),
    )
  })
})

describe('addClassCosts', () => {
  it('adds the same classes up, in the order of the meters with other last', () => {
    const part = (name: ClassCost['name'], cost: bigint): ClassCost => ({
      name,
      quantity: 1n,
      unpricedQuantity: 0n,
      cost,
      listCost: cost,
    })
    const sums = addClassCosts([
      [part('other', 1n), part('output', 5n)],
      [part('input', 2n), part('output', 7n)],
    ])
    expect(sums.map(({ name, quantity, cost }) => [name, quantity, cost])).toEqual([
      ['input', 1n, 2n],
      ['output', 2n, 12n],
      ['other', 1n, 1n],
    ])
  })
})

describe('readQuantities', () => {
  it('holds seconds at 10^-18 and leaves out what was not counted', () => {
    expect([...readQuantities({ meter_input: '12', meter_output: null, meter_page: '0', meter_audio_second: '1.5' })]).toEqual([
      ['input', 12n],
      ['audio_second', usd('1.5')],
    ])
  })
})

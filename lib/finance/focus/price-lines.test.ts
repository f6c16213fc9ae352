import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideHalfEven, parseDecimal } from '@/lib/money/decimal'
import { multiplyRate } from '@/lib/money/usd'
import { type MeterName, quantityScale } from '@/lib/pricing/meters'
import { formatProduct, one } from './exact'
import { describeAmounts, type PricedRollup, priceRollup, type StoredRate, toExportRate } from './price-lines'

const rateOf = (
  meter: MeterName,
  rate: string,
  { per = 1_000_000n, contract = rate, minimum = null as bigint | null } = {},
): StoredRate => ({
  ...{ meter, publishedAs: meter, per, minimum },
  ...{ list: parseDecimal(rate), contract: parseDecimal(contract) },
})
const book = (...rates: readonly StoredRate[]) => new Map(rates.map((rate) => [rate.meter, toExportRate(rate)]))
const sumOf = ({ lines, unexplained }: PricedRollup) =>
  lines.reduce((sum, line) => sum + line.billedCost, 0n) + (unexplained?.billedCost ?? 0n)
const price = (rates: ReturnType<typeof book>, quantities: Iterable<readonly [MeterName, bigint]>, cost: bigint, requests = 1n) =>
  priceRollup(rates, quantities, { cost, listCost: cost, requests })

describe('a rate as it is exported', () => {
  it('is stated for a second where that comes out even, and for the hour where it does not', () => {
    expect(toExportRate(rateOf('audio_second', '0.36', { per: 3_600n }))).toMatchObject({ per: 1n, list: parseDecimal('0.0001') })
    expect(toExportRate(rateOf('audio_second', '0.111', { per: 3_600n }))).toMatchObject({
      per: 3_600n,
      list: parseDecimal('0.111'),
    })
  })
})

describe('a roll-up', () => {
  it('is quantity × price a class, where nothing was rounded', () => {
    const { lines, unexplained } = price(
      book(rateOf('input', '2'), rateOf('output', '10')),
      [
        ['input', 1_820n],
        ['output', 410n],
      ],
      parseDecimal('0.00774'),
    )
    expect(lines.map(describeAmounts)).toMatchObject([
      { consumed: '1820', pricingQuantity: '0.00182', listCost: '0.00364', billedCost: '0.00364' },
      { consumed: '410', pricingQuantity: '0.00041', listCost: '0.0041', billedCost: '0.0041' },
    ])
    expect(unexplained).toBeNull()
  })

  it('bills what the ledger says, to the last digit, however its events were rounded or billed as minimums', () => {
    const rates = fc.record({
      input: fc.bigInt(0n, 10n ** 20n),
      discount: fc.bigInt(1n, 10n ** 18n),
      seconds: fc.bigInt(1n, 10n ** 19n),
      minimum: fc.option(fc.bigInt(1n, 60n * one)),
    })
    const events = fc.array(fc.record({ input: fc.bigInt(0n, 10n ** 7n), seconds: fc.bigInt(0n, 300n * one) }), {
      minLength: 1,
      maxLength: 30,
    })
    fc.assert(
      fc.property(rates, events, ({ input, discount, seconds, minimum }, calls) => {
        const stored: StoredRate[] = [
          { ...rateOf('input', '0'), list: input, contract: divideHalfEven(input * discount, one) },
          { ...rateOf('audio_second', '0', { per: 3_600n, minimum }), list: seconds, contract: seconds },
        ]
        const [inputRate, secondRate] = stored
        if (!inputRate || !secondRate) throw new Error('two rates were made')
        // As the ledger prices events: each line rounded on its own, a count above 0 billed as the minimum at least.
        const cost = calls.reduce((sum, call) => {
          const charged = call.seconds > 0n && minimum !== null && call.seconds < minimum ? minimum : call.seconds
          const ofInput = multiplyRate(call.input, inputRate.contract, inputRate.per)
          return sum + ofInput + multiplyRate(charged, secondRate.contract, 3_600n * quantityScale('audio_second'))
        }, 0n)
        const total = (name: 'input' | 'seconds') => calls.reduce((sum, call) => sum + call[name], 0n)
        const priced = price(
          book(...stored),
          [
            ['input', total('input')],
            ['audio_second', total('seconds')],
          ],
          cost,
          BigInt(calls.length),
        )
        expect(sumOf(priced)).toBe(cost)
        expect(priced.unexplained).toBeNull()
        for (const { rate, listCost, contractedCost, pricingQuantity } of priced.lines) {
          expect(listCost).toBe(rate.list * pricingQuantity)
          expect(contractedCost).toBe(rate.contract * pricingQuantity)
        }
      }),
      // A quantity in hours that has no end, at a rate that multiplies its rounding.
      {
        examples: [
          [
            { input: 0n, discount: 1n, seconds: 4_713_124_653_555_979_410n, minimum: null },
            [{ input: 0n, seconds: 95_816_463_561_522_131_401n }],
          ],
        ],
      },
    )
  })

  it('says what no meter comes to, and blames no price for it', () => {
    const { lines, unexplained } = price(book(rateOf('input', '2')), [['input', 1_000n]], parseDecimal('1.002'))
    expect(lines.map(({ billedCost }) => billedCost)).toEqual([parseDecimal('0.002')])
    expect(unexplained).toEqual({ billedCost: one, listCost: one })
  })

  it('without rates is unexplained as a whole, and has no line for what has no rate', () => {
    expect(price(new Map(), [['input', 5n]], 7n)).toEqual({ lines: [], unexplained: { billedCost: 7n, listCost: 7n } })
    expect(price(book(rateOf('input', '2')), [['page', 3n]], 0n)).toEqual({ lines: [], unexplained: null })
  })
})

describe('a product', () => {
  it('is written with all its digits', () => {
    expect(formatProduct(parseDecimal('1.333333333333333333') * parseDecimal('0.000006'))).toBe('0.000007999999999999999998')
    expect(formatProduct(-1n)).toBe(`-0.${'0'.repeat(35)}1`)
    expect(formatProduct(3n * one * one)).toBe('3')
  })
})

import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { meterNames } from '@/lib/pricing/meters'
import type { MovementCell } from './explain-model'
import { explainMovement, type MovementMonth, type TeamUsage } from './explain-movement'
import { findDominantMix, type MovementParts, mixNames, partNames, sumParts } from './movement-parts'

const usd = parseDecimal
const cell = (meter: MovementCell['meter'], quantity: bigint, cost: string, terms = 'standard'): MovementCell => ({
  ...{ meter, quantity, terms },
  cost: usd(cost),
})
const used = (requests: bigint, cells: readonly MovementCell[], { team = 'search', model = 'large' } = {}): TeamUsage => ({
  ...{ team, model, requests, cells },
})
const month = (usage: readonly TeamUsage[], more: Partial<MovementMonth> = {}): MovementMonth => ({
  ...{ usage, received: new Map(), kept: new Map(), unattributed: 0n },
  ...more,
})
/** The parts that are not 0, as text; those of a mix as `mix: caching`. */
function shown(parts: MovementParts): Record<string, string> {
  const named = [
    ...partNames.filter((name) => name !== 'mix').map((name) => [name, parts[name]] as const),
    ...mixNames.map((name) => [`mix: ${name}`, parts.mixOf[name]] as const),
  ]
  return Object.fromEntries(named.filter(([, amount]) => amount !== 0n).map(([name, amount]) => [name, formatDecimal(amount)]))
}

const input = (quantity: bigint, cost: string, terms?: string) => cell('input', quantity, cost, terms)
const output = (quantity: bigint, cost: string) => cell('output', quantity, cost)
const plain = used(100n, [input(1000n, '1000')])

describe('explainMovement', () => {
  test.each<[string, TeamUsage[], TeamUsage[], Record<string, string>]>([
    ['nothing where nothing changed', [plain], [plain], {}],
    ['more of the same to volume', [plain], [used(150n, [input(1500n, '1500')])], { volume: '500' }],
    ['less of the same to volume', [plain], [used(40n, [input(400n, '400')])], { volume: '-600' }],
    ['a dearer unit to price', [plain], [used(100n, [input(1000n, '1200')])], { price: '200' }],
    [
      'volume at the earlier price and price at the quantities of now',
      [plain],
      [used(200n, [input(2000n, '4000')])],
      { volume: '1000', price: '2000' },
    ],
    [
      'requests that went to a cheaper model to the mix of models',
      [plain, used(100n, [input(1000n, '100')], { model: 'small' })],
      [used(50n, [input(500n, '500')]), used(150n, [input(1500n, '150')], { model: 'small' })],
      { 'mix: model': '-450' },
    ],
    [
      'longer answers to the mix of token classes',
      [used(100n, [input(1000n, '1000'), output(100n, '500')])],
      [used(100n, [input(1000n, '1000'), output(200n, '1000')])],
      { 'mix: token_class': '500' },
    ],
    [
      'a class that appears to the mix at its price of now, with no effect of price',
      [plain],
      [used(100n, [input(1000n, '1000'), output(50n, '300')])],
      { 'mix: token_class': '300' },
    ],
    [
      'a class that went away to the mix',
      [used(100n, [input(1000n, '1000'), output(50n, '300')])],
      [plain],
      { 'mix: token_class': '-300' },
    ],
    [
      'input that a cache answers to caching',
      [plain],
      [used(100n, [input(500n, '500'), cell('cached_input', 500n, '50')])],
      { 'mix: caching': '-450' },
    ],
    [
      'the same quantity in a cheaper tier to the tier, not to price',
      [plain],
      [used(100n, [input(500n, '500'), input(500n, '250', 'batch')])],
      { 'mix: tier': '-250' },
    ],
    [
      'models that came and went to new and gone, and the volume to the one that stayed',
      [plain, used(10n, [output(10n, '70')], { model: 'old' })],
      [used(110n, [input(1100n, '1100')]), used(900n, [output(900n, '40')], { model: 'young' })],
      { new: '40', gone: '-70', volume: '100' },
    ],
    ['a model whose price became known to the mix, not to price', [used(100n, [])], [plain], { 'mix: token_class': '1000' }],
    [
      'what has no quantity to the mix',
      [used(100n, [cell('other', 0n, '5')])],
      [used(100n, [cell('other', 0n, '8')])],
      { 'mix: token_class': '3' },
    ],
    [
      'usage without requests to the mix, because there is no volume to measure by',
      [used(0n, [input(1000n, '1000')])],
      [used(50n, [input(1200n, '1200')])],
      { 'mix: token_class': '200' },
    ],
  ])('puts %s', (_what, prior, current, parts) => {
    const movement = explainMovement(month(prior), month(current))
    expect(shown(movement.parts)).toEqual(parts)
    expect(movement.residual).toBe(0n)
  })

  it('tells teams that came and went from models that did, and puts all of them to new and gone', () => {
    const { owners, parts } = explainMovement(
      month([used(1n, [input(1n, '7')], { team: 'left' }), plain]),
      month([plain, used(9n, [input(1n, '2')], { team: 'joined' })]),
    )
    expect(owners.map(({ code, state, change }) => [code, state, formatDecimal(change)])).toEqual([
      ['left', 'gone', '-7'],
      ['joined', 'new', '2'],
      ['search', 'continuing', '0'],
    ])
    expect(shown(parts)).toEqual({ new: '2', gone: '-7' })
  })

  it('gives a team its change of shared costs, a pool that of what it keeps, and nobody what nobody owns', () => {
    const before = month([plain], { received: new Map([['search', usd('10')]]), kept: new Map([['platform', usd('5')]]) })
    const after = month([plain], {
      received: new Map([
        ['search', usd('4')],
        ['idle', usd('3')],
      ]),
      kept: new Map([['platform', usd('9')]]),
      unattributed: usd('100'),
    })
    const { owners, parts, captured } = explainMovement(before, after)
    expect(owners.map(({ kind, code, parts: own }) => [kind, code, shown(own)])).toEqual([
      ['nobody', null, { unattributed: '100' }],
      ['team', 'search', { shared: '-6' }],
      ['pool', 'platform', { shared: '4' }],
      ['team', 'idle', { shared: '3' }],
    ])
    expect(shown(parts)).toEqual({ shared: '1', unattributed: '100' })
    expect([captured.prior, captured.current].map(formatDecimal)).toEqual(['1015', '1116'])
  })

  it('names the part of a mix that moved most', () => {
    const { parts } = explainMovement(
      month([plain]),
      month([used(100n, [input(500n, '500'), cell('cached_input', 500n, '50'), output(9n, '90')])]),
    )
    expect(shown(parts)).toEqual({ 'mix: caching': '-450', 'mix: token_class': '90' })
    expect(findDominantMix(parts)).toBe('caching')
    expect(findDominantMix(explainMovement(month([plain]), month([plain])).parts)).toBeNull()
  })

  it('leaves of stated totals a residual: 8,200 to 14,600 with parts that explain 4,400 leaves 2,000', () => {
    const stated = { prior: usd('8200'), current: usd('14600') }
    const current = month([used(500n, [input(5000n, '5000')]), used(3n, [output(3n, '400')], { model: 'young' })])
    const movement = explainMovement(month([plain]), current, stated)
    expect(shown(movement.parts)).toEqual({ volume: '4000', new: '400' })
    expect([movement.change, movement.explained, movement.residual].map(formatDecimal)).toEqual(['6400', '4400', '2000'])
    expect([movement.captured.prior, movement.captured.current].map(formatDecimal)).toEqual(['1000', '5400'])
  })
})

const amounts = fc.oneof(fc.constant(0n), fc.bigInt(-(10n ** 22n), 10n ** 24n), fc.bigInt(-9n, 9n))
const quantities = fc.oneof(fc.constant(0n), fc.bigInt(-5n, 10n ** 12n), fc.bigInt(1n, 7n))
const usages: fc.Arbitrary<TeamUsage> = fc.record({
  team: fc.constantFrom('a', 'b', 'c'),
  model: fc.constantFrom('large', 'small', 'nobody-knows-it'),
  requests: quantities,
  cells: fc.array(
    fc.record({
      meter: fc.constantFrom(...meterNames, 'other' as const),
      terms: fc.constantFrom('standard', 'batch', 'standard >200000'),
      quantity: quantities,
      cost: amounts,
    }),
    { maxLength: 5 },
  ),
})
const shares = fc.dictionary(fc.constantFrom('a', 'b', 'd'), amounts).map((given) => new Map(Object.entries(given)))
const months: fc.Arbitrary<MovementMonth> = fc.record({
  usage: fc.array(usages, { maxLength: 12 }),
  received: shares,
  kept: shares,
  unattributed: amounts,
})
const totalOf = ({ usage, received, kept, unattributed }: MovementMonth) =>
  [...usage.flatMap(({ cells }) => cells.map(({ cost }) => cost)), ...received.values(), ...kept.values(), unattributed].reduce(
    (sum, amount) => sum + amount,
    0n,
  )

describe('whatever the two months hold', () => {
  it('adds up to the change at 10^-18, in total, for each owner and for each model', () => {
    fc.assert(
      fc.property(months, months, (prior, current) => {
        const movement = explainMovement(prior, current)
        expect(movement.change).toBe(totalOf(current) - totalOf(prior))
        expect(movement.residual).toBe(0n)
        for (const line of [movement, ...movement.owners, ...movement.owners.flatMap(({ models }) => models)]) {
          expect(line.current - line.prior).toBe(line.change)
          expect(sumParts(line.parts)).toBe(line.change)
          expect(mixNames.reduce((sum, name) => sum + line.parts.mixOf[name], 0n)).toBe(line.parts.mix)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('leaves of any stated totals exactly what is not explained', () => {
    fc.assert(
      fc.property(months, months, amounts, amounts, (prior, current, before, now) => {
        const { change, explained, residual } = explainMovement(prior, current, { prior: before, current: now })
        expect(change).toBe(now - before)
        expect(explained + residual).toBe(change)
      }),
    )
  })

  it('finds no effect of price where every unit costs what it cost before', () => {
    const counted = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom(...meterNames), fc.bigInt(1n, 10n ** 9n)), {
      minLength: 1,
      maxLength: 8,
    })
    const rates = fc.dictionary(fc.constantFrom(...meterNames), fc.bigInt(0n, 10n ** 15n))
    fc.assert(
      fc.property(counted, counted, rates, (then, now, rateOf) => {
        const price = (all: typeof then) =>
          month(
            all.map(([team, meter, quantity]) =>
              used(quantity, [{ meter, quantity, terms: '', cost: quantity * (rateOf[meter] ?? 1n) }], { team }),
            ),
          )
        expect(explainMovement(price(then), price(now)).parts.price).toBe(0n)
      }),
    )
  })

  it('does not depend on the order of usage', () => {
    fc.assert(
      fc.property(months, months, (prior, current) => {
        const turned = (one: MovementMonth) => ({ ...one, usage: one.usage.toReversed() })
        expect(explainMovement(turned(prior), turned(current))).toEqual(explainMovement(prior, current))
      }),
    )
  })
})

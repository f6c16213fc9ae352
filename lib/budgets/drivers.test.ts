import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type DriverCell, driverDimensions, findDrivers, partNames, splitChange } from './drivers'

const of = (cost: bigint, requests: number, tokens: bigint) => ({ cost, requests, tokens })
const dollars = (count: number) => BigInt(count) * 10n ** 18n

describe('a change of cost', () => {
  test.each([
    ['twice the calls', of(dollars(100), 10, 1000n), of(dollars(200), 20, 2000n), { traffic: 100, length: 0, price: 0 }],
    [
      'prompts half as long again',
      of(dollars(100), 10, 1000n),
      of(dollars(150), 10, 1500n),
      { traffic: 0, length: 50, price: 0 },
    ],
    ['a price cut by half', of(dollars(100), 10, 1000n), of(dollars(50), 10, 1000n), { traffic: 0, length: 0, price: -50 }],
    ['all at once', of(dollars(100), 10, 1000n), of(dollars(600), 20, 4000n), { traffic: 100, length: 200, price: 200 }],
    ['something new', of(0n, 0, 0n), of(dollars(7), 3, 90n), { traffic: 7, length: 0, price: 0 }],
    ['something gone', of(dollars(7), 3, 90n), of(0n, 0, 0n), { traffic: -7, length: 0, price: 0 }],
    ['calls without tokens', of(dollars(10), 10, 0n), of(dollars(30), 20, 0n), { traffic: 10, length: 0, price: 10 }],
  ])('by %s', (_what, before, now, expected) => {
    const { traffic, length, price, retries } = splitChange(before, now)
    expect({ traffic, length, price }).toEqual({
      traffic: dollars(expected.traffic),
      length: dollars(expected.length),
      price: dollars(expected.price),
    })
    expect(retries).toBe(0n)
  })
})

const names = fc.constantFrom('a', 'b', null)
const cells: fc.Arbitrary<DriverCell[]> = fc.array(
  fc.record({
    feature: names,
    model: names,
    environment: names,
    isRetry: fc.boolean(),
    cost: fc.bigInt({ min: 0n, max: 10n ** 24n }),
    requests: fc.nat(1_000_000),
    tokens: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  }),
  { maxLength: 12 },
)

describe('drivers', () => {
  it('add up to the change, to the last digit: the parts of each, and all of each dimension', () => {
    fc.assert(
      fc.property(cells, cells, (before, now) => {
        const drivers = findDrivers(before, now)
        const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)
        const change = sum(now.map(({ cost }) => cost)) - sum(before.map(({ cost }) => cost))
        expect(drivers.total.change).toBe(change)
        for (const dimension of driverDimensions) {
          expect(sum(drivers[dimension].map((driver) => driver.change))).toBe(change)
          for (const driver of drivers[dimension]) expect(sum(partNames.map((part) => driver[part]))).toBe(driver.change)
        }
      }),
    )
  })

  it('call a move between models traffic of both, and what retries cost retries', () => {
    const cell = (model: string, cost: number, isRetry = false): DriverCell => ({
      ...{ feature: 'chat', environment: 'production', model, isRetry },
      ...of(dollars(cost), cost, BigInt(cost) * 100n),
    })
    const { model, feature, total } = findDrivers([cell('dear', 90)], [cell('cheap', 30), cell('dear', 10, true)])
    expect(model.map(({ value, change }) => [value, change])).toEqual([
      ['dear', dollars(-80)],
      ['cheap', dollars(30)],
    ])
    expect(feature).toHaveLength(1)
    expect(total).toMatchObject({ traffic: dollars(-60), retries: dollars(10), price: 0n, change: dollars(-50) })
  })
})

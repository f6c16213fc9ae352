import { describe, expect, it, test } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { addDays } from '@/lib/time/calendar'
import { type BurnStatus, listBurnPoints, listThresholdLevels, readBurn } from './burn'
import type { DaySpend } from './daily-spend'

const may = { from: '2026-05-01', to: '2026-06-01' }
const usd = (text: string) => parseDecimal(text)

/** Sixty days before one, and that day, at the same cost each. */
function evenDays(today: string, dollars: string, unknownRequests = 0): Map<string, DaySpend> {
  return new Map(Array.from({ length: 60 }, (_, index) => [addDays(today, -59 + index), { cost: usd(dollars), unknownRequests }]))
}

describe('where a budget stands', () => {
  test.each<[string, BurnStatus]>([
    ['100', 'over'],
    ['300', 'at_risk'],
    ['311', 'watch'],
    ['900', 'on_track'],
  ])('with an amount of %s, at 10 a day on the twelfth, is %s', (amount, status) => {
    expect(readBurn(evenDays('2026-05-12', '10'), may, { amount: usd(amount), today: '2026-05-12' }).status).toBe(status)
  })

  it('is told in figures: used, left, days, run rate', () => {
    const burn = readBurn(evenDays('2026-05-12', '10'), may, { amount: usd('300'), today: '2026-05-12' })
    expect(burn).toMatchObject({
      spendUsd: '120',
      usedPercent: '40',
      leftUsd: '180',
      daysLeft: 20,
      totalDays: 31,
      runRateUsd: '10',
    })
    expect(burn.isAtLeast).toBe(false)
    // Ten a day reaches 300 with the thirtieth day.
    expect(burn.runsOutOn).toBe('2026-05-30')
  })

  it('names the day on which it was used up', () => {
    const burn = readBurn(evenDays('2026-05-12', '10'), may, { amount: usd('50'), today: '2026-05-12' })
    expect(burn).toMatchObject({ status: 'over', runsOutOn: '2026-05-05', usedPercent: '240', leftUsd: '-70' })
  })

  it('is a lower bound where something has no known cost', () => {
    expect(readBurn(evenDays('2026-05-12', '10', 1), may, { amount: usd('300'), today: '2026-05-12' }).isAtLeast).toBe(true)
  })

  it('has neither percent nor end without an amount', () => {
    const burn = readBurn(evenDays('2026-05-12', '10'), may, { amount: null, today: '2026-05-12' })
    expect(burn).toMatchObject({ status: 'no_amount', usedPercent: null, leftUsd: null, runsOutOn: null, spendUsd: '120' })
  })

  it('is kept once its period is over', () => {
    const burn = readBurn(evenDays('2026-05-31', '10'), may, { amount: usd('311'), today: '2026-06-04' })
    expect(burn).toMatchObject({ status: 'ended', daysLeft: 0, spendUsd: '310', forecast: { expectedUsd: '310.00' } })
  })
})

describe('the burn-up', () => {
  const points = listBurnPoints(evenDays('2026-05-12', '10'), may, { amount: usd('310'), today: '2026-05-12', plan: new Map() })

  it('cumulates what is known up to today, and the forecast from where that ends', () => {
    expect(points).toHaveLength(31)
    expect(points[0]).toMatchObject({ spendUsd: '10', expectedUsd: null, planUsd: '10' })
    expect(points[10]).toMatchObject({ day: '2026-05-11', spendUsd: '110', expectedUsd: '110', lowUsd: '110', highUsd: '110' })
    expect(points[11]).toMatchObject({ day: '2026-05-12', spendUsd: '120', expectedUsd: '120.00' })
    expect(points[30]).toMatchObject({ spendUsd: null, expectedUsd: '310.00', planUsd: '310' })
  })

  it('follows a plan by month, and an even share where a month has none', () => {
    const quarter = { from: '2026-04-01', to: '2026-07-01' }
    const plan = new Map([['2026-05', usd('31')]])
    const planned = listBurnPoints(new Map(), quarter, { amount: usd('91'), today: '2026-04-01', plan }).map(
      ({ planUsd }) => planUsd,
    )
    expect([planned[29], planned[30], planned[60], planned[90]]).toEqual(['30', '31', '61', '91'])
  })

  it('ends its plan at the amount, to the last digit', () => {
    const thirds = listBurnPoints(new Map(), may, { amount: usd('100'), today: '2026-05-01', plan: new Map() })
    expect(thirds.at(-1)?.planUsd).toBe('100')
  })
})

it('tells what thresholds come to', () => {
  expect(listThresholdLevels(usd('200.10'), ['75', '100'])).toEqual([
    { threshold: '75', amountUsd: '150.075' },
    { threshold: '100', amountUsd: '200.1' },
  ])
  expect(listThresholdLevels(null, ['75'])).toEqual([])
})

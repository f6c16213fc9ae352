import { describe, expect, it, test } from 'vitest'
import { addDays } from '@/lib/time/calendar'
import { createDice, generateOrganisations } from '../testing/generated-organisations'
import { checkedDays, measureForecast } from '../testing/measure-forecast'
import { forecastPeriod } from './forecast-period'

const may = { from: '2026-05-01', to: '2026-06-01' }
/** Days before one, the last on the day before it. */
const daysOf = (count: number, cost: (index: number) => number) => Array.from({ length: count }, (_, index) => cost(index))
const ask = (history: readonly number[], today = '2026-05-11', todaySoFar = 0) =>
  forecastPeriod({ period: may, today, history, todaySoFar })

describe('the forecast of a month', () => {
  const organisations = generateOrganisations(20_260_514)

  test.each(checkedDays)('beats naive run rate at day %i over twelve organisations and a third of their months', (day) => {
    const { forecastError, runRateError, coverage, trials } = measureForecast(organisations, day, { every: 3 })
    expect(trials).toBeGreaterThan(44)
    expect(forecastError).toBeLessThan(runRateError)
    // Meant to be 80 %: a range that held nearly always would say as little as one that never did.
    expect(coverage).toBeGreaterThan(0.66)
    expect(coverage).toBeLessThan(1)
  })

  it('is what was spent and as much a day where every day costs the same', () => {
    const { expected, low, high, method } = ask(daysOf(90, () => 10))
    expect(expected).toBeCloseTo(310, 6)
    expect(low).toBeLessThan(310)
    expect(high).toBeGreaterThan(310)
    expect(method).toBe('profile')
  })

  it('knows weekends: ten days into a month of two weekends, more is to come than the average says', () => {
    // 2026-05-11 is a Monday; nobody works on Saturdays and Sundays.
    const first = new Date('2026-02-10T00:00:00Z').getUTCDay()
    const history = daysOf(90, (index) => (((first + index) % 7) % 6 === 0 ? 0 : 100))
    const { expected } = ask(history)
    expect(expected).toBeGreaterThan(2050)
    expect(expected).toBeLessThan(2150)
  })

  it('finds the day of a launch and forgets what was before', () => {
    const history = daysOf(90, (index) => (index < 82 ? 50 : 150) + (index % 3))
    const { launchDay, expected } = ask(history)
    expect(launchDay).toBe(addDays('2026-05-11', -8))
    expect(expected).toBeGreaterThan(2 * 50 + 28.5 * 150)
    expect(expected).toBeLessThan(2 * 55 + 29.5 * 155)
  })

  it('does not carry one spike through the month', () => {
    const { expected } = ask(daysOf(90, (index) => (index === 88 ? 1000 : 10)))
    expect(expected).toBeGreaterThan(1250)
    expect(expected).toBeLessThan(1420)
  })

  it('says so where days are few, and where there are none', () => {
    expect(ask([10, 10, 10], '2026-05-04')).toMatchObject({ method: 'run_rate', knownDays: 3, expected: 310 })
    expect(ask(daysOf(30, () => 0))).toMatchObject({ method: 'none', expected: 0, low: 0, high: 0 })
    expect(ask([], '2026-05-01', 7)).toMatchObject({ method: 'none', expected: 7 })
  })

  it('never falls below what is spent, and is exactly that once the month is over', () => {
    const spent = ask(
      daysOf(90, () => 10),
      '2026-05-31',
      500,
    )
    expect(spent.low).toBeGreaterThanOrEqual(30 * 10 + 500)
    expect(forecastPeriod({ period: may, today: '2026-06-01', history: daysOf(90, () => 10), todaySoFar: 3 })).toMatchObject({
      ...{ expected: 310, low: 310, high: 310 },
      days: [],
    })
  })

  it('grows day by day, its range never narrower than the day before', () => {
    const dice = createDice(7)
    const { days } = ask(daysOf(120, () => 50 + 20 * dice()))
    expect(days.map(({ day }) => day)[0]).toBe('2026-05-11')
    expect(days).toHaveLength(21)
    for (const [index, day] of days.entries()) {
      const before = days[index - 1]
      if (!before) continue
      expect(day.expected).toBeGreaterThan(before.expected)
      expect(day.high - day.low).toBeGreaterThanOrEqual(before.high - before.low)
    }
  })

  it('gives the same answer to the same question', () => {
    const dice = createDice(9)
    const history = daysOf(120, () => 50 + 20 * dice())
    expect(ask(history)).toEqual(ask([...history]))
  })

  it('works for a year of which most is to come', () => {
    const year = { from: '2026-01-01', to: '2027-01-01' }
    const { expected, low, high } = forecastPeriod({
      period: year,
      today: '2026-03-01',
      history: daysOf(155, () => 10),
      todaySoFar: 0,
    })
    expect(expected).toBeCloseTo(3650, 6)
    expect(low).toBeGreaterThan(590)
    expect(high).toBeLessThan(9000)
  })
})

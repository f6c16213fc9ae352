import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, addMonths, countDays, isCalendarDate, isZone, listDays, monthOf, monthPeriod, previousPeriod } from './calendar'

const dates = fc.integer({ min: -25_000, max: 40_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
const someDays = fc.integer({ min: -3000, max: 3000 })
const spans = fc.tuple(dates, fc.nat(400)).map(([from, days]) => ({ from, to: addDays(from, days) }))

describe('isCalendarDate', () => {
  test.each(['2026-01-31', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isCalendarDate(text)).toBe(true)
  })
  test.each([
    ['a day past the month’s end', '2026-02-29'],
    ['the 29th of February of a century', '1900-02-29'],
    ['a thirteenth month', '2026-13-01'],
    ['a day nought', '2026-01-00'],
    ['a single digit', '2026-1-1'],
    ['an instant', '2026-01-01T00:00:00Z'],
    ['edges of blanks', ' 2026-01-01'],
    ['nothing', ''],
  ])('%s is none', (_what, text) => {
    expect(isCalendarDate(text)).toBe(false)
  })
})

describe('isZone', () => {
  test.each(['UTC', 'GMT', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'europe/berlin'])(
    'knows %s',
    (zone) => expect(isZone(zone)).toBe(true),
  )
  test.each([
    ['a place that is none', 'Mars/Phobos'],
    ['an offset, whose sign Postgres reads the other way round', '+05:30'],
    ['an abbreviation that Postgres takes for the Atlantic and the runtime for Anchorage', 'AST'],
    ['an abbreviation of several countries', 'IST'],
    ['an old POSIX name', 'EST5EDT'],
    ['nothing', ''],
  ])('refuses %s', (_what, zone) => expect(isZone(zone)).toBe(false))
})

describe('calendar arithmetic', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-05-05', 0, '2026-05-05'],
  ])('%s and %i months is %s', (date, months, expected) => expect(addMonths(date, months)).toBe(expected))

  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    // Clocks change that night in much of Europe: a day is a day.
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s and %i days is %s', (date, days, expected) => expect(addDays(date, days)).toBe(expected))

  it('goes there and back again', () => {
    fc.assert(fc.property(dates, someDays, (date, days) => addDays(addDays(date, days), -days) === date))
  })

  it('counts the days that it added', () => {
    fc.assert(fc.property(dates, someDays, (from, days) => countDays({ from, to: addDays(from, days) }) === days))
  })

  test.each([() => addDays('9999-12-31', 1), () => addDays('0000-01-01', -1)])('refuses to leave the four-digit years', (run) => {
    expect(run).toThrow(RangeError)
  })

  test.each(['2026-02-30', 'yesterday', ''])('refuses "%s" and says what to write', (date) => {
    expect(() => addDays(date, 1)).toThrow('write YYYY-MM-DD')
    expect(() => addMonths(date, 1)).toThrow('write YYYY-MM-DD')
  })
})

describe('periods', () => {
  it('lists its first day and not its end', () => {
    expect(listDays({ from: '2026-02-27', to: '2026-03-02' })).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(listDays({ from: '2026-02-27', to: '2026-02-27' })).toEqual([])
    expect(listDays({ from: '2026-02-27', to: '2026-02-20' })).toEqual([])
  })

  it('lists as many days as it counts, each after the one before', () => {
    fc.assert(
      fc.property(spans, (period) => {
        const days = listDays(period)
        return days.length === countDays(period) && days.every((day, index) => index === 0 || day > (days[index - 1] ?? ''))
      }),
    )
  })

  test.each([
    ['2026-02', { from: '2026-02-01', to: '2026-03-01' }],
    ['2026-12', { from: '2026-12-01', to: '2027-01-01' }],
  ])('the month %s', (month, period) => expect(monthPeriod(month)).toEqual(period))

  test.each(['2026-13', '2026-00', '2026-1', '2026-01-01', 'May', ''])('"%s" is no month', (month) => {
    expect(() => monthPeriod(month)).toThrow('write YYYY-MM')
  })

  it('puts each day into the month that holds it', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const { from, to } = monthPeriod(monthOf(date))
        return from <= date && date < to
      }),
    )
  })

  test.each([
    ['a month with the month before', { from: '2026-03-01', to: '2026-04-01' }, { from: '2026-02-01', to: '2026-03-01' }],
    ['a quarter with the quarter before', { from: '2026-01-01', to: '2026-04-01' }, { from: '2025-10-01', to: '2026-01-01' }],
    ['a year with the year before', { from: '2026-01-01', to: '2027-01-01' }, { from: '2025-01-01', to: '2026-01-01' }],
    ['a week with the seven days before', { from: '2026-03-02', to: '2026-03-09' }, { from: '2026-02-23', to: '2026-03-02' }],
    [
      'a begun month with as many days before',
      { from: '2026-03-01', to: '2026-03-11' },
      { from: '2026-02-19', to: '2026-03-01' },
    ],
  ])('compares %s', (_what, period, expected) => expect(previousPeriod(period)).toEqual(expected))

  it('compares with what ends where the period begins, as long as it where it is no span of whole months', () => {
    fc.assert(
      fc.property(spans, (period) => {
        const previous = previousPeriod(period)
        const isWholeMonths = period.from.endsWith('-01') && period.to.endsWith('-01')
        return previous.to === period.from && (isWholeMonths || countDays(previous) === countDays(period))
      }),
    )
  })
})

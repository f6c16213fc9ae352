import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays } from './calendar'
import { dateInZone, parseInstant, periodInstants, startOfDate, startOfUtcHour } from './instant'

/** The oddest zones there are: quarter hours, half-hour summer times, midnight changes, both ends of the earth. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Australia/Eucla',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
]
const someZone = fc.constantFrom(...zones)
/** From 2012 on: before, Newfoundland's clocks went back a minute after midnight, so that a date came twice. */
const instants = fc.date({ min: new Date('2012-01-01T00:00:00Z'), max: new Date('2039-12-31T00:00:00Z'), noInvalidDate: true })
const runs = { numRuns: 150 }

const dateByIntl = (instant: Date, zone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)

describe('parseInstant', () => {
  test.each([
    ['2026-11-20T08:30:00Z', '2026-11-20T08:30:00.000Z'],
    ['2026-11-20t08:30:00z', '2026-11-20T08:30:00.000Z'],
    ['2026-11-20 08:30:00Z', '2026-11-20T08:30:00.000Z'],
    ['  2026-11-20T08:30:00Z ', '2026-11-20T08:30:00.000Z'],
    ['2026-11-20T08:30:00+05:45', '2026-11-20T02:45:00.000Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00.000Z'],
    ['2026-11-20T08:30:00-00:00', '2026-11-20T08:30:00.000Z'],
    // Nanoseconds are cut, never rounded up into the next millisecond (or day).
    ['2026-11-20T23:59:59.999999999Z', '2026-11-20T23:59:59.999Z'],
    ['2026-11-20T08:30:00.5Z', '2026-11-20T08:30:00.500Z'],
    [1_763_627_400, '2025-11-20T08:30:00.000Z'],
    [1_763_627_400.25, '2025-11-20T08:30:00.250Z'],
    [1_763_627_400_123, '2025-11-20T08:30:00.123Z'],
  ])('reads %s', (value, expected) => {
    expect(parseInstant(value)?.toISOString()).toBe(expected)
  })

  test.each([
    ['a missing offset', '2026-11-20T08:30:00'],
    ['a day alone', '2026-11-20'],
    ['a day that does not exist', '2026-02-29T00:00:00Z'],
    ['an hour 24', '2026-11-20T24:00:00Z'],
    ['a minute 60', '2026-11-20T08:60:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['an offset of a day', '2026-11-20T08:30:00+24:00'],
    ['an offset of 60 minutes', '2026-11-20T08:30:00+01:60'],
    ['an offset without a colon', '2026-11-20T08:30:00+0100'],
    ['ten digits of a second', '2026-11-20T08:30:00.0123456789Z'],
    ['digits in a text', '1763627400'],
    ['nothing', ''],
    ['words', 'yesterday'],
    ['nought', 0],
    ['a negative number', -1],
    ['not a number', Number.NaN],
    ['an endless number', Number.POSITIVE_INFINITY],
    ['more milliseconds than dates go', 9e15],
    ['null', null],
    ['a Date', new Date()],
    ['a bigint', 1_763_627_400n],
  ])('refuses %s', (_what, value) => {
    expect(parseInstant(value)).toBeNull()
  })

  it('reads back what an instant is written as, and its epoch milliseconds', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parseInstant(instant.toISOString())).toEqual(instant)
        expect(parseInstant(instant.getTime())).toEqual(instant)
      }),
    )
  })
})

describe('dateInZone', () => {
  test.each([
    ['2026-11-20T18:14:59.999Z', 'Asia/Kathmandu', '2026-11-20'],
    ['2026-11-20T18:15:00.000Z', 'Asia/Kathmandu', '2026-11-21'],
    ['2026-01-01T07:59:59.999Z', 'America/Los_Angeles', '2025-12-31'],
    ['2026-11-20T10:00:00.000Z', 'Pacific/Kiritimati', '2026-11-21'],
    ['2011-12-30T09:59:59.999Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31'],
  ])('%s falls in %s on %s', (instant, zone, date) => expect(dateInZone(new Date(instant), zone)).toBe(date))

  it('agrees with Intl', () => {
    fc.assert(
      fc.property(instants, someZone, (instant, zone) => dateInZone(instant, zone) === dateByIntl(instant, zone)),
      runs,
    )
  })
})

describe('startOfDate', () => {
  test.each([
    ['a plain day', '2026-11-20', 'UTC', '2026-11-20T00:00:00.000Z'],
    ['a zone of quarter hours', '2026-11-20', 'Asia/Kathmandu', '2026-11-19T18:15:00.000Z'],
    ['the easternmost zone', '2026-11-20', 'Pacific/Kiritimati', '2026-11-19T10:00:00.000Z'],
    ['the westernmost zone', '2026-11-20', 'Etc/GMT+12', '2026-11-20T12:00:00.000Z'],
    ['a summer time of half an hour', '2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00.000Z'],
    ['and the day after it', '2026-04-06', 'Australia/Lord_Howe', '2026-04-05T13:30:00.000Z'],
    ['a midnight that a clock change swallows', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['a midnight that comes twice', '2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['a date that comes, goes and comes again', '2010-11-07', 'America/St_Johns', '2010-11-07T02:30:00.000Z'],
    ['another one', '1997-10-26', 'America/Goose_Bay', '1997-10-26T03:00:00.000Z'],
    ['a day that Samoa skipped begins where the next does', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['the day after it', '2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s', (_what, date, zone, instant) => expect(startOfDate(date, zone).toISOString()).toBe(instant))

  test.each(['2026-02-30', '2026-2-3', 'today'])('refuses "%s" and says what to write', (date) => {
    expect(() => startOfDate(date, 'UTC')).toThrow('write YYYY-MM-DD')
  })

  it('is the first instant of its date: it bears it, and the millisecond before does not', () => {
    fc.assert(
      fc.property(instants, someZone, (instant, zone) => {
        const date = dateInZone(instant, zone)
        const start = startOfDate(date, zone)
        expect(dateInZone(start, zone)).toBe(date)
        expect(dateInZone(new Date(start.getTime() - 1), zone) < date).toBe(true)
      }),
      runs,
    )
  })

  it('puts every instant between the start of its date and that of the next', () => {
    fc.assert(
      fc.property(instants, someZone, (instant, zone) => {
        const date = dateInZone(instant, zone)
        const { start, end } = periodInstants({ from: date, to: addDays(date, 1) }, zone)
        return start <= instant && instant < end
      }),
      runs,
    )
  })
})

describe('startOfUtcHour', () => {
  it.each([
    ['2026-11-20T08:59:59.999Z', '2026-11-20T08:00:00.000Z'],
    ['2026-11-20T09:00:00.000Z', '2026-11-20T09:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:00:00.000Z'],
  ])('%s is in the hour %s', (instant, hour) => expect(startOfUtcHour(new Date(instant)).toISOString()).toBe(hour))
})

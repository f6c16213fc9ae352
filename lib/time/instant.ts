import { TZDate } from '@date-fns/tz'
import { type CalendarDate, isCalendarDate, type Period } from './calendar'

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/

/**
 * Reads an instant as sources write it: RFC 3339 with an offset, or epoch seconds or milliseconds as a number.
 * Epoch numbers below 10¹¹ are seconds (until the year 5138), above it milliseconds (from 1973 on).
 *
 * @returns the instant to the millisecond, or null where `value` is none: an impossible date, a missing offset, a text.
 */
export function parseInstant(value: unknown): Date | null {
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || value <= 0) return null
    const instant = new Date(Math.round(value < 1e11 ? value * 1000 : value))
    return Number.isNaN(instant.getTime()) ? null : instant
  }
  if (typeof value !== 'string') return null
  const match = rfc3339.exec(value.trim())
  if (!match) return null
  const [, date = '', hour = '', minute = '', second = '', fraction = '', offset = ''] = match
  if (!isCalendarDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  if (/^[+-]/.test(offset) && (Number(offset.slice(1, 3)) > 23 || Number(offset.slice(4, 6)) > 59)) return null
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0')
  const instant = new Date(`${date}T${hour}:${minute}:${second}.${milliseconds}${offset.toUpperCase()}`)
  return Number.isNaN(instant.getTime()) ? null : instant
}

/** The calendar day on which `instant` falls in `zone`. */
export function dateInZone(instant: Date, zone: string): CalendarDate {
  const local = new TZDate(instant.getTime(), zone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(local.getFullYear()).padStart(4, '0')}-${two(local.getMonth() + 1)}-${two(local.getDate())}`
}

/**
 * The first instant of `date` in `zone`. Where a clock change swallows midnight, the day begins at the first instant that
 * bears its date; where midnight comes twice, at the earlier one.
 */
export function startOfDate(date: CalendarDate, zone: string): Date {
  if (!isCalendarDate(date)) throw new RangeError(`"${date}" is not a calendar date: write YYYY-MM-DD, and a day that exists`)
  const noonUtc = new Date(`${date}T12:00:00Z`).getTime()
  // No zone is further than 26 hours from UTC noon's day; the day begins where its date first shows, found by halving.
  let before = noonUtc - 38 * 3_600_000
  let within = noonUtc
  while (dateInZone(new Date(within), zone) < date) within += 3_600_000
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (dateInZone(new Date(middle), zone) < date) before = middle
    else within = middle
  }
  // Clocks that go back just after midnight show the date, leave it and come to it again: halving finds either time.
  const sooner = within - repeatedMidnightMs
  return new Date(startsDate(sooner, date, zone) ? sooner : within)
}

/** How far clocks go back at a minute past midnight, as they did in Newfoundland and Labrador until 2011. */
const repeatedMidnightMs = 3_600_000

const startsDate = (instantMs: number, date: CalendarDate, zone: string) =>
  dateInZone(new Date(instantMs), zone) === date && dateInZone(new Date(instantMs - 1), zone) < date

/** A period's instants in `zone`: `start` is in it, `end` is not. */
export function periodInstants(period: Period, zone: string): { start: Date; end: Date } {
  return { start: startOfDate(period.from, zone), end: startOfDate(period.to, zone) }
}

/** The first instant of the UTC hour in which `instant` falls. */
export function startOfUtcHour(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 3_600_000) * 3_600_000)
}

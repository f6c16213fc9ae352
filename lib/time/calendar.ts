import { TZDate } from '@date-fns/tz'
import { addDays as addDaysToDate, addMonths as addMonthsToDate, differenceInCalendarDays } from 'date-fns'

/** A day on the calendar, `YYYY-MM-DD`: no instant, no zone, never shifted. */
export type CalendarDate = string

/** A span of calendar days, half-open: `from` is in it, `to` is not. */
export interface Period {
  from: CalendarDate
  to: CalendarDate
}

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const monthPattern = /^(\d{4})-(\d{2})$/

/** Whether `text` is a day that exists: `2026-02-29` is not one. */
export function isCalendarDate(text: string): boolean {
  if (!datePattern.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Abbreviations and offsets, which Postgres reads otherwise than the runtime: `AST` is Anchorage here and the Atlantic there. */
const ambiguousZone = /^(?!(UTC|GMT)$)[A-Z]{2,5}$|^[+-]|^[^/]*\d/i

/** Whether the runtime and Postgres know the IANA zone, and mean the same by it: `Area/City`, or `UTC`. */
export function isZone(zone: string): boolean {
  if (ambiguousZone.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Calendar arithmetic runs in UTC, where every day has 24 hours, so that no zone can shift a date. */
function toUtcDate(date: CalendarDate): TZDate {
  if (!isCalendarDate(date)) throw new RangeError(`"${date}" is not a calendar date: write YYYY-MM-DD, and a day that exists`)
  return new TZDate(`${date}T00:00:00Z`, 'UTC')
}

function toCalendarDate(date: Date): CalendarDate {
  const text = date.toISOString()
  // Years beyond four digits are written with a sign and would no longer sort or compare as text.
  if (!isCalendarDate(text.slice(0, 10))) throw new RangeError('A date lies outside the years 0000 to 9999')
  return text.slice(0, 10)
}

/** The day `days` after `date`; negative counts go back. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return toCalendarDate(new Date(addDaysToDate(toUtcDate(date), days).getTime()))
}

/** The day `months` after `date`; the day of month is held to the length of the month reached. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  return toCalendarDate(new Date(addMonthsToDate(toUtcDate(date), months).getTime()))
}

/** How many days a period holds. */
export function countDays({ from, to }: Period): number {
  return differenceInCalendarDays(toUtcDate(to), toUtcDate(from))
}

/** The days of a period, in order. */
export function listDays(period: Period): CalendarDate[] {
  return Array.from({ length: Math.max(0, countDays(period)) }, (_, index) => addDays(period.from, index))
}

/**
 * The period of a month written `YYYY-MM`.
 *
 * @throws RangeError for anything else.
 */
export function monthPeriod(month: string): Period {
  const from = `${month}-01`
  if (!monthPattern.test(month) || !isCalendarDate(from)) throw new RangeError(`"${month}" is not a month: write YYYY-MM`)
  return { from, to: addMonths(from, 1) }
}

/** The month (`YYYY-MM`) that a day lies in. */
export function monthOf(date: CalendarDate): string {
  return date.slice(0, 7)
}

/**
 * The period to compare with. A whole number of calendar months compares with as many months before it; any other span
 * compares with the same number of days just before it.
 */
export function previousPeriod(period: Period): Period {
  const wholeMonths = period.from.endsWith('-01') && period.to.endsWith('-01')
  if (wholeMonths) {
    const months =
      (Number(period.to.slice(0, 4)) - Number(period.from.slice(0, 4))) * 12 +
      (Number(period.to.slice(5, 7)) - Number(period.from.slice(5, 7)))
    return { from: addMonths(period.from, -months), to: period.from }
  }
  return { from: addDays(period.from, -countDays(period)), to: period.from }
}

import { addDays, type CalendarDate, monthPeriod, type Period } from '@/lib/time/calendar'
import { startOfDate } from '@/lib/time/instant'

/** A span of UTC instants as FOCUS writes them: without a fraction, the end not in it. */
export interface FocusSpan {
  readonly start: string
  readonly end: string
}

const focusInstant = (instant: Date) => `${instant.toISOString().slice(0, 19)}Z`

/** The instants between which the days of a period lie in a zone. */
export function focusSpan({ from, to }: Period, zone: string): FocusSpan {
  return { start: focusInstant(startOfDate(from, zone)), end: focusInstant(startOfDate(to, zone)) }
}

/** A single day as a period. */
export const dayPeriod = (day: CalendarDate): Period => ({ from: day, to: addDays(day, 1) })

/** The billing period of a month: the reporting zone's, as statements have it. */
export const billingSpan = (month: string, zone: string): FocusSpan => focusSpan(monthPeriod(month), zone)

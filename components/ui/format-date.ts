import { addDays, type CalendarDate, type Period } from '@/lib/time/calendar'

const calendarFormat = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric', year: 'numeric' })

/** `2026-10-01` → `Oct 1, 2026`. Formatted in UTC because a calendar date has no zone to be shifted by. */
export function formatDate(date: CalendarDate): string {
  return calendarFormat.format(new Date(`${date}T00:00:00Z`))
}

/** `2026-10-01` → `Oct 1`: for axes and tight places where the year is beside it. */
export function formatShortDate(date: CalendarDate): string {
  return formatDate(date).replace(/, \d{4}$/, '')
}

/** A half-open period as people read it, both ends included: `Oct 1, 2026 – Oct 30, 2026`; a single day stands alone. */
export function formatPeriod({ from, to }: Period): string {
  const last = addDays(to, -1)
  return last <= from ? formatDate(from) : `${formatDate(from)} – ${formatDate(last)}`
}

/**
 * An instant in `zone`: `Oct 30, 2026, 14:05`. Put together from parts, because browsers and Node disagree about the spaces
 * and the midnight hour in whole formatted strings, which would break hydration.
 */
export function formatInstant(instant: string, zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = new Map(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
  return `${parts.get('month')} ${parts.get('day')}, ${parts.get('year')}, ${parts.get('hour')}:${parts.get('minute')}`
}

/**
 * How far `zone` is from UTC at an instant: `UTC`, `GMT-4`, `GMT+5:45`. Offsets and not abbreviations, because browsers and Node
 * disagree about which zones have one.
 */
export function formatOffset(instant: string, zone: string): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC'
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'shortOffset' })
  return format.formatToParts(new Date(instant)).find((part) => part.type === 'timeZoneName')?.value ?? zone
}

const relativeFormat = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' })

/** How long before `nowMs` an instant was: `just now`, `3 minutes ago`, `yesterday`. */
export function formatRelative(instant: string, nowMs: number): string {
  const minutes = Math.round((Date.parse(instant) - nowMs) / 60_000)
  if (Math.abs(minutes) < 1) return 'just now'
  if (Math.abs(minutes) < 60) return relativeFormat.format(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  if (Math.abs(hours) < 24) return relativeFormat.format(hours, 'hour')
  return relativeFormat.format(Math.round(hours / 24), 'day')
}

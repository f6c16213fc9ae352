import { formatDate, formatInstant } from '@/components/ui/format-date'

/** An instant at which a price changes: its UTC day where it is a midnight, as nearly all are, else the time too. */
export function formatMoment(instant: string): string {
  return /T00:00:00(\.000)?Z$/.test(instant) ? formatDate(instant.slice(0, 10)) : `${formatInstant(instant, 'UTC')} UTC`
}

/** A half-open span of instants in words. */
export function formatSpan(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'at all times'
  if (from === null) return `until ${formatMoment(to ?? '')}`
  return to === null ? `from ${formatMoment(from)}` : `from ${formatMoment(from)} to ${formatMoment(to)}`
}

/** `16:30-00:30 12345@Asia/Shanghai`, as prices are identified by, in words; empty where they hold at all times. */
export function formatWindow(window: string): string {
  return window
    .split(' ')
    .filter(Boolean)
    .map((part) => {
      const [days, zone] = part.split('@')
      if (zone === undefined) return `${part.replaceAll('-', '–').replaceAll(',', ', ')} UTC`
      return `${[...(days ?? '')].map((day) => dayNames[Number(day) - 1] ?? day).join(', ')} in ${zone}`
    })
    .join(', ')
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

import { addMonths, type CalendarDate, type Period } from '@/lib/time/calendar'

/** How long a budget's period is, in the words that people read. */
export const periodKinds = ['month', 'quarter', 'year'] as const
export type PeriodKind = (typeof periodKinds)[number]

export const periodKindLabels: Readonly<Record<PeriodKind, { label: string; each: string; this: string }>> = {
  month: { label: 'Monthly', each: 'each month', this: 'this month' },
  quarter: { label: 'Quarterly', each: 'each quarter', this: 'this quarter' },
  year: { label: 'Yearly', each: 'each year', this: 'this year' },
}

const monthsOf: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, year: 12 }

/** The calendar month, quarter or year that holds a day; quarters begin in January, April, July and October. */
export function periodOn(kind: PeriodKind, day: CalendarDate): Period {
  const months = monthsOf[kind]
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / months) * months + 1
  const from = `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
  return { from, to: addMonths(from, months) }
}

/** The period just before one. */
export function periodBefore(kind: PeriodKind, { from }: Period): Period {
  return { from: addMonths(from, -monthsOf[kind]), to: from }
}

/** The period just after one. */
export function periodAfter(kind: PeriodKind, { to }: Period): Period {
  return { from: to, to: addMonths(to, monthsOf[kind]) }
}

/** Whether a period of this kind begins on a day. */
export function isPeriodStart(kind: PeriodKind, day: CalendarDate): boolean {
  return periodOn(kind, day).from === day
}

/** `2026-10`, `2026 Q4`, `2026`: a period as an address or a file names it. */
export function namePeriod(kind: PeriodKind, { from }: Period): string {
  const year = from.slice(0, 4)
  if (kind === 'year') return year
  return kind === 'month' ? from.slice(0, 7) : `${year} Q${(Number(from.slice(5, 7)) + 2) / 3}`
}

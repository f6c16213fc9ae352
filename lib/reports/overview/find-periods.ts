import { addDays, addMonths, type CalendarDate, countDays, monthPeriod, type Period } from '@/lib/time/calendar'

/** The month up to today, its complete days, and as many days of the month before, or all that it has. */
export function findPeriods(month: string, today: CalendarDate): { period: Period; complete: Period | null; previous: Period } {
  const whole = monthPeriod(month)
  const tomorrow = addDays(today, 1)
  const period = { from: whole.from, to: whole.to < tomorrow ? whole.to : tomorrow > whole.from ? tomorrow : whole.to }
  const completeTo = whole.to <= today ? whole.to : today
  const complete = completeTo > whole.from ? { from: whole.from, to: completeTo } : null
  const from = addMonths(whole.from, -1)
  if (completeTo === whole.to || complete === null) return { period, complete, previous: { from, to: whole.from } }
  const sameDays = addDays(from, countDays(complete))
  return { period, complete, previous: { from, to: sameDays < whole.from ? sameDays : whole.from } }
}

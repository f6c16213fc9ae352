import { addDays, addMonths, type CalendarDate, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'

/** The days whose months are open: until months are closed one by one, the running month up to today and the one before it. */
export function openPeriod(today: CalendarDate): Period {
  return { from: addMonths(monthPeriod(monthOf(today)).from, -1), to: addDays(today, 1) }
}

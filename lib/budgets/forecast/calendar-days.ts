import { addDays, type CalendarDate, countDays, monthOf, monthPeriod } from '@/lib/time/calendar'

/** What of a day's place in the week and the month its spend may depend on. */
export interface DayPlace {
  /** 0 is Sunday. */
  readonly weekday: number
  /** Days since the month began: 0 on the first. */
  readonly fromStart: number
  /** Days until the month ends: 0 on the last. */
  readonly toEnd: number
  /** Counts months on from year 0, so that days of one month share it. */
  readonly month: number
}

/** The places of `count` days from one on. */
export function placeDays(from: CalendarDate, count: number): DayPlace[] {
  const places: DayPlace[] = []
  let weekday = new Date(`${from}T00:00:00Z`).getUTCDay()
  let day = from
  while (places.length < count) {
    const whole = monthPeriod(monthOf(day))
    const length = countDays(whole)
    const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
    for (let fromStart = countDays({ from: whole.from, to: day }); fromStart < length && places.length < count; fromStart += 1) {
      places.push({ weekday, fromStart, toEnd: length - 1 - fromStart, month })
      weekday = (weekday + 1) % 7
    }
    day = addDays(whole.to, 0)
  }
  return places
}

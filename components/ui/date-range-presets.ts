import { addDays, addMonths, type CalendarDate, type Period } from '@/lib/time/calendar'

export type PresetKey = 'month-to-date' | 'last-month' | 'last-7-days' | 'last-30-days' | 'last-90-days' | 'quarter-to-date'

interface Preset {
  key: PresetKey
  label: string
  period: (today: CalendarDate) => Period
}

/** Today is in every period that reaches to now, so its (half-open) end is tomorrow. */
const throughToday = (from: CalendarDate, today: CalendarDate): Period => ({ from, to: addDays(today, 1) })

const startOfMonth = (date: CalendarDate): CalendarDate => `${date.slice(0, 7)}-01`

function startOfQuarter(date: CalendarDate): CalendarDate {
  const monthsIntoQuarter = (Number(date.slice(5, 7)) - 1) % 3
  return addMonths(startOfMonth(date), -monthsIntoQuarter)
}

/** The spans that people ask for most, all half-open. `today` is the day in the reporting zone. */
export const presets: readonly Preset[] = [
  { key: 'month-to-date', label: 'Month to date', period: (today) => throughToday(startOfMonth(today), today) },
  {
    key: 'last-month',
    label: 'Last month',
    period: (today) => ({ from: addMonths(startOfMonth(today), -1), to: startOfMonth(today) }),
  },
  { key: 'last-7-days', label: 'Last 7 days', period: (today) => throughToday(addDays(today, -6), today) },
  { key: 'last-30-days', label: 'Last 30 days', period: (today) => throughToday(addDays(today, -29), today) },
  { key: 'last-90-days', label: 'Last 90 days', period: (today) => throughToday(addDays(today, -89), today) },
  { key: 'quarter-to-date', label: 'Quarter to date', period: (today) => throughToday(startOfQuarter(today), today) },
]

/** The preset that a period is, if it is one; the first where two agree (on the first month of a quarter). */
export function findPreset(period: Period, today: CalendarDate): PresetKey | null {
  const found = presets.find((preset) => {
    const { from, to } = preset.period(today)
    return from === period.from && to === period.to
  })
  return found?.key ?? null
}

/** Both ends as a calendar shows them: first and last day, inclusive. */
export const toInclusive = ({ from, to }: Period): [CalendarDate, CalendarDate] => [from, addDays(to, -1)]

/** First and last day, as picked on a calendar, back to the half-open period. */
export const fromInclusive = (first: CalendarDate, last: CalendarDate): Period => ({ from: first, to: addDays(last, 1) })

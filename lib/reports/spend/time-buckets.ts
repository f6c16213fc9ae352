import { type SQL, sql } from 'drizzle-orm'
import { addMonths, type CalendarDate, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import type { TimeDimension } from './dimension-names'

interface Calendar {
  readonly period: Period
  readonly zone: string
}

/** The first days of the months that a period touches. */
export function listMonths({ from, to }: Period): CalendarDate[] {
  const months: CalendarDate[] = []
  for (let first = monthPeriod(monthOf(from)).from; first < to; first = addMonths(first, 1)) months.push(first)
  return months
}

const dayText = (day: SQL) => sql`to_char(${day}, 'YYYY-MM-DD')`
const monthText = (day: SQL) => sql`to_char(${day}, 'YYYY-MM')`

/** How a bucket of one grain reads as each dimension of time: `usage_sum.bucket` is an instant, a day, or a month's position. */
export const timeTexts: Readonly<Record<TimeDimension, (name: TimeDimension, calendar: Calendar) => SQL>> = {
  hour: (name, { zone }) => {
    if (name === 'hour') return sql`to_char(usage_sum.bucket at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
    const day = sql`bucket_day(usage_sum.bucket, ${zone})`
    return name === 'day' ? dayText(day) : monthText(day)
  },
  day: (name) => (name === 'month' ? monthText(sql`usage_sum.bucket`) : dayText(sql`usage_sum.bucket`)),
  month: (_name, { period }) => {
    const texts = listMonths(period).map((first) => sql`${monthOf(first)}::text`)
    return sql`(array[${sql.join(texts, sql`, `)}])[usage_sum.bucket]`
  },
}

import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { findZone } from '@/lib/reports/spend/queries'
import { addDays, type CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { repeatRuleVersion } from './repeat-rule'
import { dayFingerprint, sumRepeatDay } from './sum-repeat-day'

/** Days that are looked at whenever it runs; older ones change by repricing and late records, and wait for the night. */
const recentDays = 62
/** The UTC hour in which every day is looked at. */
const thoroughHour = 3
/** Closed days are summed once more, for ids that came later than their counts. */
const settlingDays = 3
const settledAfterHours = 20

export interface RefreshedRepeats {
  readonly summed: number
  /** Still to be summed: the next run goes on with them. */
  readonly waiting: number
}

/**
 * Sums the repeats and loops of days whose usage is not what it was when they were summed: those that are new, those with late
 * records, retractions or other prices, and the day after each, whose first minutes look back. The latest day first.
 *
 * @param options.maxDays so many days at most.
 */
export async function refreshRepeats(db: Database, now: Date, { maxDays = 400 } = {}): Promise<RefreshedRepeats> {
  const zone = await findZone(db)
  const today = dateInZone(now, zone)
  const due = await findDueDays(db, today, now)
  let summed = 0
  for (const day of due.slice(0, maxDays)) if (await sumRepeatDay(db, zone, day, now)) summed += 1
  return { summed, waiting: Math.max(0, due.length - maxDays) }
}

async function findDueDays(db: Database, today: CalendarDate, now: Date): Promise<CalendarDate[]> {
  const [marks] = await db.execute<{ none: boolean }>(sql`select not exists (select from usage_repeat_day) as none`)
  const isThorough = marks?.none === true || now.getUTCHours() === thoroughHour
  const from = isThorough ? '-infinity' : addDays(today, -recentDays)
  const settledAt = new Date(now.getTime() - settledAfterHours * 3_600_000).toISOString()
  const days = await db.execute<{ day: string }>(sql`
    with current_day as (
      select usage.day, ${dayFingerprint} as fingerprint from usage_daily usage where usage.day >= ${from}::date group by usage.day
    ),
    changed as (
      select coalesce(current_day.day, mark.day) as day
      from current_day full join (select * from usage_repeat_day where day >= ${from}::date) mark on mark.day = current_day.day
      where mark.day is null or mark.rule_version <> ${repeatRuleVersion}::smallint
        or mark.fingerprint <> coalesce(current_day.fingerprint, '')
        or (mark.day >= ${addDays(today, -settlingDays)}::date and mark.computed_at < ${settledAt}::timestamptz)
    )
    select to_char(day, 'YYYY-MM-DD') as day from (
      select day from changed
      union
      select changed.day + 1 from changed join current_day on current_day.day = changed.day + 1
    ) due order by 1 desc`)
  return days.map(({ day }) => day)
}

import { parseCronItems } from 'graphile-worker'

const minuteMs = 60_000
/** A leap day's schedule may lie four years away, but no job of ours is rarer than yearly. */
const horizonMinutes = 366 * 24 * 60

/**
 * The next minute after `now` at which a schedule fires, by the worker's own reading of it.
 *
 * @param schedule five cron fields in UTC.
 * @returns null where it does not fire within a year.
 */
export function findNextRun(schedule: string, now: Date): Date | null {
  const [item] = parseCronItems([{ task: 'next-run', match: schedule, identifier: 'next-run' }])
  if (!item || typeof item.match !== 'function') return null
  const first = Math.floor(now.getTime() / minuteMs) + 1
  for (let minute = first; minute < first + horizonMinutes; minute++) {
    const at = new Date(minute * minuteMs)
    const digest = {
      min: at.getUTCMinutes(),
      hour: at.getUTCHours(),
      date: at.getUTCDate(),
      month: at.getUTCMonth() + 1,
      dow: at.getUTCDay(),
    }
    if (item.match(digest)) return at
  }
  return null
}

import { addDays, addMonths, type CalendarDate, countDays, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import { monthBefore } from '../statement/month-text'

/** As far back as usage is accepted. */
const offeredMonths = 37

/** The days that are compared: half-open, of the reporting zone. */
export interface MovementPeriods {
  readonly month: string
  readonly against: string
  readonly current: Period
  readonly prior: Period
  /** The month is not over: its complete days are compared with the same days of the other month. */
  readonly isRunning: boolean
}

type Found =
  | { readonly ok: true; readonly periods: MovementPeriods }
  | { readonly ok: false; readonly path: 'month' | 'against'; readonly message: string }

/**
 * Which days are compared. Without a month the last complete one; without another to compare with, the one before it. Of a
 * running month its complete days, since today would make everybody look thrifty, with as many days of the other month or all
 * that it has.
 */
export function findMovementPeriods(
  { month: asked, against: askedAgainst }: { month: string | null; against: string | null },
  today: CalendarDate,
): Found {
  const running = monthOf(today)
  const month = asked ?? monthBefore(running)
  const against = askedAgainst ?? monthBefore(month)
  if (month > running) return { ok: false, path: 'month', message: `has not begun: it is ${running} or earlier` }
  if (against >= month)
    return { ok: false, path: 'against', message: `lies before month: it is ${monthBefore(month)} or earlier` }
  const [whole, before] = [monthPeriod(month), monthPeriod(against)]
  if (month !== running) return { ok: true, periods: { month, against, current: whole, prior: before, isRunning: false } }
  if (today === whole.from) {
    return { ok: false, path: 'month', message: `has no complete day yet: it can be compared from ${addDays(today, 1)} on` }
  }
  const current = { from: whole.from, to: today }
  const sameDays = addDays(before.from, countDays(current))
  const prior = { from: before.from, to: sameDays < before.to ? sameDays : before.to }
  return { ok: true, periods: { month, against, current, prior, isRunning: true } }
}

/** The months that can be looked at, latest first. */
export const listMovementMonths = (today: CalendarDate): string[] =>
  Array.from({ length: offeredMonths }, (_, index) => monthOf(addMonths(monthPeriod(monthOf(today)).from, -index)))

/** How a source sent over the last two weeks. */
interface SourceHabit {
  /** Hours in which something arrived, or in which calls began. */
  readonly activeHours: number
  /** The longest time between two of them in a row; null where there are not two. */
  readonly longestPauseHours: number | null
}

/** Whether a source is heard of as often as it used to be. */
export type SourceQuiet =
  /** Nothing ever came. */
  | { readonly state: 'never' }
  | { readonly state: 'active' }
  /** Longer without an event than its habit; `usualPauseHours` is null where it has none yet. */
  | { readonly state: 'quiet'; readonly forMs: number; readonly usualPauseHours: number | null }

const hourMs = 3_600_000
/** Fewer active hours are no habit. */
const fewestHours = 12
/** A pause is remarkable where it is half as long again as the longest one, and never below two hours: tallies know hours only. */
const tolerance = 1.5
const shortestMs = 2 * hourMs
/** Where there is no habit: one that sends call by call has calls every day. */
const withoutHabitMs = 24 * hourMs

/**
 * Tells a source that is quiet longer than its habit from one that pauses as it always does, at night or over a weekend.
 *
 * @param lastEventAt when its last event was taken in; null for never.
 */
export function findQuiet(lastEventAt: Date | null, habit: SourceHabit, now: Date): SourceQuiet {
  if (lastEventAt === null) return { state: 'never' }
  const usual = habit.activeHours >= fewestHours ? habit.longestPauseHours : null
  const forMs = now.getTime() - lastEventAt.getTime()
  const limitMs = usual === null ? withoutHabitMs : Math.max(shortestMs, tolerance * usual * hourMs)
  return forMs > limitMs ? { state: 'quiet', forMs, usualPauseHours: usual } : { state: 'active' }
}

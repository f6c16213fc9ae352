import type { SourceFreshness } from './source-freshness'

/** A source that was not heard of for so long is said to be stale: one that sends call by call has calls every day. */
export const staleAfterMs = 24 * 3_600_000
const hourMs = 3_600_000

/** `empty`: nothing ever; `silent`: nothing arrived lately; `late`: records arrive, but of calls that were long ago. */
export type Staleness = 'empty' | 'silent' | 'late'

/**
 * Why the figures of a source may be old; null where they are not. A call counts from the end of its hour, which is all that
 * roll-ups know of it.
 * @param options.asOfMs the instant of the figures.
 * @param options.isWhole whether the latest call is of the whole source: one team may well be quiet for a day.
 */
export function findStaleness(
  { latestHour, latestArrival }: Pick<SourceFreshness, 'latestHour' | 'latestArrival'>,
  { asOfMs, isWhole }: { asOfMs: number; isWhole: boolean },
): Staleness | null {
  if (latestHour === null && latestArrival === null) return 'empty'
  const callMs = latestHour === null ? null : Date.parse(latestHour) + hourMs
  const arrivalMs = latestArrival === null ? callMs : Date.parse(latestArrival)
  if (arrivalMs !== null && asOfMs - arrivalMs > staleAfterMs) return 'silent'
  if (isWhole && callMs !== null && asOfMs - callMs > staleAfterMs) return 'late'
  return null
}

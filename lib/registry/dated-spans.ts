import type { CalendarDate } from '@/lib/time/calendar'

/** A half-open span of days; a null end is open: for ever back, or for ever on. */
export interface DayBounds {
  readonly from: CalendarDate | null
  readonly to: CalendarDate | null
}

/** What holds during a span of days. */
export interface DatedSpan<Value> extends DayBounds {
  readonly value: Value
}

/** Dates compare as text; these sort before and after all of them. */
const beginning = ''
const end = '~'
const startOf = ({ from }: DayBounds) => from ?? beginning
const endOf = ({ to }: DayBounds) => to ?? end

/** Whether a span has a day in it. */
export function hasDays(bounds: DayBounds): boolean {
  return startOf(bounds) < endOf(bounds)
}

/** What holds on a day; null where nothing does. */
export function valueOn<Value>(spans: readonly DatedSpan<Value>[], day: CalendarDate): Value | null {
  return spans.find((span) => startOf(span) <= day && day < endOf(span))?.value ?? null
}

/**
 * The same history with one span of it set anew: whatever held in `bounds` gives way, what lies before and after stays, and
 * neighbours with the same value become one span. A null value leaves a gap.
 *
 * @param spans without overlap; in any order.
 * @returns spans in order, without overlap, no two that touch having the same value.
 */
export function setSpan<Value extends string>(
  spans: readonly DatedSpan<Value>[],
  bounds: DayBounds,
  value: Value | null,
): DatedSpan<Value>[] {
  const before = spans.map((span) => ({ ...span, to: endOf(span) < startOf(bounds) ? span.to : bounds.from }))
  const after = spans.map((span) => ({ ...span, from: startOf(span) > endOf(bounds) ? span.from : bounds.to }))
  // An open end of `bounds` leaves nothing on that side: a null there would mean "for ever" to the pieces cut at it.
  const pieces = [
    ...(bounds.from === null ? [] : before),
    ...(bounds.to === null ? [] : after),
    ...(value === null ? [] : [{ from: bounds.from, to: bounds.to, value }]),
  ]
  return mergeNeighbours(pieces.filter(hasDays))
}

function mergeNeighbours<Value extends string>(pieces: DatedSpan<Value>[]): DatedSpan<Value>[] {
  const ordered = pieces.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
  const merged: DatedSpan<Value>[] = []
  for (const piece of ordered) {
    const last = merged.at(-1)
    if (last && last.value === piece.value && endOf(last) === startOf(piece))
      merged[merged.length - 1] = { ...last, to: piece.to }
    else merged.push(piece)
  }
  return merged
}

/** All of time, cut at some days; nulls among them cut nothing. Pieces are in order and touch. */
export function cutTime(days: readonly (CalendarDate | null)[]): DayBounds[] {
  const cuts = [...new Set(days)].filter((day) => day !== null).toSorted()
  return [null, ...cuts].map((from, index) => ({ from, to: cuts[index] ?? null }))
}

/** Whether two histories are the same, span by span. */
export function areSameSpans<Value>(one: readonly DatedSpan<Value>[], other: readonly DatedSpan<Value>[]): boolean {
  const text = (spans: readonly DatedSpan<Value>[]) =>
    JSON.stringify(
      spans
        .map(({ from, to, value }) => [from, to, value])
        .toSorted((a, b) => (String(a[0] ?? '') < String(b[0] ?? '') ? -1 : 1)),
    )
  return text(one) === text(other)
}

/** A span as Postgres writes it: `[2026-09-01,)`. */
export function toRangeText({ from, to }: DayBounds): string {
  return `[${from ?? ''},${to ?? ''})`
}

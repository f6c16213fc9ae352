import type { DayPlace } from './calendar-days'
import { median, sum } from './robust'

const windowDays = 70
const edgeDays = 3
const edgeMonths = 4

/** How much busier a day is than the level of its time, by its place in the week and at the edges of the month. */
export interface DayProfile {
  factorOf(place: DayPlace): number
  readonly hasWeekdays: boolean
  readonly hasMonthEdges: boolean
}

/**
 * The profile of some days, from the medians of what each was to its surroundings: weekdays from their last ten weeks, drawn
 * towards the average where few are known; and the first and last three days of a month, where they stood out in the same
 * direction in two months or more.
 */
export function findProfile(values: readonly number[], places: readonly DayPlace[]): DayProfile {
  const weekdays = findWeekdays(values, places)
  const edges = findMonthEdges(values, places, weekdays)
  return {
    factorOf: (place) => (weekdays[place.weekday] ?? 1) * (edges.get(edgeOf(place) ?? '') ?? 1),
    hasWeekdays: weekdays.some((factor) => factor !== 1),
    hasMonthEdges: edges.size > 0,
  }
}

function findWeekdays(values: readonly number[], places: readonly DayPlace[]): number[] {
  const ratios: number[][] = [[], [], [], [], [], [], []]
  for (let index = Math.max(3, values.length - windowDays); index < values.length - 3; index += 1) {
    const level = sum(values.slice(index - 3, index + 4)) / 7
    const place = places[index]
    if (level > 0 && place) ratios[place.weekday]?.push((values[index] ?? 0) / level)
  }
  const raw = ratios.map((known) => (known.length === 0 ? 1 : 1 + (known.length / (known.length + 0.7)) * (median(known) - 1)))
  const mean = sum(raw) / 7
  return mean > 0 ? raw.map((factor) => Math.max(0.01, factor / mean)) : raw.map(() => 1)
}

function edgeOf({ fromStart, toEnd }: DayPlace): string | null {
  if (fromStart < edgeDays) return `start ${fromStart}`
  return toEnd < edgeDays ? `end ${toEnd}` : null
}

function findMonthEdges(
  values: readonly number[],
  places: readonly DayPlace[],
  weekdays: readonly number[],
): Map<string, number> {
  const oldest = (places[values.length - 1]?.month ?? 0) - edgeMonths
  const flat = values.map((value, index) => value / (weekdays[places[index]?.weekday ?? 0] ?? 1))
  const ratios = new Map<string, number[]>()
  for (const [index, value] of flat.entries()) {
    const place = places[index]
    const edge = place && edgeOf(place)
    if (!place || edge === null || edge === undefined || place.month < oldest) continue
    // A weekday on which nearly nothing happens says nothing of edges.
    if ((weekdays[place.weekday] ?? 1) < 0.3) continue
    const level = median(flat.slice(Math.max(0, index - 10), index + 11))
    if (level > 0) ratios.set(edge, [...(ratios.get(edge) ?? []), value / level])
  }
  const standing = [...ratios].filter(([, known]) => known.length >= 2 && (Math.min(...known) > 1.5 || Math.max(...known) < 0.55))
  return new Map(standing.map(([edge, known]) => [edge, median(known)]))
}

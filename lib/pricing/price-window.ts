import { TZDate } from '@date-fns/tz'
import type { PriceSetDocument } from './price-book-document'

const dayMs = 86_400_000
const slotMs = 900_000
const maxSlots = 50_000

/** When a price set is in force: a span of validity and, within it, times of the UTC day and days of the week. */
export interface PriceWindow {
  /** Epoch milliseconds; -Infinity where the set has no start. */
  readonly fromMs: number
  /** Epoch milliseconds, exclusive; Infinity where the set is open. */
  readonly toMs: number
  /** `[start, end)` in milliseconds of the UTC day; a start after its end crosses midnight. Null: all day. */
  readonly dailyUtcMs: readonly (readonly [number, number])[] | null
  /** 1 = Monday … 7 = Sunday, or null: every day. */
  readonly weekdays: readonly number[] | null
  /** The zone in which the day of the week is read. */
  readonly weekdayZone: string
}

export function readPriceWindow(set: PriceSetDocument): PriceWindow {
  return {
    fromMs: set.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(set.from),
    toMs: set.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(set.to),
    dailyUtcMs: set.daily_utc?.map(([start, end]) => [readTimeOfDay(start), readTimeOfDay(end)] as const) ?? null,
    weekdays: set.weekdays ?? null,
    weekdayZone: set.weekday_zone ?? 'UTC',
  }
}

function readTimeOfDay(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':')
  return (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** Whether the instant is in force by time of day and day of the week, whatever the span of validity. */
export function isInDailyWindow(window: PriceWindow, atMs: number): boolean {
  if (window.dailyUtcMs) {
    const timeOfDay = ((atMs % dayMs) + dayMs) % dayMs
    const inside = window.dailyUtcMs.some(([start, end]) =>
      start <= end ? start <= timeOfDay && timeOfDay < end : timeOfDay >= start || timeOfDay < end,
    )
    if (!inside) return false
  }
  return window.weekdays === null || window.weekdays.includes(weekdayInZone(atMs, window.weekdayZone))
}

const weekdaysByZone = new Map<string, Map<number, number>>()

/**
 * 1 = Monday … 7 = Sunday. Remembered by quarter of an hour, because asking the time zone database costs more than pricing
 * the event: since 1972 every zone's offset is a multiple of 15 minutes, so that a day never begins within a quarter.
 */
function weekdayInZone(atMs: number, zone: string): number {
  let slots = weekdaysByZone.get(zone)
  if (!slots) {
    slots = new Map()
    weekdaysByZone.set(zone, slots)
  }
  const slot = Math.floor(atMs / slotMs)
  const known = slots.get(slot)
  if (known !== undefined) return known
  const weekday = ((new TZDate(slot * slotMs, zone).getDay() + 6) % 7) + 1
  if (slots.size >= maxSlots) slots.clear()
  slots.set(slot, weekday)
  return weekday
}

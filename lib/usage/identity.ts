import { utcMonthOf } from './event-row'
import { findMonthEdge, type MonthEdge } from './month-edge'
import type { NormalizedEvent } from './normalized-event'
import type { StoredPrice } from './price-normalized-event'

/** An event that has its price, and the month in which it belongs. */
export interface PreparedEvent {
  readonly event: NormalizedEvent
  readonly price: StoredPrice
  /** First day of the UTC month, `YYYY-MM-01`. */
  readonly month: string
  readonly edge: MonthEdge | null
  /** Its place among the events that are written together. */
  readonly index: number
}

export function prepareEvent(event: NormalizedEvent, price: StoredPrice, index: number): PreparedEvent {
  return { event, price, index, month: utcMonthOf(event.occurredAtMs), edge: findMonthEdge(event.occurredAtMs) }
}

/** Records of one call, in the order in which they came: the first one stands. */
export interface IdentityGroup {
  readonly members: readonly [PreparedEvent, ...PreparedEvent[]]
}

/**
 * Brings together the records of the same call: the same key in the same month, or on both sides of an edge that both are
 * near. What one statement inserts holds each call once.
 */
export function groupByIdentity(events: readonly PreparedEvent[]): IdentityGroup[] {
  const byKey = new Map<string, [PreparedEvent, ...PreparedEvent[]][]>()
  const groups: [PreparedEvent, ...PreparedEvent[]][] = []
  for (const event of events) {
    const sameKey = byKey.get(event.event.eventKey)
    const same = sameKey?.find(([first]) => isSameCall(first, event))
    if (same) {
      same.push(event)
      continue
    }
    const group: [PreparedEvent, ...PreparedEvent[]] = [event]
    groups.push(group)
    if (sameKey) sameKey.push(group)
    else byKey.set(event.event.eventKey, [group])
  }
  return groups.map((members) => ({ members }))
}

function isSameCall(left: PreparedEvent, right: PreparedEvent): boolean {
  if (left.month === right.month) return true
  return left.edge !== null && right.edge !== null && left.edge.atMs === right.edge.atMs
}

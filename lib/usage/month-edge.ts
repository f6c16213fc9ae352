import { type EventId, utcMonthOf } from './event-row'
import type { LedgerTransaction } from './ledger-client'

/** How far from a month's edge a replay with another instant may fall on its other side. */
const edgeReachMs = 72 * 3_600_000

/** Tells our locks on month edges from other advisory locks. */
const edgeLockClass = 727_004

/** The edge of a month that an instant is near. */
export interface MonthEdge {
  /** The first instant of the month that begins there. */
  readonly atMs: number
  /** The month on the other side, `YYYY-MM-01`. */
  readonly otherMonth: string
}

/** The edge within 72 hours of an instant, or null. */
export function findMonthEdge(instantMs: number): MonthEdge | null {
  const instant = new Date(instantMs)
  const startMs = Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth())
  if (instantMs - startMs < edgeReachMs) return { atMs: startMs, otherMonth: utcMonthOf(startMs - 1) }
  const endMs = Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + 1)
  if (endMs - instantMs <= edgeReachMs) return { atMs: endMs, otherMonth: utcMonthOf(endMs) }
  return null
}

/** Takes the lock of each edge until the transaction ends, in the order of time: whoever writes near it comes one by one. */
export async function lockMonthEdges(tx: LedgerTransaction, edges: readonly MonthEdge[]): Promise<void> {
  const days = [...new Set(edges.map(({ atMs }) => Math.floor(atMs / 86_400_000)))].sort((left, right) => left - right)
  for (const day of days) await tx`select pg_advisory_xact_lock(${edgeLockClass}::integer, ${day}::integer)`
}

/** An event near an edge, and the edge. */
export interface EdgeEvent extends EventId {
  readonly edge: MonthEdge
}

/**
 * Which of the events stand in the neighbouring month already, as near the edge as they are. Needs the locks of their edges.
 * A statement of its own: one that inserts could not see what it must not insert.
 * @returns the keys, with the month in which each was found.
 */
export async function findAcrossEdges(tx: LedgerTransaction, events: readonly EdgeEvent[]): Promise<Map<string, EventId>> {
  const [keys, months, edges] = [
    events.map(({ eventKey }) => eventKey),
    events.map(({ edge }) => edge.otherMonth),
    events.map(({ edge }) => new Date(edge.atMs).toISOString()),
  ]
  const found = await tx<EventId[]>`
    select event.event_key as "eventKey", event.month
    from unnest(${keys}::uuid[], ${months}::date[], ${edges}::timestamptz[]) as wanted(event_key, month, edge)
    join usage_event event on event.event_key = wanted.event_key and event.month = wanted.month
    where event.occurred_at >= wanted.edge - interval '72 hours' and event.occurred_at < wanted.edge + interval '72 hours'`
  return new Map(found.map((id) => [id.eventKey, id]))
}

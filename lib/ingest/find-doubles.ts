import type { Database } from '@/lib/db/client'
import { findPossibleDoubles } from '@/lib/usage/possible-doubles'

/** What begins further apart is never told to be one call twice; whole minutes, by which some are compared. */
const marginMs = 360_000

/** Looking for doubles reads all events of the time between, so events further apart than this go without. */
const maxSpanMs = 3_600_000

/** Those of at most 1,000 events that another source may have reported too; none are looked for where they are hours apart. */
export async function findDoubles(
  db: Pick<Database, 'execute'>,
  events: readonly { readonly eventKey: string; readonly occurredAt: Date }[],
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set()
  const instants = events.map(({ occurredAt }) => occurredAt.getTime())
  const [first, last] = [Math.min(...instants), Math.max(...instants)]
  if (last - first > maxSpanMs) return new Set()
  const found = await findPossibleDoubles(db, {
    from: new Date(first - marginMs),
    to: new Date(last + marginMs),
    limit: 2_000,
    eventKeys: events.map(({ eventKey }) => eventKey),
  })
  return new Set(found.flatMap(({ kept, other }) => [kept.eventKey, other.eventKey]))
}

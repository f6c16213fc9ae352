import { compareEventIds, type EventId, type EventRow, eventIdList, eventSelectList } from './event-row'
import type { LedgerTransaction } from './ledger-client'

/**
 * Locks events until the transaction ends, in the order in which everyone writes them, and reads what they hold now. What
 * was retracted is left out, unless it is what is asked for: then all else is.
 */
export async function lockEvents(
  tx: LedgerTransaction,
  ids: readonly EventId[],
  { isRetracted = false }: { isRetracted?: boolean } = {},
): Promise<EventRow[]> {
  // Each once: an event that is named twice must not be folded out twice.
  const unique = new Map(ids.map((id) => [id.eventKey + id.month, id]))
  const sorted = [...unique.values()].sort(compareEventIds)
  const rows = await tx.unsafe<EventRow[]>(
    `select ${eventSelectList} from usage_event event
     join unnest($1::uuid[], $2::date[]) as wanted(event_key, month)
       on event.event_key = wanted.event_key and event.month = wanted.month
     where event.is_retracted = ${isRetracted}
     order by event.event_key, event.month
     for update of event`,
    eventIdList(sorted),
  )
  return [...rows]
}

import { packRecord } from './capture-rows'
import { joinContent } from './captures'
import { type EventId, type EventRow, eventIdList, eventSelectList, readRowUsage } from './event-row'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import type { NormalizedEvent } from './normalized-event'

/** A stored event, with what of its series says whether another record is the same. */
export interface StandingEvent {
  readonly row: EventRow
  readonly sourceId: number
  readonly model: string
  readonly outcome: string
}

/** Reads stored events by their primary keys. */
export async function readStandingEvents(
  sql: LedgerClient | LedgerTransaction,
  ids: readonly EventId[],
): Promise<StandingEvent[]> {
  const rows = await sql.unsafe<(EventRow & { seriesSource: number; seriesModel: string; seriesOutcome: string })[]>(
    `select ${eventSelectList}, series.source_id as "seriesSource", series.model as "seriesModel", series.outcome as "seriesOutcome"
     from unnest($1::uuid[], $2::date[]) as wanted(event_key, month)
     join usage_event event on event.event_key = wanted.event_key and event.month = wanted.month
     join usage_series series on series.id = event.series_id`,
    eventIdList(ids),
    { prepare: true },
  )
  return rows.map(({ seriesSource, seriesModel, seriesOutcome, ...row }) => ({
    row,
    sourceId: seriesSource,
    model: row.statedDimensions?.model ?? seriesModel,
    outcome: seriesOutcome,
  }))
}

/** What a stored event says, as `describeContent` tells it of a record. */
export function describeStandingContent({ row, model, outcome }: StandingEvent): string {
  return joinContent(model, outcome, readRowUsage(row))
}

/** A record that contradicts the one that stands. */
export interface Conflict {
  readonly id: EventId
  readonly event: NormalizedEvent
}

const conflictLock = 727_005

/**
 * Keeps contradicting records for triage, each content once. Called last in a transaction: the lock that makes "once" true
 * among writers is held until it ends.
 */
export async function keepConflicts(tx: LedgerTransaction, conflicts: readonly Conflict[], receivedAt: Date): Promise<void> {
  if (conflicts.length === 0) return
  await tx`select pg_advisory_xact_lock(${conflictLock})`
  const records = conflicts.map(({ event }) => packRecord(event))
  const [keys, months] = eventIdList(conflicts.map(({ id }) => id))
  await tx`
    insert into usage_capture (event_key, month, source_id, kind, received_at, record)
    select distinct on (wanted.event_key, wanted.month, wanted.source_id, wanted.record)
      wanted.event_key, wanted.month, wanted.source_id, 'conflict', ${receivedAt}, wanted.record::jsonb
    from unnest(${keys}::uuid[], ${months}::date[], ${conflicts.map(({ event }) => event.dimensions.sourceId)}::integer[],
      ${records}::text[]) as wanted(event_key, month, source_id, record)
    where not exists (
      select from usage_capture kept
      where kept.event_key = wanted.event_key and kept.month = wanted.month and kept.observer is null
        and kept.source_id = wanted.source_id and kept.record = wanted.record::jsonb
    )`
}

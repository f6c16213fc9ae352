import { usageFields } from '@/lib/pricing/split-usage'
import { type EventId, type EventRow, eventIdList, eventSelectList, readRowUsage } from './event-row'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import type { NormalizedEvent } from './normalized-event'

/** A stored event, with what of its series says whether another record is the same. */
export interface StandingEvent {
  readonly row: EventRow
  readonly model: string
  readonly outcome: string
}

/** Reads stored events by their primary keys. */
export async function readStandingEvents(
  sql: LedgerClient | LedgerTransaction,
  ids: readonly EventId[],
): Promise<StandingEvent[]> {
  const rows = await sql.unsafe<(EventRow & { seriesModel: string; seriesOutcome: string })[]>(
    `select ${eventSelectList}, series.model as "seriesModel", series.outcome as "seriesOutcome"
     from unnest($1::uuid[], $2::date[]) as wanted(event_key, month)
     join usage_event event on event.event_key = wanted.event_key and event.month = wanted.month
     join usage_series series on series.id = event.series_id`,
    eventIdList(ids),
    { prepare: true },
  )
  return rows.map(({ seriesModel, seriesOutcome, ...row }) => ({
    row,
    model: row.statedDimensions?.model ?? seriesModel,
    outcome: seriesOutcome,
  }))
}

/** Model, outcome and every count as one text: two records of a call that agree in it are the same record. */
export function describeContent({ dimensions, usage }: Pick<NormalizedEvent, 'dimensions' | 'usage'>): string {
  return joinContent(dimensions.model, dimensions.outcome, usage)
}

export function describeStandingContent({ row, model, outcome }: StandingEvent): string {
  return joinContent(model, outcome, readRowUsage(row))
}

function joinContent(model: string, outcome: string, usage: NormalizedEvent['usage']): string {
  const counts = usageFields.map((field) => usage[field] ?? (field === 'requests' ? 1n : ''))
  return [model, outcome, ...counts].join('\0')
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
  const records = conflicts.map(({ event }) =>
    JSON.stringify(event, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  )
  const [keys, months] = eventIdList(conflicts.map(({ id }) => id))
  await tx`
    insert into usage_capture (event_key, month, source_id, kind, received_at, record)
    select distinct on (wanted.event_key, wanted.month, wanted.source_id, wanted.record)
      wanted.event_key, wanted.month, wanted.source_id, 'conflict', ${receivedAt}, wanted.record
    from unnest(${keys}::uuid[], ${months}::date[], ${conflicts.map(({ event }) => event.dimensions.sourceId)}::integer[],
      ${records}::jsonb[]) as wanted(event_key, month, source_id, record)
    where not exists (
      select from usage_capture kept
      where kept.event_key = wanted.event_key and kept.month = wanted.month and kept.kind = 'conflict'
        and kept.source_id = wanted.source_id and kept.record = wanted.record
    )`
}

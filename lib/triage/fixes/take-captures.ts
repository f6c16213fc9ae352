import { onNewSeries } from '@/lib/attribution/attribute-series'
import type { Database } from '@/lib/db/client'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { type BookedEvent, packRecord, readBookedEvents, type StoredRecord, unpackRecord } from '@/lib/usage/capture-rows'
import { mergeCaptures } from '@/lib/usage/captures'
import { type EventId, type EventRow, toEventRow } from '@/lib/usage/event-row'
import type { LedgerClient, LedgerTransaction } from '@/lib/usage/ledger-client'
import { lockEvents } from '@/lib/usage/lock-events'
import type { NormalizedEvent } from '@/lib/usage/normalized-event'
import { type PublishedPrices, priceNormalizedEvent } from '@/lib/usage/price-normalized-event'
import { readReportingZone } from '@/lib/usage/reporting-zone'
import { reviseEvents } from '@/lib/usage/revise'
import { createSeriesStore } from '@/lib/usage/series'
import { createSeriesCap } from '@/lib/usage/series-cap'
import type { FixUndo } from './undo-schema'

export type SettledCapture = NonNullable<FixUndo['captures']>[number]

/** A contradicting record of a booked event, as `usage_capture` keeps it. */
interface ConflictRow extends EventId {
  readonly id: bigint
  readonly record: StoredRecord
}

const batchSize = 500

/**
 * Books what contradicting records say in place of what is booked: their counts, model and outcome, and their owner fields where
 * they state any. What gives way is kept beside the event. Of several records of one event the latest is booked.
 *
 * @returns the records that were settled, and for each event the one that gave way.
 */
export async function bookOthers(db: Database, client: LedgerClient, sources: readonly string[]): Promise<SettledCapture[]> {
  const rows = await client<ConflictRow[]>`
    select distinct on (capture.event_key, capture.month) capture.id, capture.event_key as "eventKey", capture.month, capture.record
    from usage_capture capture join source on source.id = capture.source_id
    where capture.kind = 'conflict' and source.slug = any(${[...sources]}::text[])
    order by capture.event_key, capture.month, capture.id desc`
  const settled: SettledCapture[] = []
  for (let at = 0; at < rows.length; at += batchSize) {
    const batch = rows.slice(at, at + batchSize)
    const others = new Map(batch.map((row) => [keyOf(row), unpackRecord(row.record)]))
    await reviseAs(db, client, batch, {
      eventOf: (booked, id) => {
        const other = others.get(keyOf(id))
        if (!other) return booked.event
        const looks = [
          { observer: 'other', rank: 1, event: other },
          { observer: 'booked', rank: 0, event: booked.event },
        ]
        return mergeCaptures(looks).event
      },
      keep: async (tx, booked) => {
        for (const { row, event } of booked) {
          const [kept] = await tx<{ id: bigint }[]>`
            insert into usage_capture (event_key, month, source_id, kind, received_at, record)
            values (${row.eventKey}, ${row.month}, ${event.dimensions.sourceId}, 'replaced', now(), ${packRecord(event)}::text::jsonb)
            returning id`
          const gone = await tx<{ id: bigint }[]>`
            update usage_capture set kind = 'settled'
            where event_key = ${row.eventKey} and month = ${row.month} and kind = 'conflict' returning id`
          settled.push(...gone.map(({ id }) => ({ id: String(id), replacedId: kept ? String(kept.id) : null })))
        }
      },
    })
  }
  return settled
}

/** Books again what gave way, and leaves the records contradicting as they did. */
export async function bookReplaced(db: Database, client: LedgerClient, captures: readonly SettledCapture[]): Promise<void> {
  const replacedIds = [...new Set(captures.flatMap(({ replacedId }) => replacedId ?? []))]
  const rows = await client<ConflictRow[]>`
    select id, event_key as "eventKey", month, record from usage_capture
    where id = any(${replacedIds}::bigint[]) and kind = 'replaced'`
  const before = new Map(rows.map((row) => [keyOf(row), unpackRecord(row.record)]))
  await reviseAs(db, client, rows, {
    eventOf: (booked, id) => before.get(keyOf(id)) ?? booked.event,
    keep: async (tx) => {
      await tx`delete from usage_capture where id = any(${rows.map(({ id }) => String(id))}::bigint[])`
      await tx`update usage_capture set kind = 'conflict' where id = any(${captures.map(({ id }) => id)}::bigint[]) and kind = 'settled'`
    },
  })
}

const keyOf = ({ eventKey, month }: EventId) => eventKey + month

interface Revision {
  readonly eventOf: (booked: BookedEvent, id: EventId) => NormalizedEvent
  /** What goes with it, in its transaction. */
  readonly keep: (tx: LedgerTransaction, booked: readonly BookedEvent[]) => Promise<void>
}

/** Revises booked events, roll-ups with them; those that were retracted stay so. */
async function reviseAs(db: Database, client: LedgerClient, ids: readonly EventId[], { eventOf, keep }: Revision): Promise<void> {
  const zone = await readReportingZone(client)
  const book = await getPriceBook(db)
  const prices: PublishedPrices = { book, rateSetIds: await findRateSetIds(db, book) }
  const store = createSeriesStore({ client, capDimensions: createSeriesCap(client), onNewSeries })
  const booked = [...(await readBookedEvents(client, ids)).values()].filter(({ row }) => !row.isRetracted)
  const events = booked.map((one) => eventOf(one, one.row))
  const places = await store.place(
    events.map(({ dimensions }) => dimensions),
    new Date(),
  )
  const changed = new Map<string, EventRow>()
  for (const [index, { row }] of booked.entries()) {
    const [event, place] = [events[index], places[index]]
    if (!event || !place) throw new Error('an event has no place to go')
    const isSameMonth = new Date(event.occurredAtMs).toISOString().startsWith(row.month.slice(0, 7))
    const occurredAtMs = isSameMonth ? event.occurredAtMs : row.occurredAt.getTime()
    const spot =
      row.archiveId === null || row.archiveLine === null ? null : { archiveId: row.archiveId, archiveLine: row.archiveLine }
    const price = priceNormalizedEvent(event, prices)
    changed.set(keyOf(row), toEventRow({ ...event, eventKey: row.eventKey, occurredAtMs }, row.month, price, place, spot))
  }
  await client.begin(async (tx) => {
    const locked = new Set(
      (
        await lockEvents(
          tx,
          booked.map(({ row }) => row),
        )
      ).map(keyOf),
    )
    const there = booked.filter(({ row }) => locked.has(keyOf(row)))
    await keep(tx, there)
    await reviseEvents(
      tx,
      zone,
      there.map(({ row }) => row),
      (row) => changed.get(keyOf(row)) ?? null,
    )
  })
}

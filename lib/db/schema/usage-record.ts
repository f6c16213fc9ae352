import { sql } from 'drizzle-orm'
import {
  bigint,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** Bytes, as a Node `Buffer`. */
const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** What an adapter's allow-list keeps of the records of one commit group and source, compressed, one line a record. */
export const usageArchive = pgTable(
  'usage_archive',
  {
    id: bigint({ mode: 'bigint' }).primaryKey(),
    sourceId: integer('source_id').notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    lines: integer().notNull(),
    records: bytea().notNull(),
  },
  (table) => [
    index('usage_archive_received_at').using('brin', table.receivedAt),
    // Read for the latest arrival of each source; a row is a commit group, so it costs next to nothing.
    index('usage_archive_source_id').on(table.sourceId, table.receivedAt),
  ],
)

/** A further record of a call that is booked already: a second capture, or one that contradicts the first. */
export const usageCapture = pgTable(
  'usage_capture',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    eventKey: uuid('event_key').notNull(),
    month: date().notNull(),
    sourceId: integer('source_id').notNull(),
    /**
     * `standing`: the counts of the event are this record's. `capture`: another look at the same call. `conflict`: one that
     * contradicts what stands. `aggregate`: withdrawn, because it only sums up what others say. `settled`: contradicted once,
     * and somebody decided between the two. `replaced`: stood until somebody decided for the other, and comes back if that is
     * undone.
     */
    kind: text().notNull(),
    /** Who looked; null where the record was only kept and has no say in what stands. */
    observer: text(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    /** The canonical event as it would have been booked. */
    record: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    index('usage_capture_event_key').on(table.eventKey),
    // Whoever looked at a call twice said one thing of it.
    uniqueIndex('usage_capture_observer').on(table.eventKey, table.month, table.observer).where(sql`observer is not null`),
    // Read by the page of a source; conflicts are few.
    index('usage_capture_conflict').on(table.sourceId, table.id).where(sql`kind = 'conflict'`),
  ],
)

/**
 * How the spans of a trace hang together, as far as calls are among them, so that a span which only sums up others is told
 * from a call also where parent and child arrive apart. Kept for some days.
 */
export const usageSpan = pgTable(
  'usage_span',
  {
    traceId: text('trace_id').notNull(),
    spanId: text('span_id').notNull(),
    parentSpanId: text('parent_span_id'),
    sourceId: integer('source_id').notNull(),
    /** Of a call: the event that it becomes, and the month of its instant. Null for a span that is only in between. */
    eventKey: uuid('event_key'),
    month: date(),
    /** Of a call: its tokens in and out as text; null where it says nothing of them. */
    tokens: text(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.traceId, table.spanId] }),
    // Read by the sweep; rows arrive in this order.
    index('usage_span_received_at').using('brin', table.receivedAt),
  ],
)

/** A record that was refused, without what may not be kept, with the reasons; it can be processed again. */
export const rejectedRecord = pgTable(
  'rejected_record',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    sourceId: integer('source_id').notNull(),
    format: text().notNull(),
    /** Hash of source, format and record: the same refused record sent again is counted, not stored again. */
    recordHash: uuid('record_hash').notNull().unique(),
    record: jsonb().$type<unknown>().notNull(),
    errors: jsonb().$type<{ path: string; message: string }[]>().notNull(),
    times: integer().notNull(),
    firstReceivedAt: timestamp('first_received_at', { withTimezone: true }).notNull(),
    lastReceivedAt: timestamp('last_received_at', { withTimezone: true }).notNull(),
    /** When it was accepted after all. */
    resolvedAt: timestamp('resolved_at', { withTimezone: true }),
  },
  (table) => [index('rejected_record_open').on(table.sourceId, table.id).where(sql`resolved_at is null`)],
)

/** Unregistered values seen of a source on a UTC day, so that a runaway one is capped. */
export const usageValueSeen = pgTable(
  'usage_value_seen',
  {
    sourceId: integer('source_id').notNull(),
    day: date().notNull(),
    dimension: text().notNull(),
    value: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.day, table.dimension, table.value] })],
)

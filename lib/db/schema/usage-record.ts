import { sql } from 'drizzle-orm'
import { bigint, customType, date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'

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
    /** `conflict`: same key, other content; the first stands. */
    kind: text().notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    /** The canonical event as it would have been booked. */
    record: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [index('usage_capture_event_key').on(table.eventKey)],
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

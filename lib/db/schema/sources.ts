import { bigint, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/**
 * How much of what arrived from a source, by UTC hour: what became of records, what was found, how late calls came. Kept in memory
 * by whoever takes records in and added every few seconds, so a crash loses the last of it; nothing that is billed comes from it.
 */
export const sourceTally = pgTable(
  'source_tally',
  {
    sourceId: integer('source_id').notNull(),
    /** `received` (by what became of it), `finding` (by code), `lag` (by bucket), `call` (by the hour in which calls began). */
    kind: text().notNull(),
    hour: timestamp({ withTimezone: true }).notNull(),
    name: text().notNull(),
    count: bigint({ mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.kind, table.hour, table.name] })],
)

/** Fields that a source sends and that are dropped, by name: the value is never kept. */
export const sourceUnknownField = pgTable(
  'source_unknown_field',
  {
    sourceId: integer('source_id').notNull(),
    name: text().notNull(),
    /** Bodies that held it, not records. */
    bodies: bigint({ mode: 'bigint' }).notNull(),
    firstSeenAt: timestamp('first_seen_at', { withTimezone: true }).notNull(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.name] })],
)

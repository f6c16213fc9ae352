import { sql } from 'drizzle-orm'
import { bigint, check, date, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/**
 * Two events that may be one call, seen by two sources that share no id of it. Found by a job, since finding them reads events;
 * `kept` is the one of the source that ranks higher and would stand.
 */
export const usageDouble = pgTable(
  'usage_double',
  {
    keptKey: uuid('kept_key').notNull(),
    keptMonth: date('kept_month').notNull(),
    otherKey: uuid('other_key').notNull(),
    otherMonth: date('other_month').notNull(),
    keptSourceId: integer('kept_source_id').notNull(),
    otherSourceId: integer('other_source_id').notNull(),
    /** UTC day of the kept event, by which it is looked for again. */
    day: date().notNull(),
    /** `trace`: the same trace. `look`: the same minute, model, counts and team. */
    evidence: text().notNull(),
    foundAt: timestamp('found_at', { withTimezone: true }).notNull(),
    /** What somebody decided: `once`, the other does not count; `both`, they are two calls. Null while it is open. */
    settlement: text(),
    settledAt: timestamp('settled_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.keptKey, table.otherKey] }),
    check('usage_double_settlement', sql`${table.settlement} in ('once', 'both')`),
    check('usage_double_settled', sql`(${table.settlement} is null) = (${table.settledAt} is null)`),
    index('usage_double_day').on(table.day),
    // Read by triage; open ones are few.
    index('usage_double_open').on(table.otherSourceId).where(sql`settlement is null`),
  ],
)

/** What was decided for the calls to come of a source that others see too. */
export const usageDoubleRule = pgTable(
  'usage_double_rule',
  {
    otherSourceId: integer('other_source_id').primaryKey(),
    settlement: text().notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: timestamp('decided_at', { withTimezone: true }).notNull(),
  },
  (table) => [check('usage_double_rule_settlement', sql`${table.settlement} in ('once', 'both')`)],
)

/** How many requests a UTC day had when it was last searched for doubles: another number, and it is searched again. */
export const usageDoubleScan = pgTable('usage_double_scan', {
  day: date().primaryKey(),
  requests: bigint({ mode: 'bigint' }).notNull(),
  scannedAt: timestamp('scanned_at', { withTimezone: true }).notNull(),
})

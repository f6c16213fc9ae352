import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** The repricing under way, one row or none: where it got to, so that one that was cut off goes on and need not begin anew. */
export const usageRepricing = pgTable('usage_repricing', {
  id: integer().primaryKey().default(1),
  /** The version of the price book that it prices by; another version begins anew. */
  priceVersion: text('price_version').notNull(),
  hour: text().notNull(),
  eventKey: uuid('event_key').notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
})

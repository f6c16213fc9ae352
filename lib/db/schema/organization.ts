import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/**
 * The one organisation of this installation: a single row, made at the first start. The reporting zone is fixed then,
 * because daily roll-ups are keyed by its days.
 */
export const organization = pgTable('organization', {
  id: integer().primaryKey().default(1),
  reportingZone: text('reporting_zone').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

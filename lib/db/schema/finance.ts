import { sql } from 'drizzle-orm'
import { check, date, integer, jsonb, numeric, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'

/**
 * A statement of a month as it was published: never changed, and superseded only by the next version. A trigger refuses change
 * and removal.
 */
export const statementVersion = pgTable(
  'statement_version',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** The first day of the month. */
    month: date({ mode: 'string' }).notNull(),
    /** Counts from 1 within the month. */
    version: integer().notNull(),
    /** The name of a person or of a key. */
    publishedBy: text('published_by').notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull().defaultNow(),
    note: text(),
    /** The reporting zone whose month it is. */
    zone: text().notNull(),
    /** The instant of the snapshot that its figures are from. */
    asOf: timestamp('as_of', { withTimezone: true }).notNull(),
    /** The version of the price book in force then. */
    priceVersion: integer('price_version').notNull(),
    /** Both views of the statement, whole, as everybody who sees everything read them, and the prices that they used. */
    document: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    /** Of what the statement says, apart from when it was read and by whom it was published. */
    contentSha256: text('content_sha256').notNull(),
    total: numeric({ precision: 38, scale: 18 }).notNull(),
  },
  (table) => [
    // Lists of months ask for the latest version of each.
    unique('statement_version_month_version_key').on(table.month, table.version),
    check('statement_version_whole_month', sql`extract(day from ${table.month}) = 1`),
    check('statement_version_from_one', sql`${table.version} >= 1`),
    check('statement_version_sha256', sql`${table.contentSha256} ~ '^[0-9a-f]{64}$'`),
  ],
)

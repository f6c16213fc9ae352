import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { priceBook } from './pricing'
import { tstzrange } from './range-types'

/**
 * A published price with everything that bears on it applied, as events and roll-ups name it. The same key at the same rates
 * keeps its id from version to version; a correction is a new row. Id 0 stands for "unpriced".
 */
export const rateSet = pgTable(
  'rate_set',
  {
    id: integer().primaryKey().generatedByDefaultAsIdentity({ startWith: 1 }),
    bookId: integer('book_id')
      .notNull()
      .references(() => priceBook.id),
    /** `RateSet.key`. */
    key: text().notNull(),
    /** SHA-256 over the effective rates, minimums and terms, in hexadecimal. */
    ratesHash: text('rates_hash').notNull(),
    provider: text().notNull(),
    listedUnder: text('listed_under').notNull(),
    model: text().notNull(),
    tier: text().notNull(),
    valid: tstzrange().notNull(),
    dailyUtc: jsonb('daily_utc').$type<[string, string][]>(),
    weekdays: smallint().array(),
    weekdayZone: text('weekday_zone'),
    bandOver: bigint('band_over', { mode: 'number' }),
    bandInclusive: boolean('band_inclusive'),
    uplift: text(),
    billingAccount: text('billing_account'),
    terms: text().array().notNull(),
    firstVersion: integer('first_version').notNull(),
    /** The last version that has it; null while the latest one does. A set that comes back is open again. */
    lastVersion: integer('last_version'),
  },
  (table) => [
    uniqueIndex('rate_set_natural_key').on(table.bookId, table.key, table.ratesHash),
    // A correction looks for the rate sets of a model.
    index('rate_set_model').on(table.bookId, table.provider, table.model, table.tier),
  ],
)

/** What one meter costs under a rate set, in USD for `per`. */
export const rateSetRate = pgTable(
  'rate_set_rate',
  {
    rateSetId: integer('rate_set_id')
      .notNull()
      .references(() => rateSet.id),
    meter: text().notNull(),
    /** The meter whose published rate this is: another one where the fallback applied. */
    publishedAs: text('published_as').notNull(),
    per: bigint({ mode: 'bigint' }).notNull(),
    listRate: numeric('list_rate', { precision: 38, scale: 18 }).notNull(),
    contractRate: numeric('contract_rate', { precision: 38, scale: 18 }).notNull(),
    /** In the meter's unit. */
    minimum: numeric({ precision: 38, scale: 18 }),
  },
  (table) => [primaryKey({ columns: [table.rateSetId, table.meter] })],
)

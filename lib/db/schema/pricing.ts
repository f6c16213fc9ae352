import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { int4range, tstzrange } from './range-types'

/*
 * Prices have two time axes. `valid` is when the provider charges it. `known` is which published versions say so, a half-open
 * range of version numbers: the book of version V is every row whose `known` contains V. Publishing closes the `known` of rows
 * that are no longer believed and adds others; triggers refuse every other change. Exclusion constraints (in the migration)
 * refuse two rows that one version could not choose between.
 */

const rate = () => numeric({ precision: 38, scale: 18 })
const bookId = () =>
  integer('book_id')
    .notNull()
    .references(() => priceBook.id)
const known = () => int4range().notNull()

/** A price book: the list prices in one currency, with the contract terms agreed beside them. */
export const priceBook = pgTable('price_book', {
  id: integer().primaryKey(),
  slug: text().notNull().unique(),
  currency: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** A published state of a book. Never changes. */
export const priceVersion = pgTable(
  'price_version',
  {
    bookId: bookId(),
    number: integer().notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
    publishedBy: text('published_by').notNull(),
    note: text().notNull(),
    /** Where the draft came from: `shipped`, `hand` or `import`. */
    origin: text().notNull(),
    /** The day on which the figures were last compared with what providers publish. */
    asOf: date('as_of', { mode: 'string' }).notNull(),
    /** What no provider owns: meters, sources, tier aliases, how names are read. Checked by `priceBookHeaderSchema`. */
    header: jsonb().$type<unknown>().notNull(),
    /** Providers, models, price sets, rates, rate sets, terms; for lists. */
    counts: jsonb().$type<Record<string, number>>().notNull(),
    /** How many changes of each kind this version made. */
    changeCounts: jsonb('change_counts').$type<Record<string, number>>().notNull(),
    /** The transaction that published: only it may add or close rows for this version. */
    transactionId: bigint('transaction_id', { mode: 'bigint' }).notNull().default(sql`txid_current()`),
  },
  (table) => [
    primaryKey({ columns: [table.bookId, table.number] }),
    check('price_version_positive', sql`${table.number} > 0`),
    check('price_version_origin', sql`${table.origin} in ('shipped', 'hand', 'import')`),
  ],
)

/** What a version changed against the one before. Where `rerate` is set, usage of that span is offered for rating anew. */
export const priceVersionChange = pgTable(
  'price_version_change',
  {
    bookId: bookId(),
    version: integer().notNull(),
    position: integer().notNull(),
    kind: text().notNull(),
    provider: text(),
    model: text(),
    tier: text(),
    valid: tstzrange(),
    /** The part of `valid` that was past at publication: usage in it may have been rated otherwise. */
    rerate: tstzrange(),
    summary: text().notNull(),
    before: jsonb().$type<unknown>(),
    after: jsonb().$type<unknown>(),
  },
  (table) => [
    primaryKey({ columns: [table.bookId, table.version, table.position] }),
    foreignKey({ columns: [table.bookId, table.version], foreignColumns: [priceVersion.bookId, priceVersion.number] }),
    // A model's page lists what changed it.
    index('price_version_change_model').on(table.bookId, table.provider, table.model),
  ],
)

/** A seller of models. */
export const priceProvider = pgTable('price_provider', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  bookId: bookId(),
  provider: text().notNull(),
  /** Providers whose list applies where this one publishes nothing of its own, in order. */
  fallback: text().array(),
  /** The provider's own words for tiers. */
  tierAliases: jsonb('tier_aliases').$type<Record<string, string>>(),
  known: known(),
})

/** A name under which sources send a provider. */
export const priceProviderAlias = pgTable('price_provider_alias', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  bookId: bookId(),
  provider: text().notNull(),
  alias: text().notNull(),
  position: integer().notNull(),
  known: known(),
})

/** What a region adds to the token rates of some models. */
export const priceUplift = pgTable('price_uplift', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  bookId: bookId(),
  provider: text().notNull(),
  uplift: text().notNull(),
  region: text().notNull(),
  multiply: rate().notNull(),
  models: text().array().notNull(),
  position: integer().notNull(),
  known: known(),
})

/** A model as one provider lists it. */
export const priceModel = pgTable(
  'price_model',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    bookId: bookId(),
    provider: text().notNull(),
    model: text().notNull(),
    name: text(),
    contextWindow: bigint('context_window', { mode: 'number' }),
    known: known(),
  },
  (table) => [index('price_model_name').on(table.bookId, table.provider, table.model)],
)

/** Another name of a model: exact, or a pattern of one of the kinds that `matchModel` tries. */
export const priceAlias = pgTable(
  'price_alias',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    bookId: bookId(),
    provider: text().notNull(),
    model: text().notNull(),
    kind: text().notNull(),
    pattern: text().notNull(),
    position: integer().notNull(),
    known: known(),
  },
  (table) => [
    index('price_alias_model').on(table.bookId, table.provider, table.model),
    check('price_alias_kind', sql`${table.kind} in ('exact', 'regex', 'family', 'prefix', 'suffix', 'contains')`),
  ],
)

/** What a model costs in one tier during one span of time, at the times of day and days of the week of its window. */
export const priceSet = pgTable(
  'price_set',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    bookId: bookId(),
    provider: text().notNull(),
    model: text().notNull(),
    tier: text().notNull(),
    valid: tstzrange().notNull(),
    /** `[["16:30","00:30"]]` in UTC; null: all day. */
    dailyUtc: jsonb('daily_utc').$type<[string, string][]>(),
    /** 1 = Monday … 7 = Sunday; null: every day. */
    weekdays: smallint().array(),
    weekdayZone: text('weekday_zone'),
    /** Daily times, weekdays and zone in one text, for the constraint. Empty: always. */
    windowKey: text('window_key').notNull(),
    /** Keys of the sources in the version's header. */
    sources: text().array(),
    position: integer().notNull(),
    known: known(),
  },
  (table) => [
    index('price_set_model').on(table.bookId, table.provider, table.model),
    check('price_set_valid_some', sql`not isempty(${table.valid})`),
  ],
)

/** From how many input tokens on other rates apply. `band` 1, 2 … as the price list has them; 0 is the base and has no row. */
export const priceBand = pgTable(
  'price_band',
  {
    priceSetId: integer('price_set_id')
      .notNull()
      .references(() => priceSet.id),
    band: smallint().notNull(),
    over: bigint({ mode: 'number' }).notNull(),
    inclusive: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.priceSetId, table.band] }),
    unique('price_band_threshold').on(table.priceSetId, table.over),
    check('price_band_range', sql`${table.band} > 0 and ${table.over} >= 0`),
  ],
)

/** One published rate: USD for the meter's published quantity. */
export const priceRate = pgTable(
  'price_rate',
  {
    priceSetId: integer('price_set_id')
      .notNull()
      .references(() => priceSet.id),
    band: smallint().notNull(),
    meter: text().notNull(),
    rate: rate().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.priceSetId, table.band, table.meter] }),
    check('price_rate_not_negative', sql`${table.rate} >= 0`),
  ],
)

/** The least quantity that is billed where any is. */
export const priceMinimum = pgTable(
  'price_minimum',
  {
    priceSetId: integer('price_set_id')
      .notNull()
      .references(() => priceSet.id),
    meter: text().notNull(),
    quantity: rate().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.priceSetId, table.meter] }),
    check('price_minimum_not_negative', sql`${table.quantity} >= 0`),
  ],
)

/** A dated agreement with a provider; the meaning of each column is `contractTermSchema`. */
export const contractTerm = pgTable('contract_term', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  bookId: bookId(),
  term: text().notNull(),
  provider: text().notNull(),
  account: text(),
  model: text(),
  tier: text(),
  meter: text(),
  meterGroup: text('meter_group'),
  kind: text().notNull(),
  value: rate().notNull(),
  valid: tstzrange().notNull(),
  /** Everything that says what the term is about in one text, for the constraint. */
  scopeKey: text('scope_key').notNull(),
  known: known(),
})

/** A version in the making: a whole target document, changed at will until it is published or discarded. */
export const priceDraft = pgTable('price_draft', {
  id: uuid().primaryKey().defaultRandom(),
  bookId: bookId(),
  baseVersion: integer('base_version').notNull(),
  /** Counts edits, so that nobody publishes what they have not seen. */
  revision: integer().notNull().default(1),
  origin: text().notNull(),
  note: text().notNull(),
  author: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  /** A `PriceBookDocument`, which may have faults until it is published. */
  document: jsonb().$type<unknown>().notNull(),
  /** `ContractTermDocument[]`. */
  terms: jsonb().$type<unknown>().notNull(),
})

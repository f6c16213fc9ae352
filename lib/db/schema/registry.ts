import { sql } from 'drizzle-orm'
import { bigint, check, date, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { daterange } from './range-types'

/*
 * Who there is, and who belongs to whom from which day on. Days are those of the organisation's reporting zone; spans are
 * half-open. Exclusion constraints (in the migration) refuse two spans of one member that overlap; a gap means "to nothing".
 */

/** A group of people that owns spend. The slug is what callers send and never changes hands. */
export const team = pgTable(
  'team',
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    archivedAt: timestamp('archived_at', { withTimezone: true }),
    /** The first day on which an archived team owns nothing any more. */
    archivedFrom: date('archived_from', { mode: 'string' }),
  },
  (table) => [check('team_archived_from_a_day', sql`(${table.archivedAt} is null) = (${table.archivedFrom} is null)`)],
)

/** Where the general ledger books a cost. */
export const costCenter = pgTable('cost_center', {
  id: uuid().primaryKey().defaultRandom(),
  code: text().notNull().unique(),
  name: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
})

/** What cost centres roll up to. */
export const businessUnit = pgTable('business_unit', {
  id: uuid().primaryKey().defaultRandom(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
})

/** Which cost centre a team belongs to, from which day to which. */
export const teamCostCenter = pgTable(
  'team_cost_center',
  {
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    costCenterId: uuid('cost_center_id')
      .notNull()
      .references(() => costCenter.id),
    period: daterange().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.period] }),
    check('team_cost_center_period_some', sql`not isempty(${table.period})`),
    // Read when a cost centre is looked at or archived.
    index('team_cost_center_cost_center_id').on(table.costCenterId),
  ],
)

/** Which business unit a cost centre belongs to, from which day to which. */
export const costCenterBusinessUnit = pgTable(
  'cost_center_business_unit',
  {
    costCenterId: uuid('cost_center_id')
      .notNull()
      .references(() => costCenter.id),
    businessUnitId: uuid('business_unit_id')
      .notNull()
      .references(() => businessUnit.id),
    period: daterange().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.costCenterId, table.period] }),
    check('cost_center_business_unit_period_some', sql`not isempty(${table.period})`),
    index('cost_center_business_unit_business_unit_id').on(table.businessUnitId),
  ],
)

/** Counts changes of the registry, in one row, so that processes know when what they keep of it in memory is old. */
export const registryVersion = pgTable(
  'registry_version',
  {
    id: integer().primaryKey(),
    version: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [check('registry_version_single', sql`${table.id} = 1`)],
)

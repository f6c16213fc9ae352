import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
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
  /** The account of the general ledger that its AI spend is posted to; null where finance has not said. */
  glAccount: text('gl_account'),
  /** Who answers for it, by e-mail, in lower case; need not sign in here. */
  ownerEmail: text('owner_email'),
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

/** What people work on; callers send the slug as `project_id`. */
export const project = pgTable('project', {
  id: uuid().primaryKey().defaultRandom(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
})

/** What projects roll up to. */
export const productLine = pgTable('product_line', {
  id: uuid().primaryKey().defaultRandom(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
})

/** A program that calls models; callers send the slug as `service`. */
export const service = pgTable('service', {
  id: uuid().primaryKey().defaultRandom(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
})

/** An API key of a provider or gateway, as usage names it in `api_key`: an id or a hash, never the secret. */
export const providerKey = pgTable('provider_key', {
  id: uuid().primaryKey().defaultRandom(),
  key: text().notNull().unique(),
  name: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
})

/** Which team a project is of, from which day to which. */
export const projectTeam = pgTable(
  'project_team',
  {
    projectId: uuid('project_id')
      .notNull()
      .references(() => project.id),
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    period: daterange().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.period] }),
    check('project_team_period_some', sql`not isempty(${table.period})`),
    index('project_team_team_id').on(table.teamId),
  ],
)

/** Which team runs a service, from which day to which. */
export const serviceTeam = pgTable(
  'service_team',
  {
    serviceId: uuid('service_id')
      .notNull()
      .references(() => service.id),
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    period: daterange().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serviceId, table.period] }),
    check('service_team_period_some', sql`not isempty(${table.period})`),
    index('service_team_team_id').on(table.teamId),
  ],
)

/**
 * Which team holds a provider's key, from which day to which. An exclusive key decides who owns what is called with it; a
 * shared one never does, and its team only looks after it.
 */
export const providerKeyTeam = pgTable(
  'provider_key_team',
  {
    providerKeyId: uuid('provider_key_id')
      .notNull()
      .references(() => providerKey.id),
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    isExclusive: boolean('is_exclusive').notNull(),
    period: daterange().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.providerKeyId, table.period] }),
    check('provider_key_team_period_some', sql`not isempty(${table.period})`),
    index('provider_key_team_team_id').on(table.teamId),
  ],
)

/** Which product line a project belongs to, from which day to which. */
export const projectProductLine = pgTable(
  'project_product_line',
  {
    projectId: uuid('project_id')
      .notNull()
      .references(() => project.id),
    productLineId: uuid('product_line_id')
      .notNull()
      .references(() => productLine.id),
    period: daterange().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.period] }),
    check('project_product_line_period_some', sql`not isempty(${table.period})`),
    index('project_product_line_product_line_id').on(table.productLineId),
  ],
)

/**
 * Another name under which something registered is sent: a misspelling, a gateway's id, what was merged into it. Of what usage
 * names, the alias gives way to the registered slug or code; the series keeps what was sent.
 */
export const registryAlias = pgTable(
  'registry_alias',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** `team`, `cost_center`, `project`, `service` or `environment`. */
    kind: text().notNull(),
    /** As sent; upper and lower case and edges of blanks do not count. */
    alias: text().notNull(),
    /** The slug or code that is meant. */
    target: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('registry_alias_kind_alias_key').on(table.kind, table.alias),
    check('registry_alias_kind', sql`${table.kind} in ('team', 'cost_center', 'project', 'service', 'environment')`),
    check('registry_alias_lower', sql`${table.alias} = lower(btrim(${table.alias}))`),
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

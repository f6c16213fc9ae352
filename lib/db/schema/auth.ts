import { sql } from 'drizzle-orm'
import { check, index, integer, pgEnum, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { costCenter, team } from './registry'

/** What a person may do; the meaning of each role is the table in `lib/auth/permissions.ts`. */
export const roleEnum = pgEnum('role', ['admin', 'finance', 'lead', 'engineer', 'auditor'])

/** A person who signs in. E-mail is stored in lower case. */
export const appUser = pgTable(
  'app_user',
  {
    id: uuid().primaryKey().defaultRandom(),
    email: text().notNull(),
    name: text().notNull(),
    role: roleEnum().notNull(),
    passwordHash: text('password_hash').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastSignInAt: timestamp('last_sign_in_at', { withTimezone: true }),
    disabledAt: timestamp('disabled_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('app_user_email_key').on(table.email),
    check('app_user_email_lower', sql`${table.email} = lower(${table.email})`),
  ],
)

/** The teams that a lead or an engineer sees. */
export const userTeam = pgTable(
  'user_team',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.id, { onDelete: 'cascade' }),
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
  },
  (table) => [primaryKey({ columns: [table.userId, table.teamId] })],
)

/** The cost centres that a lead sees beside their teams. */
export const userCostCenter = pgTable(
  'user_cost_center',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.id, { onDelete: 'cascade' }),
    costCenterId: uuid('cost_center_id')
      .notNull()
      .references(() => costCenter.id),
  },
  (table) => [primaryKey({ columns: [table.userId, table.costCenterId] })],
)

/** A signed-in browser. The cookie only names the row, so that revoking it ends the session at the next request. */
export const userSession = pgTable(
  'user_session',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    userAgent: text('user_agent').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
  },
  (table) => [
    // Read by the account page (sessions of one person) and by the sweep (those long expired).
    index('user_session_user_id').on(table.userId),
    index('user_session_expires_at').on(table.expiresAt),
  ],
)

/** Whether a source's records are counted (`ledger`) or only compared with (`evidence`). */
export const sourceRoleEnum = pgEnum('source_role', ['ledger', 'evidence'])

/** A named instance that sends usage, such as `litellm-eu`. A higher rank wins where two saw the same call. */
export const source = pgTable('source', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  slug: text().notNull().unique(),
  format: text().notNull(),
  role: sourceRoleEnum().notNull(),
  rank: integer().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** A credential of a program. Only the hash is kept; the prefix is what people recognise it by. */
export const apiKey = pgTable(
  'api_key',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    prefix: text().notNull(),
    keyHash: text('key_hash').notNull(),
    scopes: text().array().notNull(),
    sourceId: integer('source_id').references(() => source.id),
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('api_key_key_hash_key').on(table.keyHash),
    check('api_key_scopes_some', sql`cardinality(${table.scopes}) > 0`),
    check('api_key_ingest_has_source', sql`not ('ingest' = any(${table.scopes})) or ${table.sourceId} is not null`),
  ],
)

/** Counters of the rate limits, shared by both processes and kept across restarts. Columns as rate-limiter-flexible wants. */
export const rateLimit = pgTable('rate_limit', {
  key: text().primaryKey(),
  points: integer().notNull(),
  expire: timestamp({ withTimezone: true }),
})

import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { daterange } from './range-types'
import { team } from './registry'
import { usageSeries } from './usage'

/**
 * Who owns a series on which days of the reporting zone: a team, a pool, or nobody and why. The spans of a series cover all of
 * time: an exclusion constraint (in the migration) refuses an overlap, `findOwnershipFaults` finds a gap. Written only by
 * `lib/attribution`, under its lock, so that reports may join it without a look at the registry.
 */
export const seriesOwnership = pgTable(
  'series_ownership',
  {
    seriesId: integer('series_id')
      .notNull()
      .references(() => usageSeries.id),
    period: daterange().notNull(),
    /** `team`, `pool` or `none`. */
    ownerKind: text('owner_kind').notNull(),
    teamId: uuid('team_id').references(() => team.id),
    poolId: uuid('pool_id'),
    /** Why nobody owns it: `missing_team`, `unknown_team`, `archived_team`. */
    reason: text(),
    /** What named the owner. */
    basis: text(),
    /** The rule that named the owner, where one did. */
    ruleId: uuid('rule_id'),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.seriesId, table.period] }),
    check('series_ownership_period_some', sql`not isempty(${table.period})`),
    check('series_ownership_owner_kind', sql`${table.ownerKind} in ('team', 'pool', 'none')`),
    check(
      'series_ownership_one_owner',
      sql`(${table.ownerKind} = 'team') = (${table.teamId} is not null) and (${table.ownerKind} = 'pool') = (${table.poolId} is not null)`,
    ),
    check('series_ownership_reason_of_none', sql`(${table.ownerKind} = 'none') = (${table.reason} is not null)`),
    check('series_ownership_basis_of_owner', sql`${table.ownerKind} = 'none' or ${table.basis} is not null`),
    check(
      'series_ownership_basis',
      sql`${table.basis} in ('decision', 'rule', 'key', 'metadata', 'tag', 'user', 'resource', 'mapping')`,
    ),
    // Read where one team's series are asked for.
    index('series_ownership_team_id').on(table.teamId),
  ],
)

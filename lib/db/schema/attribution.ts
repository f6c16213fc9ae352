import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { daterange } from './range-types'
import { costCenter, project, team } from './registry'
import { usageSeries } from './usage'

/** A condition of a rule over the dimensions of a series; all conditions of a rule must hold. */
export interface RuleCondition {
  /** A dimension that a rule may look at: those that are stated, never a conversation, request or person. */
  readonly dimension: string
  readonly operator: 'equals' | 'one_of' | 'prefix' | 'present' | 'absent'
  /** None of `present` and `absent`, one of `equals` and `prefix`. */
  readonly values: readonly string[]
}

/**
 * Assigns the series that meet its conditions to a team, a pool or a project, on the days of its period. Of several that hold,
 * decisions come before rules, then the lowest position decides. A rule that is undone keeps its row.
 */
export const attributionRule = pgTable(
  'attribution_rule',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    /** `rule`, or `decision`: of triage or of a dispute. */
    kind: text().notNull(),
    position: integer().notNull(),
    conditions: jsonb().$type<readonly RuleCondition[]>().notNull(),
    period: daterange().notNull(),
    /** Exactly one of these three. */
    teamId: uuid('team_id').references(() => team.id),
    poolId: uuid('pool_id').references(() => sharedPool.id),
    projectId: uuid('project_id').references(() => project.id),
    note: text(),
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    /** When it was undone; it decides nothing any more. */
    retiredAt: timestamp('retired_at', { withTimezone: true }),
  },
  (table) => [
    check('attribution_rule_kind', sql`${table.kind} in ('rule', 'decision')`),
    check('attribution_rule_period_some', sql`not isempty(${table.period})`),
    check('attribution_rule_one_target', sql`num_nonnulls(${table.teamId}, ${table.poolId}, ${table.projectId}) = 1`),
  ],
)

/** Spend that several teams share by agreement, such as the platform's, with somebody who approves how it is shared. */
export const sharedPool = pgTable('shared_pool', {
  id: uuid().primaryKey().defaultRandom(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** Who approves its policies, by e-mail, in lower case. */
  approverEmail: text('approver_email').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
})

/** Where a pool's spend is booked before and unless it is shared out, from which day to which. */
export const poolCostCenter = pgTable(
  'pool_cost_center',
  {
    poolId: uuid('pool_id')
      .notNull()
      .references(() => sharedPool.id),
    costCenterId: uuid('cost_center_id')
      .notNull()
      .references(() => costCenter.id),
    period: daterange().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.poolId, table.period] }),
    check('pool_cost_center_period_some', sql`not isempty(${table.period})`),
    index('pool_cost_center_cost_center_id').on(table.costCenterId),
  ],
)

/** How a pool is shared out in whole months from one on, as proposed and, where it is in force, approved. Never changed. */
export const poolPolicy = pgTable(
  'pool_policy',
  {
    id: uuid().primaryKey().defaultRandom(),
    poolId: uuid('pool_id')
      .notNull()
      .references(() => sharedPool.id),
    /** The first day of the first month that it holds for; until a later approved one begins. */
    effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
    /** `central`, `fixed`, `direct_spend`, `requests` or `even`. */
    method: text().notNull(),
    /** Of `fixed`: shares in percent as decimal text, adding up to 100; of the others: the teams, all where none is named. */
    shares: jsonb().$type<readonly { readonly team: string; readonly percent: string | null }[]>().notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: timestamp('proposed_at', { withTimezone: true }).notNull().defaultNow(),
    decidedBy: text('decided_by'),
    decidedAt: timestamp('decided_at', { withTimezone: true }),
    /** `approved` or `refused`; null while nobody has decided. */
    decision: text(),
    note: text(),
  },
  (table) => [
    check('pool_policy_method', sql`${table.method} in ('central', 'fixed', 'direct_spend', 'requests', 'even')`),
    check('pool_policy_whole_months', sql`extract(day from ${table.effectiveFrom}) = 1`),
    check('pool_policy_decision', sql`${table.decision} in ('approved', 'refused')`),
    check('pool_policy_decided', sql`(${table.decision} is null) = (${table.decidedAt} is null)`),
    index('pool_policy_pool_id').on(table.poolId, table.effectiveFrom),
  ],
)

/** Spend from before usage was recorded, by somebody's reckoning: shown apart, never counted as audited. */
export const spendEstimate = pgTable(
  'spend_estimate',
  {
    id: uuid().primaryKey().defaultRandom(),
    teamId: uuid('team_id').references(() => team.id),
    costCenterId: uuid('cost_center_id').references(() => costCenter.id),
    provider: text(),
    period: daterange().notNull(),
    amount: numeric({ precision: 38, scale: 18 }).notNull(),
    /** How it was reckoned, in words: from which invoice, by which key. */
    method: text().notNull(),
    author: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** When it was taken back, because something better is known. */
    withdrawnAt: timestamp('withdrawn_at', { withTimezone: true }),
  },
  (table) => [
    check(
      'spend_estimate_period_bounded',
      sql`not isempty(${table.period}) and not lower_inf(${table.period}) and not upper_inf(${table.period})`,
    ),
    check('spend_estimate_amount_positive', sql`${table.amount} > 0`),
    check('spend_estimate_owner', sql`num_nonnulls(${table.teamId}, ${table.costCenterId}) = 1`),
  ],
)

/** "This is not ours": a line of a team that somebody disputes, the owner they propose, and what was decided. */
export const ownershipDispute = pgTable(
  'ownership_dispute',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** The team whose figure it is. */
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    /** Exactly one of these two is proposed. */
    proposedTeamId: uuid('proposed_team_id').references(() => team.id),
    proposedPoolId: uuid('proposed_pool_id').references(() => sharedPool.id),
    /** Which series of the team: as the conditions of the rule that would move them. */
    conditions: jsonb().$type<readonly RuleCondition[]>().notNull(),
    period: daterange().notNull(),
    reason: text().notNull(),
    raisedBy: text('raised_by').notNull(),
    raisedAt: timestamp('raised_at', { withTimezone: true }).notNull().defaultNow(),
    /** `open`, `accepted`, `refused` or `withdrawn`. */
    state: text().notNull(),
    decidedBy: text('decided_by'),
    decidedAt: timestamp('decided_at', { withTimezone: true }),
    decisionNote: text('decision_note'),
    /** The decision that moved it, where it was accepted. */
    ruleId: uuid('rule_id').references(() => attributionRule.id),
  },
  (table) => [
    check('ownership_dispute_state', sql`${table.state} in ('open', 'accepted', 'refused', 'withdrawn')`),
    check('ownership_dispute_decided', sql`(${table.state} = 'open') = (${table.decidedAt} is null)`),
    check('ownership_dispute_one_proposal', sql`num_nonnulls(${table.proposedTeamId}, ${table.proposedPoolId}) = 1`),
    index('ownership_dispute_team_id').on(table.teamId),
  ],
)

/** What the organisation agrees with those who send usage, in numbered versions that never change. */
export const attributionContract = pgTable('attribution_contract', {
  version: integer().primaryKey(),
  /** As `lib/attribution/contract` reads it. */
  document: jsonb().$type<Record<string, unknown>>().notNull(),
  publishedBy: text('published_by').notNull(),
  publishedAt: timestamp('published_at', { withTimezone: true }).notNull().defaultNow(),
  note: text(),
})

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
    poolId: uuid('pool_id').references(() => sharedPool.id),
    /** Why nobody owns it: `missing_team`, `unknown_team`, `archived_team`. */
    reason: text(),
    /** The project that a rule puts it into; null leaves the one that the series states. */
    projectId: uuid('project_id').references(() => project.id),
    /** The rule that named the project, where one did. */
    projectRuleId: uuid('project_rule_id').references(() => attributionRule.id),
    /** Two levels of trust name different owners on these days: the finding `owner_conflict`. */
    hasConflict: boolean('has_conflict').notNull().default(false),
    /** What named the owner. */
    basis: text(),
    /** The rule that named the owner, where one did. */
    ruleId: uuid('rule_id').references(() => attributionRule.id),
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

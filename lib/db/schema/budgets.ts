import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { appUser } from './auth'

/*
 * What may be spent, by whom, and what happens then. Periods are calendar months, quarters or years of the organisation's
 * reporting zone, told by their first day.
 */

/** What of the spend report a budget is about: values by dimension, as the report filters; empty is the whole organisation. */
export type BudgetFilters = Readonly<Record<string, readonly string[]>>

/** What may be spent in each period by a part of the organisation. Its scope and the kind of its period never change. */
export const budget = pgTable(
  'budget',
  {
    id: uuid().primaryKey().defaultRandom(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    filters: jsonb().$type<BudgetFilters>().notNull(),
    /** `month`, `quarter` or `year`. */
    periodKind: text('period_kind').notNull(),
    /** Who answers for it, by e-mail, in lower case; need not sign in here. */
    ownerEmail: text('owner_email'),
    /** Percent of the amount at which spend, or the forecast of the period's end, is told of. */
    actualThresholds: numeric('actual_thresholds', { precision: 7, scale: 2 }).array().notNull(),
    forecastThresholds: numeric('forecast_thresholds', { precision: 7, scale: 2 }).array().notNull(),
    /** What becomes of calls once the amount is spent: `notify`, `throttle`, `require_approval` or `deny`. */
    fullAction: text('full_action').notNull(),
    /** The workloads that go on whatever is spent: those that meet all filters of one of these. */
    critical: jsonb().$type<readonly BudgetFilters[]>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    archivedAt: timestamp('archived_at', { withTimezone: true }),
  },
  (table) => [
    check('budget_period_kind', sql`${table.periodKind} in ('month', 'quarter', 'year')`),
    check('budget_full_action', sql`${table.fullAction} in ('notify', 'throttle', 'require_approval', 'deny')`),
    check('budget_owner_email_lower', sql`${table.ownerEmail} = lower(${table.ownerEmail})`),
    check('budget_thresholds_positive', sql`0 < all(${table.actualThresholds}) and 0 < all(${table.forecastThresholds})`),
  ],
)

/** Asks for another amount; who may approve decides. Approved, it becomes an amendment. */
export const budgetRequest = pgTable(
  'budget_request',
  {
    id: uuid().primaryKey().defaultRandom(),
    budgetId: uuid('budget_id')
      .notNull()
      .references(() => budget.id),
    /** The first day of the first period that it is for. */
    effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
    amount: numeric({ precision: 38, scale: 18 }).notNull(),
    reason: text().notNull(),
    requestedBy: text('requested_by').notNull(),
    /** Whom the decision is told to; null where a program asked. */
    requestedByUserId: uuid('requested_by_user_id').references(() => appUser.id, { onDelete: 'set null' }),
    requestedAt: timestamp('requested_at', { withTimezone: true }).notNull().defaultNow(),
    /** `open`, `approved`, `refused` or `withdrawn`. */
    state: text().notNull(),
    decidedBy: text('decided_by'),
    decidedAt: timestamp('decided_at', { withTimezone: true }),
    decisionNote: text('decision_note'),
  },
  (table) => [
    check('budget_request_state', sql`${table.state} in ('open', 'approved', 'refused', 'withdrawn')`),
    check('budget_request_decided', sql`(${table.state} = 'open') = (${table.decidedAt} is null)`),
    check('budget_request_amount_positive', sql`${table.amount} > 0`),
    // One question at a time.
    uniqueIndex('budget_request_one_open').on(table.budgetId).where(sql`state = 'open'`),
    index('budget_request_budget_id').on(table.budgetId),
  ],
)

/**
 * What the amount is, from a period on. Never changed: the amount of a period is that of the last amendment (by `position`)
 * among those that begin with it or before it.
 */
export const budgetAmendment = pgTable(
  'budget_amendment',
  {
    id: uuid().primaryKey().defaultRandom(),
    budgetId: uuid('budget_id')
      .notNull()
      .references(() => budget.id),
    /** Counts the amendments of all budgets in the order in which they were approved. */
    position: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    /** The first day of the first period that it holds for. */
    effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
    amount: numeric({ precision: 38, scale: 18 }).notNull(),
    reason: text().notNull(),
    requestedBy: text('requested_by').notNull(),
    approvedBy: text('approved_by').notNull(),
    approvedAt: timestamp('approved_at', { withTimezone: true }).notNull().defaultNow(),
    requestId: uuid('request_id').references(() => budgetRequest.id),
  },
  (table) => [
    check('budget_amendment_amount_positive', sql`${table.amount} > 0`),
    index('budget_amendment_budget_id').on(table.budgetId, table.position),
  ],
)

/** How much was meant to be spent in a month: what the burn-up is compared with, never what the thresholds go by. */
export const budgetPlan = pgTable(
  'budget_plan',
  {
    budgetId: uuid('budget_id')
      .notNull()
      .references(() => budget.id),
    /** The first day of the month. */
    month: date({ mode: 'string' }).notNull(),
    amount: numeric({ precision: 38, scale: 18 }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.budgetId, table.month] }),
    check('budget_plan_whole_month', sql`extract(day from ${table.month}) = 1`),
    check('budget_plan_amount_not_negative', sql`${table.amount} >= 0`),
  ],
)

/**
 * That spend, or its forecast, reached a threshold of the amount that an amendment set. The unique key is what makes it happen
 * once, whoever evaluates, however often, and whatever becomes of the spend later.
 */
export const budgetThresholdEvent = pgTable(
  'budget_threshold_event',
  {
    id: uuid().primaryKey().defaultRandom(),
    budgetId: uuid('budget_id')
      .notNull()
      .references(() => budget.id),
    threshold: numeric({ precision: 7, scale: 2 }).notNull(),
    /** `actual` or `forecast`. */
    basis: text().notNull(),
    periodStart: date('period_start', { mode: 'string' }).notNull(),
    amendmentId: uuid('amendment_id')
      .notNull()
      .references(() => budgetAmendment.id),
    /** What was reached: the spend, or the forecast of the period's end. */
    spend: numeric({ precision: 38, scale: 18 }).notNull(),
    isAtLeast: boolean('is_at_least').notNull(),
    amount: numeric({ precision: 38, scale: 18 }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
    /** `told`; `below` a higher one that was reached at the same time; `before` under an earlier amendment of the period. */
    telling: text().notNull(),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedAt: timestamp('acknowledged_at', { withTimezone: true }),
  },
  (table) => [
    unique('budget_threshold_event_once').on(table.budgetId, table.threshold, table.basis, table.periodStart, table.amendmentId),
    check('budget_threshold_event_basis', sql`${table.basis} in ('actual', 'forecast')`),
    check('budget_threshold_event_telling', sql`${table.telling} in ('told', 'below', 'before')`),
    check('budget_threshold_event_acknowledged', sql`(${table.acknowledgedBy} is null) = (${table.acknowledgedAt} is null)`),
  ],
)

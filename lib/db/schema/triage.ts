import { sql } from 'drizzle-orm'
import {
  bigint,
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
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { appUser } from './auth'
import { team } from './registry'

/*
 * Findings are derived when they are read. What is stored here is what people did about them: who looks after a group of
 * findings, what was said, what was done and when.
 */

/** A group of findings that somebody touched: one lane and the values by which it is mended. */
export const triageItem = pgTable(
  'triage_item',
  {
    id: uuid().primaryKey().defaultRandom(),
    lane: text().notNull(),
    /** The group's dimensions and values, as the lane names them. */
    groupKey: jsonb('group_key').$type<Readonly<Record<string, string | null>>>().notNull(),
    /** Hash of lane and group key. */
    keyHash: uuid('key_hash').notNull().unique(),
    /** `open`, `in_progress`, `waiting`, `resolved` or `accepted`. */
    state: text().notNull(),
    /** Who was asked to look after it; none of them: whom the lane's routing names. */
    assigneeUserId: uuid('assignee_user_id').references(() => appUser.id),
    assigneeTeamId: uuid('assignee_team_id').references(() => team.id),
    /** `platform` or `finance`. */
    assigneeDesk: text('assignee_desk'),
    /** Why it stays as it is, where it was accepted, and the last day on which that holds. */
    acceptedReason: text('accepted_reason'),
    acceptedUntil: date('accepted_until', { mode: 'string' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('triage_item_state', sql`${table.state} in ('open', 'in_progress', 'waiting', 'resolved', 'accepted')`),
    check(
      'triage_item_one_assignee',
      sql`num_nonnulls(${table.assigneeUserId}, ${table.assigneeTeamId}, ${table.assigneeDesk}) <= 1`,
    ),
    check('triage_item_desk', sql`${table.assigneeDesk} in ('platform', 'finance')`),
    check(
      'triage_item_accepted',
      sql`(${table.state} = 'accepted') = (${table.acceptedReason} is not null) and (${table.state} = 'accepted') = (${table.acceptedUntil} is not null)`,
    ),
    index('triage_item_lane').on(table.lane),
  ],
)

/** What was said or done about a group of findings, in order. */
export const triageEvent = pgTable(
  'triage_event',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    itemId: uuid('item_id')
      .notNull()
      .references(() => triageItem.id),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    actorName: text('actor_name').notNull(),
    /** `comment`, `assign`, `state`, `fix` or `undo`. */
    kind: text().notNull(),
    comment: text(),
    /** What changed, with before and after. */
    details: jsonb().$type<Readonly<Record<string, unknown>>>(),
  },
  (table) => [index('triage_event_item_id').on(table.itemId, table.id)],
)

/** One act of mending, of one group or of many at once, with what undoes it. */
export const triageFix = pgTable('triage_fix', {
  id: uuid().primaryKey().defaultRandom(),
  /**
   * `owner`, `project` or `split` (decisions among the rules), `register_team`, `alias_team`, `cost_center`, `price`, `capture`,
   * `reprocess` or `accept`.
   */
  kind: text().notNull(),
  summary: text().notNull(),
  /** What undoing takes back: rules, aliases, prices and captures by id or name, mappings and states as they were; or why it cannot. */
  undo: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  itemIds: uuid('item_ids').array().notNull(),
  actorName: text('actor_name').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  undoneAt: timestamp('undone_at', { withTimezone: true }),
})

/** What each lane held at the end of a day, for the burn-down; the running day's row is replaced as it goes. */
export const triageSnapshot = pgTable(
  'triage_snapshot',
  {
    day: date({ mode: 'string' }).notNull(),
    lane: text().notNull(),
    groups: integer().notNull(),
    requests: bigint({ mode: 'bigint' }).notNull(),
    cost: numeric({ precision: 38, scale: 18 }).notNull(),
    isAtLeast: boolean('is_at_least').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.lane] })],
)

/** What share of a month's spend is to be attributed, from which month on. */
export const triageTarget = pgTable(
  'triage_target',
  {
    /** The first day of the first month. */
    effectiveFrom: date('effective_from', { mode: 'string' }).primaryKey(),
    attributedPercent: numeric('attributed_percent', { precision: 5, scale: 2 }).notNull(),
    setBy: text('set_by').notNull(),
    setAt: timestamp('set_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('triage_target_percent', sql`${table.attributedPercent} between 0 and 100`),
    check('triage_target_whole_months', sql`extract(day from ${table.effectiveFrom}) = 1`),
  ],
)

/** How much may lie in a lane, or in all that nobody owns, before it is recorded that it is too much. */
export const triageLimit = pgTable(
  'triage_limit',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Null: everything that nobody owns. */
    lane: text(),
    /** `cost` in US dollars, `share` of the month's spend in percent, `age` of the oldest open group in days. */
    measure: text().notNull(),
    threshold: numeric({ precision: 38, scale: 18 }).notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    removedAt: timestamp('removed_at', { withTimezone: true }),
  },
  (table) => [
    check('triage_limit_measure', sql`${table.measure} in ('cost', 'share', 'age')`),
    check('triage_limit_positive', sql`${table.threshold} > 0`),
  ],
)

/** That a limit was crossed, once for each month and as long as it lasts. */
export const triageLimitCrossing = pgTable(
  'triage_limit_crossing',
  {
    id: uuid().primaryKey().defaultRandom(),
    limitId: uuid('limit_id')
      .notNull()
      .references(() => triageLimit.id),
    /** First day of the month. */
    month: date({ mode: 'string' }).notNull(),
    crossedAt: timestamp('crossed_at', { withTimezone: true }).notNull().defaultNow(),
    value: numeric({ precision: 38, scale: 18 }).notNull(),
    /** When it was below the limit again. */
    clearedAt: timestamp('cleared_at', { withTimezone: true }),
  },
  (table) => [unique('triage_limit_crossing_once').on(table.limitId, table.month)],
)

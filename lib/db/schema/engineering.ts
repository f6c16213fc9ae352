import { sql } from 'drizzle-orm'
import { bigint, check, date, integer, numeric, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'

const usd = (name: string) => numeric(name, { precision: 38, scale: 18 })

/*
 * What only single events can tell, summed by a job day by day, so that no report has to read events: prompts that came again,
 * and calls that were tried again and again.
 */

/** A day whose repeats and loops were summed. What changed in its roll-ups since has another fingerprint. */
export const usageRepeatDay = pgTable('usage_repeat_day', {
  /** Of the reporting zone. */
  day: date({ mode: 'string' }).primaryKey(),
  /** Over the sums of `usage_daily` of the same snapshot. */
  fingerprint: text().notNull(),
  /** The version of the rules that it was summed by. */
  ruleVersion: smallint('rule_version').notNull(),
  computedAt: timestamp('computed_at', { withTimezone: true }).notNull(),
})

/** Prompts that came again soon after, by day, series and price. */
export const usageRepeatDaily = pgTable(
  'usage_repeat_daily',
  {
    day: date({ mode: 'string' }).notNull(),
    seriesId: integer('series_id').notNull(),
    rateSetId: integer('rate_set_id').notNull(),
    /** Calls whose prompt, or its beginning, a cache could have held, and did not. */
    repeats: bigint({ mode: 'bigint' }).notNull(),
    /** Their input tokens at the full rate that it could have held. */
    repeatTokens: bigint('repeat_tokens', { mode: 'bigint' }).notNull(),
    /** Calls that came again where nobody says what the cache held. */
    unknownRepeats: bigint('unknown_repeats', { mode: 'bigint' }).notNull(),
    /** Calls with the very prompt of one just before. */
    twins: bigint({ mode: 'bigint' }).notNull(),
    twinCost: usd('twin_cost').notNull(),
    /** Those among them whose cost is not known, or only in part. */
    unknownTwins: bigint('unknown_twins', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.seriesId, table.rateSetId] })],
)

/**
 * Traces and conversations in which calls were tried again more than once on a day; a loop belongs to the series of its last
 * attempt. The costliest of a day and series are named, the others are one row of the kind `rest`.
 */
export const usageRetryLoop = pgTable(
  'usage_retry_loop',
  {
    day: date({ mode: 'string' }).notNull(),
    seriesId: integer('series_id').notNull(),
    rateSetId: integer('rate_set_id').notNull(),
    kind: text().notNull(),
    /** The trace's or conversation's id; empty for the rest. */
    loopId: text('loop_id').notNull(),
    loops: integer().notNull(),
    /** Second and later attempts. */
    retries: bigint({ mode: 'bigint' }).notNull(),
    cost: usd('cost').notNull(),
    unknownRequests: bigint('unknown_requests', { mode: 'bigint' }).notNull(),
    firstAt: timestamp('first_at', { withTimezone: true }).notNull(),
    lastAt: timestamp('last_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.seriesId, table.rateSetId, table.kind, table.loopId] }),
    check('usage_retry_loop_kind', sql`${table.kind} in ('trace', 'conversation', 'rest')`),
  ],
)

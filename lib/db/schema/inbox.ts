import { sql } from 'drizzle-orm'
import { index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { appUser } from './auth'

/** Something that a person is told within the app, until they acknowledge it. */
export const notification = pgTable(
  'notification',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => appUser.id, { onDelete: 'cascade' }),
    /** What kind of thing happened: `budget.threshold`, `budget.request`. */
    kind: text().notNull(),
    /** What it happened to or by: told once to each person. */
    subjectId: text('subject_id').notNull(),
    title: text().notNull(),
    body: text().notNull(),
    /** The page that shows it. */
    href: text().notNull(),
    /** Whoever is bounded sees it while all of these are theirs; both null: whoever it was sent to. */
    teamIds: uuid('team_ids').array(),
    costCenterIds: uuid('cost_center_ids').array(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    acknowledgedAt: timestamp('acknowledged_at', { withTimezone: true }),
  },
  (table) => [
    unique('notification_once').on(table.userId, table.kind, table.subjectId),
    // Read on every page, for the count beside the bell.
    index('notification_unread').on(table.userId).where(sql`acknowledged_at is null`),
    index('notification_user_id').on(table.userId, table.createdAt),
  ],
)

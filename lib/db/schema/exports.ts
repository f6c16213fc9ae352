import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { roleEnum } from './auth'

/** Bytes, as a Node `Buffer`. */
const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** What somebody might see when they asked for a file: the file holds that and nothing more, whoever they are by then. */
export interface FrozenReader {
  /** Null: everything, as programs and the installation see it. */
  readonly role: (typeof roleEnum.enumValues)[number] | null
  readonly teamIds: readonly string[]
  readonly costCenterIds: readonly string[]
}

/** A large file that somebody asked for: written by a job, kept in `finance_export_chunk` for some days. */
export const financeExport = pgTable(
  'finance_export',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** `focus` or `events`. */
    kind: text().notNull(),
    /** `YYYY-MM`, in the reporting zone. */
    month: text().notNull(),
    /** `queued`, `running`, `done`, `failed`, `cancelled`, or `expired`: it was done, and its file is gone. */
    state: text().notNull(),
    reader: jsonb().$type<FrozenReader>().notNull(),
    /** `user`, `key` or `system`, with the id where there is one; the label is what people read. */
    creatorKind: text('creator_kind').notNull(),
    creatorId: text('creator_id').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
    /** When the file is removed; null while there is none. */
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    /** The run that writes it now. One that was cut off finds another's id here, and may write no more. */
    runId: uuid('run_id'),
    /** How many runs began. */
    runs: integer().notNull().default(0),
    /** Rows of the ledger read so far, and how many there are to read; null before the first was counted. */
    readRows: bigint('read_rows', { mode: 'number' }).notNull().default(0),
    totalRows: bigint('total_rows', { mode: 'number' }),
    /** Lines of the file, its bytes as stored, and what its costs add up to. */
    fileRows: bigint('file_rows', { mode: 'number' }).notNull().default(0),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull().default(0),
    totalCost: text('total_cost'),
    /** Requests that have no price, which the file names or leaves out. */
    unpricedRequests: bigint('unpriced_requests', { mode: 'number' }),
    /** Why it failed, in words for who asked. */
    failure: text(),
  },
  (table) => [
    check('finance_export_kind', sql`${table.kind} in ('focus', 'events')`),
    check('finance_export_month', sql`${table.month} ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'`),
    check('finance_export_state', sql`${table.state} in ('queued', 'running', 'done', 'failed', 'cancelled', 'expired')`),
    // Asked for again while it is under way, it is the same file.
    uniqueIndex('finance_export_under_way')
      .on(table.creatorKind, table.creatorId, table.kind, table.month)
      .where(sql`state in ('queued', 'running')`),
    index('finance_export_created_at').on(table.createdAt),
  ],
)

/** A piece of a file, gzip; the pieces in order are one gzip stream. */
export const financeExportChunk = pgTable(
  'finance_export_chunk',
  {
    exportId: uuid('export_id')
      .notNull()
      .references(() => financeExport.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    data: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.exportId, table.number] })],
)

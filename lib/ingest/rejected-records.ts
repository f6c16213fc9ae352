import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { rejectedRecord } from '@/lib/db/schema/usage-record'
import { toUuid } from './event-key'
import type { RefusedRecord } from './normalise'

/** Rows of one statement: far below the 65,535 parameters that the protocol allows. */
const rowsPerStatement = 2_000

/**
 * Keeps refused records, redacted, with the reasons. The same record at the same place among its equals is counted, not kept
 * twice; one that was settled and is refused again is open again.
 */
export async function keepRejected(
  db: Database,
  { sourceId, format }: { sourceId: number; format: string },
  refused: readonly RefusedRecord[],
): Promise<void> {
  const now = new Date()
  // In one order everywhere, so that two requests with the same records do not wait for each other in a circle.
  const rows = refused
    .map((record) => ({
      sourceId,
      format,
      recordHash: toUuid(`rejected\0${sourceId}\0${format}\0${record.identity}`),
      record: { event: record.kept.event, left_out: record.kept.leftOut, identity: record.identity },
      errors: record.errors.map(({ path, message }) => ({ path: describePath(path), message })),
      times: 1,
      firstReceivedAt: now,
      lastReceivedAt: now,
    }))
    .sort((left, right) => (left.recordHash < right.recordHash ? -1 : 1))
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    await db
      .insert(rejectedRecord)
      .values(rows.slice(at, at + rowsPerStatement))
      .onConflictDoUpdate({
        target: rejectedRecord.recordHash,
        set: {
          times: sql`${rejectedRecord.times} + 1`,
          errors: sql`excluded.errors`,
          lastReceivedAt: now,
          resolvedAt: null,
        },
      })
  }
}

/** Paths are names of canonical fields; of labels only those that are declared. */
const describePath = (path: string) => path.slice(0, 200)

/** A refused record that waits. */
export interface OpenRejection {
  readonly id: bigint
  readonly sourceId: number
  readonly format: string
  /** What is kept of it; null where it was no object. */
  readonly event: Readonly<Record<string, unknown>> | null
  /** Paths of what was not kept. */
  readonly leftOut: readonly string[]
  readonly identity: string
}

/** The refused records that are open, in the order of their ids, after one of them. */
export async function listOpenRejections(
  db: Database,
  { afterId, limit, sourceId, id: ownId }: { afterId: bigint; limit: number; sourceId?: number; id?: bigint },
): Promise<OpenRejection[]> {
  const rows = await db
    .select()
    .from(rejectedRecord)
    .where(
      and(
        isNull(rejectedRecord.resolvedAt),
        gt(rejectedRecord.id, afterId),
        sourceId === undefined ? undefined : eq(rejectedRecord.sourceId, sourceId),
        ownId === undefined ? undefined : eq(rejectedRecord.id, ownId),
      ),
    )
    .orderBy(asc(rejectedRecord.id))
    .limit(limit)
  return rows.map(({ id, sourceId: ownSourceId, format, record }) => {
    // Written by `keepRejected` only.
    const kept = record as { event: OpenRejection['event']; left_out: { path: string }[]; identity: string }
    return {
      id,
      sourceId: ownSourceId,
      format,
      event: kept.event,
      leftOut: kept.left_out.map(({ path }) => path),
      identity: kept.identity,
    }
  })
}

/** Notes that refused records were accepted after all. */
export async function settleRejections(db: Database, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(rejectedRecord)
    .set({ resolvedAt: sql`now()` })
    .where(inArray(rejectedRecord.id, [...ids]))
}

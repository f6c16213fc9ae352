import { and, desc, eq, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { financeExport } from '@/lib/db/schema/exports'
import { AppError } from '@/lib/errors'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { covers, identify } from './frozen-reader'
import { type ExportDocument, exportKinds, exportStates } from './schema'

const rowSchema = z.object({ kind: z.enum(exportKinds), state: z.enum(exportStates) })
type ExportRow = typeof financeExport.$inferSelect

/** Nobody goes through more of them: files are gone after a week. */
const maxListed = 100

/** The exports that somebody may fetch: their own, and to who sees everything those of all. Latest first. */
export async function listExports(db: Database, actor: Actor): Promise<ExportDocument[]> {
  const rows = await db
    .select()
    .from(financeExport)
    .where(ownOrAll(actor))
    .orderBy(desc(financeExport.createdAt))
    .limit(maxListed)
  return rows.filter((row) => maySee(actor, row)).map(toDocument)
}

/**
 * One export, if the actor may see it.
 *
 * @throws AppError `not_found`, also for one of somebody else.
 */
export async function findExport(db: Database, actor: Actor, id: string): Promise<ExportRow> {
  const isId = z.uuid().safeParse(id).success
  const [row] = isId ? await db.select().from(financeExport).where(eq(financeExport.id, id)) : []
  if (!row || !maySee(actor, row)) throw new AppError('not_found', 'No such export.')
  return row
}

function ownOrAll(actor: Actor) {
  const { kind, id } = identify(actor)
  const isOwn = and(eq(financeExport.creatorKind, kind), eq(financeExport.creatorId, id))
  return scopeFor(actor, 'finance.read').everything ? or(isOwn, sql`true`) : isOwn
}

/** Checked again at each look: somebody may have lost a team since they asked. */
function maySee(actor: Actor, row: ExportRow): boolean {
  const scope = scopeFor(actor, 'finance.read')
  const { kind, id } = identify(actor)
  const isOwn = row.creatorKind === kind && row.creatorId === id
  return (isOwn || scope.everything) && covers(scope, row.reader)
}

export function toDocument(row: ExportRow): ExportDocument {
  const { kind, state } = rowSchema.parse(row)
  return {
    id: row.id,
    kind,
    month: row.month,
    state,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    expires_at: row.expiresAt?.toISOString() ?? null,
    read_rows: row.readRows,
    total_rows: row.totalRows,
    file_rows: row.fileRows,
    file_bytes: row.fileBytes,
    total_cost_usd: row.totalCost === null ? null : formatDecimal(parseDecimal(row.totalCost)),
    unpriced_requests: row.unpricedRequests,
    failure: row.failure,
    file: state === 'done' ? `/api/v1/finance/exports/${row.id}/file` : null,
  }
}

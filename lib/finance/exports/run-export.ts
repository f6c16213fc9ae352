import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { financeExport, financeExportChunk } from '@/lib/db/schema/exports'
import { log } from '@/lib/log'
import { type FilePiece, writeFocus } from '../focus/write-focus'
import { type ExportTransaction, readExportSnapshot } from './export-client'
import { askExport } from './export-place'
import { ExportTakenAway, storeFile } from './file-store'
import { thawScope } from './frozen-reader'
import { writeEvents } from './write-events'

type ExportRow = typeof financeExport.$inferSelect

/** A run that is cut off is begun again so often; then somebody has to look. */
export const maxRuns = 3
/** For how long a file can be fetched. */
export const keptForDays = 7
/** Pieces repeat themselves so much that more effort hardly makes them smaller. */
const gzipLevel = 4

export type RunOutcome = 'written' | 'taken_away' | 'busy' | 'failed'

/**
 * Writes the file of an export that is queued, or was cut off while it was written. The connection that reads the snapshot holds
 * a lock on the export: it goes with the process, so that a file which nobody writes any more is known at once.
 */
export async function runExport(db: Database, databaseUrl: string, id: string, now: Date): Promise<RunOutcome> {
  return readExportSnapshot(databaseUrl, async (tx) => {
    const [lock] = await tx<
      { taken: boolean }[]
    >`select pg_try_advisory_lock(hashtextextended(${`finance_export ${id}`}, 0)) as taken`
    if (!lock?.taken) return 'busy'
    const runId = crypto.randomUUID()
    const claimed = await claim(db, { id, runId, now })
    if (!claimed) return 'taken_away'
    try {
      await writeFile(db, tx, claimed, runId)
      return 'written'
    } catch (error) {
      if (error instanceof ExportTakenAway) return 'taken_away'
      log.error({ err: error, export: id }, 'an export was not written')
      await giveUp(db, { id, runId, runs: claimed.runs, now })
      return 'failed'
    }
  })
}

/** Takes the export for this run and begins it anew: what an earlier run left was of another snapshot. */
async function claim(db: Database, { id, runId, now }: { id: string; runId: string; now: Date }): Promise<ExportRow | null> {
  return db.transaction(async (tx) => {
    const isOpen = and(eq(financeExport.id, id), inArray(financeExport.state, ['queued', 'running']))
    const fresh = { readRows: 0, fileRows: 0, fileBytes: 0, totalRows: null }
    const [claimed] = await tx
      .update(financeExport)
      .set({ state: 'running', runId, runs: sql`${financeExport.runs} + 1`, startedAt: now, ...fresh })
      .where(isOpen)
      .returning()
    if (!claimed) return null
    await tx.delete(financeExportChunk).where(eq(financeExportChunk.exportId, id))
    if (claimed.runs <= maxRuns) return claimed
    const failure = `It was cut off ${maxRuns} times while it was written. Ask an administrator to look at the jobs' log.`
    await tx.update(financeExport).set({ state: 'failed', failure, finishedAt: now }).where(eq(financeExport.id, id))
    return null
  })
}

async function writeFile(db: Database, tx: ExportTransaction, row: ExportRow, runId: string): Promise<void> {
  const question = await askExport(db, thawScope(row.reader), row.month)
  const { summary, pieces } = row.kind === 'focus' ? await writeFocus(tx, question) : await writeEvents(tx, question)
  const mine = and(eq(financeExport.id, row.id), eq(financeExport.runId, runId), eq(financeExport.state, 'running'))
  const totalRows = row.kind === 'focus' ? summary.rollups : summary.requests
  await db
    .update(financeExport)
    .set({ totalRows, unpricedRequests: summary.unpriced_requests + summary.missing_token_requests })
    .where(mine)
  let reached = { readRows: 0, fileRows: 0 }
  async function* texts(source: AsyncIterable<FilePiece>) {
    for await (const { text, readRows, fileRows } of source) {
      reached = { readRows, fileRows }
      yield text
    }
  }
  await pipeline(Readable.from(texts(pieces)), createGzip({ level: gzipLevel }), async (bytes: AsyncIterable<Buffer>) => {
    await storeFile(db, { id: row.id, runId }, bytes, () => reached)
  })
  const [done] = await db
    .update(financeExport)
    .set({
      ...{ ...reached, state: 'done', totalCost: summary.billed_cost_usd, failure: null },
      ...{ finishedAt: sql`now()`, expiresAt: sql`now() + make_interval(days => ${keptForDays}::int)` },
    })
    .where(mine)
    .returning({ id: financeExport.id })
  if (!done) throw new ExportTakenAway('the export was cancelled at its end')
}

/** It is queued again, for the next round; the last time it has failed. */
async function giveUp(
  db: Database,
  { id, runId, runs, now }: { id: string; runId: string; runs: number; now: Date },
): Promise<void> {
  const isLast = runs >= maxRuns
  const failure = 'It could not be written. Ask an administrator to look at the log of the jobs.'
  await db
    .update(financeExport)
    .set(isLast ? { state: 'failed', failure, finishedAt: now } : { state: 'queued' })
    .where(and(eq(financeExport.id, id), eq(financeExport.runId, runId), eq(financeExport.state, 'running')))
}

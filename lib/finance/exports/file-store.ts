import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { financeExport, financeExportChunk } from '@/lib/db/schema/exports'

/** A file is kept in pieces of about this size: one is held in memory while it is written or sent. */
const chunkBytes = 512 * 1024

/** The export was cancelled, or another run writes it. */
export class ExportTakenAway extends Error {
  override readonly name = 'ExportTakenAway'
}

interface Progress {
  readonly readRows: number
  readonly fileRows: number
}

/**
 * Stores a file piece by piece, each with how far it has come, in a transaction of its own: processes that share nothing but
 * the database can write it and send it.
 *
 * @param progress asked for whenever a piece is stored.
 * @throws ExportTakenAway once the export is no longer this run's.
 */
export async function storeFile(
  db: Database,
  { id, runId }: { id: string; runId: string },
  bytes: AsyncIterable<Buffer>,
  progress: () => Progress,
): Promise<number> {
  let [number, fileBytes, held, heldBytes] = [0, 0, [] as Buffer[], 0]
  const store = async () => {
    const data = Buffer.concat(held, heldBytes)
    fileBytes += data.length
    await db.transaction(async (tx) => {
      const mine = and(eq(financeExport.id, id), eq(financeExport.runId, runId), eq(financeExport.state, 'running'))
      const [kept] = await tx
        .update(financeExport)
        .set({ ...progress(), fileBytes })
        .where(mine)
        .returning({ id: financeExport.id })
      if (!kept) throw new ExportTakenAway('the export was cancelled, or another run writes it')
      await tx.insert(financeExportChunk).values({ exportId: id, number, data })
    })
    number += 1
    held = []
    heldBytes = 0
  }
  for await (const piece of bytes) {
    held.push(piece)
    heldBytes += piece.length
    if (heldBytes >= chunkBytes) await store()
  }
  if (heldBytes > 0) await store()
  return fileBytes
}

/** The stored file, gzip, read at the pace of whoever takes it. It breaks off with an error where a piece is gone meanwhile. */
export function openStoredFile(
  db: Database,
  { id, fileBytes }: { id: string; fileBytes: number },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let [number, sent] = [0, 0]
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (sent >= fileBytes) return controller.close()
        const [chunk] = await db
          .select({ data: financeExportChunk.data })
          .from(financeExportChunk)
          .where(and(eq(financeExportChunk.exportId, id), eq(financeExportChunk.number, number)))
        if (!chunk) return controller.error(new Error('the file was removed while it was being sent'))
        number += 1
        sent += chunk.data.length
        controller.enqueue(new Uint8Array(chunk.data))
      },
    },
    { highWaterMark: 1 },
  )
}

/** Removes what no file needs: pieces of exports that are neither done nor being written. */
export async function removeStrayChunks(db: Database): Promise<void> {
  await db.execute(sql`delete from finance_export_chunk using finance_export
    where finance_export.id = finance_export_chunk.export_id and finance_export.state not in ('done', 'running')`)
}

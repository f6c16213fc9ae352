import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { source } from '@/lib/db/schema/auth'
import { AppError, type FieldError } from '@/lib/errors'
import { slugSchema } from '@/lib/registry/slug'
import { fieldSpellings } from './canonical-fields'
import { createNormaliser } from './normalise'
import type { Ingest } from './process-ingest'
import { listOpenRejections, settleRejections } from './rejected-records'
import { takeIn } from './take-in'

/** Files stand as an SDK does: below gateways and response bodies in rank. */
const importSource = { format: 'canonical', role: 'ledger', rank: 20 } as const

/** The ledger source of that slug, made where there is none. Events of evidence sources are not counted, so those are refused. */
export const openImportSource = command({
  name: 'source.open',
  permission: 'source.edit',
  input: z.object({ slug: slugSchema }),
  async run({ tx }, { slug }) {
    const [made] = await tx
      .insert(source)
      .values({ ...importSource, slug })
      .onConflictDoNothing({ target: source.slug })
      .returning({ id: source.id })
    const [found] = await tx.select().from(source).where(eq(source.slug, slug))
    if (!found) throw new Error('a source was not stored')
    if (found.role !== 'ledger')
      throw new AppError('conflict', `The source "${slug}" is evidence: its records are not counted as usage.`)
    const subject = { kind: 'source', id: String(found.id), name: slug }
    return { result: found.id, audit: made ? [{ subject, before: null, after: { ...importSource } }] : [] }
  },
})

/**
 * The id of a source.
 * @throws AppError `not_found`.
 */
export async function findSourceId(db: Database, slug: string): Promise<number> {
  const [found] = await db.select({ id: source.id }).from(source).where(eq(source.slug, slug))
  if (!found) throw new AppError('not_found', `There is no source "${slug}".`)
  return found.id
}

/** What became of the refused records that were open. */
export interface Reprocessed {
  /** Those that stand in the ledger now. */
  settled: number
  refused: { id: bigint; errors: readonly { path: string; message: string }[] }[]
}

const rejectionsPerBatch = 500

/**
 * Reads the open refused records again, by the rules of today. What is accepted now is booked and settled; what is not stays
 * open with its new reasons. Doing it twice changes nothing.
 */
export async function reprocessRejected(
  ingest: Pick<Ingest, 'db' | 'ledger' | 'ownership' | 'cappedSeries' | 'readContract'>,
  { sourceId, now = new Date() }: { sourceId?: number; now?: Date } = {},
): Promise<Reprocessed> {
  const contract = await ingest.readContract()
  const done: Reprocessed = { settled: 0, refused: [] }
  let afterId = 0n
  for (;;) {
    const open = await listOpenRejections(ingest.db, { afterId, limit: rejectionsPerBatch, sourceId })
    const last = open.at(-1)
    if (last === undefined) return done
    afterId = last.id
    const settled: bigint[] = []
    for (const [ownSourceId, rows] of groupBySource(open)) {
      const normaliser = createNormaliser({ sourceId: ownSourceId, nowMs: now.getTime(), contract, salt: '' })
      const read = rows.map((row) => {
        const hints = { fallbackKey: row.identity }
        const lost = findLostFields(row.leftOut)
        // Without the value that it was refused for it would pass as something that nobody sent.
        return {
          row,
          record: lost.length > 0 ? normaliser.refuse(row.event, lost, hints) : normaliser.normalise(row.event, hints),
        }
      })
      const accepted = read.filter(({ record }) => record.ok)
      for (const { row, record } of read) if (!record.ok) done.refused.push({ id: row.id, errors: record.errors })
      await takeIn(
        ingest,
        { sourceId: ownSourceId, format: 'canonical' },
        accepted.map(({ record }) => record),
      )
      settled.push(...accepted.map(({ row }) => row.id))
    }
    await settleRejections(ingest.db, settled)
    done.settled += settled.length
  }
}

/** Canonical fields whose value was not kept, because it could not be; people are left out of every record. */
function findLostFields(leftOut: readonly string[]): FieldError[] {
  const lost = leftOut.filter((path) => {
    const field = fieldSpellings.get(path)?.field
    return field !== undefined && field !== 'user_id' && field !== 'tenant_id' && field !== 'unit_price_snapshot'
  })
  return lost.map((path) => ({ path, message: 'had a value that could not be kept: send the record again, corrected' }))
}

function groupBySource<Row extends { sourceId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) groups.set(row.sourceId, [...(groups.get(row.sourceId) ?? []), row])
  return groups
}

import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { source } from '@/lib/db/schema/auth'
import { AppError, type FieldError } from '@/lib/errors'
import { slugSchema } from '@/lib/registry/slug'
import { allowListOf, createSourceReader } from './adapters/adapt-source'
import { findAdapter } from './adapters/find-adapter'
import { findLostPaths } from './adapters/keep-source'
import { fieldSpellings } from './canonical-fields'
import { createNormaliser, type NormalisedRecord, type NormaliseOptions } from './normalise'
import type { Ingest } from './process-ingest'
import { listOpenRejections, type OpenRejection, settleRejections } from './rejected-records'
import { takeIn } from './take-in'

/** Canonical files stand as an SDK does, below gateways and response bodies in rank; others as their format does. */
const canonicalRank = 20

/** The ledger source of that slug, made where there is none. Events of evidence sources are not counted, so those are refused. */
export const openImportSource = command({
  name: 'source.open',
  permission: 'source.edit',
  input: z.object({ slug: slugSchema, format: z.string().default('canonical') }),
  async run({ tx }, { slug, format }) {
    const importSource = { format, role: 'ledger', rank: findAdapter(format)?.rank ?? canonicalRank } as const
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
 *
 * @param options.id of one record, where only that is to be read.
 */
export async function reprocessRejected(
  ingest: Pick<Ingest, 'db' | 'ledger' | 'ownership' | 'cappedSeries' | 'tally' | 'readContract'>,
  { sourceId, id, now = new Date() }: { sourceId?: number; id?: bigint; now?: Date } = {},
): Promise<Reprocessed> {
  const contract = await ingest.readContract()
  const done: Reprocessed = { settled: 0, refused: [] }
  let afterId = 0n
  for (;;) {
    const open = await listOpenRejections(ingest.db, { afterId, limit: rejectionsPerBatch, sourceId, id })
    const last = open.at(-1)
    if (last === undefined) return done
    afterId = last.id
    const settled: bigint[] = []
    for (const rows of groupBySource(open)) {
      const [first] = rows
      if (first === undefined) continue
      const { sourceId: ownSourceId, format } = first
      const read = readAgain(rows, { sourceId: ownSourceId, nowMs: now.getTime(), contract, salt: '' })
      for (const { row, records } of read) {
        const errors = records.flatMap((record) => (record.ok ? [] : record.errors))
        if (errors.length > 0) done.refused.push({ id: row.id, errors })
      }
      const sound = read.filter(({ records }) => records.every((record) => record.ok))
      await takeIn(
        ingest,
        { sourceId: ownSourceId, format },
        sound.flatMap(({ records }) => records),
      )
      settled.push(...sound.map(({ row }) => row.id))
    }
    await settleRejections(ingest.db, settled)
    done.settled += settled.length
  }
}

interface ReadAgain {
  readonly row: OpenRejection
  /** None where it is no call of a model after all. */
  readonly records: readonly NormalisedRecord[]
}

/** Whether what is kept of a refused record of a format is a canonical event. Of spans it is, as `readCall` made it. */
const isKeptAsEvent = (format: string) => format === 'canonical' || format === 'otlp'

/** Reads refused records of one source and format as if they came now. */
function readAgain(rows: readonly OpenRejection[], options: NormaliseOptions): ReadAgain[] {
  const normaliser = createNormaliser(options)
  const format = rows[0]?.format ?? 'canonical'
  const adapter = format === 'canonical' ? null : findAdapter(format)
  const { contract, nowMs } = options
  // The prompt is gone; what was kept of it is in the record.
  const read = adapter === null ? null : createSourceReader(adapter, normaliser, { contract, nowMs, hashPrompt: () => null })
  return rows.map((row) => {
    const hints = { fallbackKey: row.identity }
    const lost = adapter === null ? findLostFields(row.leftOut) : describeLost(findLostPaths(row.leftOut, allowListOf(adapter)))
    // Without the value that it was refused for it would pass as something that nobody sent.
    if (lost.length > 0) return { row, records: [normaliser.refuse(row.event, lost, hints)] }
    if (read !== null) return { row, records: read(row.event, row.identity).records }
    if (isKeptAsEvent(format)) return { row, records: [normaliser.normalise(row.event, hints)] }
    const error = { path: '', message: `came as ${format}, which is not read from what was kept: send it again` }
    return { row, records: [normaliser.refuse(row.event, [error], hints)] }
  })
}

/** Canonical fields whose value was not kept, because it could not be; people are left out of every record. */
function findLostFields(leftOut: readonly string[]): FieldError[] {
  const lost = leftOut.filter((path) => {
    const field = fieldSpellings.get(path)?.field
    return field !== undefined && field !== 'user_id' && field !== 'tenant_id' && field !== 'unit_price_snapshot'
  })
  return describeLost(lost)
}

const describeLost = (paths: readonly string[]): FieldError[] =>
  paths.map((path) => ({ path, message: 'had a value that could not be kept: send the record again, corrected' }))

/** Rows of one source and format each. */
function groupBySource(rows: readonly OpenRejection[]): OpenRejection[][] {
  const groups = new Map<string, OpenRejection[]>()
  for (const row of rows) {
    const key = `${row.sourceId} ${row.format}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

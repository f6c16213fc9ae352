import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib'
import { getTableColumns } from 'drizzle-orm'
import { usageArchive } from '@/lib/db/schema/usage-record'
import { toArrayLiteral } from './array-literal'
import type { LedgerClient, LedgerTransaction } from './ledger-client'

/** A row of `usage_archive`. */
export type ArchiveRow = typeof usageArchive.$inferSelect

const archiveColumns = Object.entries(getTableColumns(usageArchive)).map(([property, column]) => ({
  property: property as keyof ArchiveRow,
  sqlType: column.getSQLType(),
}))

/** `$58::bigint[], …` for `unnest`, in the order of the schema: id, source, received at, lines, records. */
export function archiveArrayParameters(first: number): string {
  return archiveColumns.map(({ sqlType }, index) => `$${first + index}::${sqlType}[]`).join(', ')
}

export function toArchiveArrays(rows: readonly ArchiveRow[]): string[] {
  return archiveColumns.map(({ property, sqlType }) =>
    toArrayLiteral(
      rows.map((row) => row[property]),
      sqlType,
    ),
  )
}

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** The default level takes three times as long as the first one, on threads of its own, and saves a sixth of the bytes. */
const compression = { level: 6 }
/** Below this the hand-over to a thread and back takes longer than the work, and the smallest tables do. */
const maxInThread = 8_192
const smallCompression = { level: 6, windowBits: 13, memLevel: 6 }

/** Packs the records of one source, one line each, into a row. Lines hold no line breaks: they are JSON. */
export async function packArchive(
  id: bigint,
  sourceId: number,
  receivedAt: Date,
  records: readonly string[],
): Promise<ArchiveRow> {
  const text = records.join('\n')
  const isSmall = text.length <= maxInThread
  const packed = isSmall ? deflateRawSync(text, smallCompression) : await deflate(text, compression)
  return { id, sourceId, receivedAt, lines: records.length, records: packed }
}

/**
 * Reads one record back.
 * @returns the line of JSON as the adapter kept it, or null where retention has removed the archive.
 */
export async function readArchivedRecord(
  client: LedgerClient | LedgerTransaction,
  archiveId: bigint,
  line: number,
): Promise<string | null> {
  const [row] = await client<{ records: Buffer }[]>`select records from usage_archive where id = ${archiveId}`
  if (!row) return null
  const lines = (await inflate(row.records)).toString('utf8').split('\n')
  const record = lines[line]
  if (record === undefined) throw new RangeError(`archive ${archiveId} has ${lines.length} lines, not a line ${line}`)
  return record
}

const blockSize = 1000n

/** Hands out archive ids, a block at a time: one query for a thousand groups, no two processes the same. */
export function createArchiveIds(client: LedgerClient): () => Promise<bigint> {
  let next = 0n
  let end = 0n
  return async () => {
    while (next >= end) {
      const [row] = await client<{ block: bigint }[]>`select nextval('usage_archive_block') as block`
      if (!row) throw new Error('a sequence gave no number')
      next = row.block
      end = row.block + blockSize
    }
    return next++
  }
}

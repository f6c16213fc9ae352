import { readArchivedRecord } from '@/lib/usage/archive'
import { openLedgerClient } from '@/lib/usage/ledger-client'

/** What is kept of what a source said. */
export type SourceRecord =
  /** Whoever asks may not see it. */
  | { readonly state: 'not_allowed' }
  /** Nothing was kept, or no longer is. */
  | { readonly state: 'gone' }
  /** JSON, indented. */
  | { readonly state: 'kept'; readonly record: string }

/**
 * Reads the record of a request back, over a connection of its own that is closed again: the pool of the pages reads other
 * types, and a record is looked at now and then.
 */
export async function readSourceRecord(
  databaseUrl: string,
  archive: { readonly id: bigint; readonly line: number } | null,
): Promise<SourceRecord> {
  if (archive === null) return { state: 'gone' }
  const client = openLedgerClient(databaseUrl, { max: 1 })
  try {
    const line = await readArchivedRecord(client, archive.id, archive.line)
    return line === null ? { state: 'gone' } : { state: 'kept', record: JSON.stringify(JSON.parse(line), null, 2) }
  } finally {
    await client.end({ timeout: 1 })
  }
}

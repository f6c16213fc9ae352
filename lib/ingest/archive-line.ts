import type { IngestContract } from './ingest-contract'
import { redactRecord } from './redact-record'

/**
 * What the allow-list of canonical events keeps of a record, as one line of JSON: the values as sent, and under `_left_out` the
 * path, type and length of everything else.
 */
export function toArchiveLine(record: Record<string, unknown>, contract: IngestContract): string {
  const { event, leftOut } = redactRecord(record, contract)
  return JSON.stringify(leftOut.length === 0 ? event : { ...event, _left_out: leftOut })
}

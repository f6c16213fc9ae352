import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { type RedactedRecord, redactRecord } from './redact-record'

/**
 * What the allow-list of canonical events keeps of a record, as one line of JSON: the values as sent, and under `_left_out` the
 * path, type and length of everything else.
 */
export function toArchiveLine(record: Record<string, unknown>, contract: IngestContract): string {
  return writeArchiveLine(redactRecord(record, contract))
}

/** What an allow-list kept of a record, as one line of JSON. */
export function writeArchiveLine({ event, leftOut }: RedactedRecord): string {
  return JSON.stringify(leftOut.length === 0 ? event : { ...event, _left_out: leftOut })
}

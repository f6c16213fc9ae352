import { defaultContract, type IngestContract } from '@/lib/attribution/contract/ingest-contract'
import type { AcceptedRecord, NormalisedRecord, RefusedRecord } from '../../normalise'
import { type IgnoredRecord, parseBody } from '../../parse/parse-body'
import { derivePromptKey } from '../prompt-hash'

/** The key of tests. */
export const testPromptKey = derivePromptKey('a secret of at least thirty-two characters')

/** What a body of a source comes to. */
export interface ReadBody {
  readonly records: readonly NormalisedRecord[]
  readonly accepted: readonly AcceptedRecord[]
  readonly refused: readonly RefusedRecord[]
  readonly ignored: readonly IgnoredRecord[]
}

/** Reads a body as `POST /api/v1/ingest/{format}` does: the text or bytes of one, or values that are written as JSON. */
export function readAs(format: string, body: unknown, contract: Partial<IngestContract> = {}, nowMs = testNowMs): ReadBody {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
  const parsed = parseBody(bytes, {
    normalise: { sourceId: 7, nowMs, contract: { ...defaultContract, ...contract }, salt: '' },
    maxRecords: 10_000,
    isLineByLine: false,
    source: { format, promptKey: testPromptKey },
  })
  return {
    records: parsed.records,
    accepted: parsed.records.filter((record) => record.ok),
    refused: parsed.records.filter((record) => !record.ok),
    ignored: parsed.ignored ?? [],
  }
}

/** The clock of these tests. */
export const testNowMs = Date.UTC(2026, 5, 15, 12)

/** The one event of a body that is expected to hold just that. */
export function readOne(format: string, body: unknown, contract: Partial<IngestContract> = {}): AcceptedRecord {
  const { records } = readAs(format, body, contract)
  const [first] = records
  if (records.length !== 1 || !first?.ok) {
    throw new Error(`not one event: ${JSON.stringify(records.map((record) => (record.ok ? 'accepted' : record.errors)))}`)
  }
  return first
}

/** The counts of an event that are known, as numbers. */
export function countsOf({ event }: AcceptedRecord): Record<string, number> {
  return Object.fromEntries(
    Object.entries(event.usage).flatMap(([field, count]) => (count === null ? [] : [[field, Number(count)]])),
  )
}

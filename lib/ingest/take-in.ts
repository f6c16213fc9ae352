import type { OwnershipLookup } from '@/lib/attribution/findings-hook'
import type { FieldError } from '@/lib/errors'
import { formatDecimal } from '@/lib/money/decimal'
import type { BookedResult } from '@/lib/usage/write-group'
import { type FindingCode, findingBit, findPriceFindings, listFindings } from './findings'
import type { AcceptedRecord, NormalisedRecord, RefusedRecord } from './normalise'
import type { Ingest } from './process-ingest'
import { keepRejected } from './rejected-records'

/** What became of one record, as the answer says it. */
export interface RecordResult {
  index: number
  request_id: string | null
  status: 'accepted' | 'duplicate' | 'conflict' | 'rejected'
  findings: FindingCode[]
  errors: readonly FieldError[]
  /** Exact decimal; null where it is unknown. */
  cost_usd: string | null
}

/** What became of a body. */
export interface TakenIn {
  accepted: number
  duplicates: number
  conflicts: number
  rejected: number
  /** Of every record, in order. */
  results: RecordResult[]
}

/**
 * Books what was accepted and keeps what was refused. Resolves when both are stored. Where it fails, some of it may be stored
 * already; the same body sent again completes it and counts nothing twice.
 *
 * @param owners a look-up that was asked for when the request came, where that saved a wait.
 * @throws AppError `unavailable` when the database is away.
 */
export async function takeIn(
  ingest: Pick<Ingest, 'db' | 'ledger' | 'ownership' | 'cappedSeries' | 'tally'>,
  source: { sourceId: number; format: string },
  records: readonly NormalisedRecord[],
  owners: Promise<OwnershipLookup> = ingest.ownership.open(),
): Promise<TakenIn> {
  const accepted = records.filter((record): record is AcceptedRecord => record.ok)
  const refused = records.filter((record): record is RefusedRecord => !record.ok)
  // Before anything is written: afterwards a failure would hide that it was.
  const lookUpOwner = await owners
  const [booked] = await Promise.all([
    ingest.ledger.book(accepted.map(({ event }) => event)),
    refused.length > 0 ? keepRejected(ingest.db, source, refused) : undefined,
  ])
  const capped = await ingest.cappedSeries.find(new Set(booked.map(({ seriesId }) => seriesId)))

  const taken: TakenIn = { accepted: 0, duplicates: 0, conflicts: 0, rejected: refused.length, results: [] }
  let place = 0
  for (const [index, record] of records.entries()) {
    if (!record.ok) {
      const { requestId, errors } = record
      taken.results.push({ index, request_id: requestId, status: 'rejected', findings: [], errors, cost_usd: null })
      continue
    }
    const result = booked[place++]
    if (result === undefined) throw new Error('the ledger answered for fewer events than it was given')
    const { event } = record
    const owned = lookUpOwner(event.dimensions, event.occurredAtMs).findings
    const findings = owned.reduce((set, code) => set | findingBit(code), record.findings | findBooked(result, record))
    if (result.status === 'accepted') taken.accepted++
    else if (result.status === 'duplicate') taken.duplicates++
    else taken.conflicts++
    taken.results.push({
      index,
      request_id: event.requestId,
      status: result.status,
      findings: listFindings(findings | (capped.has(result.seriesId) ? findingBit('series_capped') : 0)),
      errors: [],
      cost_usd: result.cost === null ? null : formatDecimal(result.cost),
    })
  }
  ingest.tally.noteTaken(source.sourceId, records, taken)
  return taken
}

function findBooked(result: BookedResult, { event }: AcceptedRecord): number {
  const conflict = result.status === 'conflict' ? findingBit('capture_conflict') : 0
  return conflict | findPriceFindings(result, event.reportedCost)
}

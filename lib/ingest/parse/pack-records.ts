import { type Usage, usageFields } from '@/lib/pricing/split-usage'
import type { Dimensions, NormalizedEvent } from '@/lib/usage/normalized-event'
import { emptyUsage } from '../empty-usage'
import type { NormalisedRecord, RefusedRecord } from '../normalise'

/*
 * How records come back from the worker thread: as JSON text of short lists. Unpacking 10,000 events as objects would hold the
 * server up longer than parsing their body does; text is copied at once and parsed in a sixth of that time.
 */

/** Some records as text. */
export interface PackedRecords {
  /** JSON of `PackedList`. */
  readonly list: string
  /** The archive lines of the accepted ones, one a line: they are JSON and hold no line breaks. */
  readonly archiveLines: string
}

interface PackedList {
  /** Each combination once: events repeat few of them. */
  readonly dimensions: readonly Dimensions[]
  readonly records: readonly (PackedEvent | RefusedRecord)[]
}

type PackedEvent = readonly [
  dimensions: number,
  findings: number,
  reportedCost: string | null,
  /** Pairs of the number of a usage field and its count; `audio_seconds` as text. */
  usage: readonly (number | string)[],
  eventKey: string,
  occurredAtMs: number,
  statusCode: number | null,
  errorType: string | null,
  retryCount: number | null,
  latencyMs: number | null,
  requestId: string | null,
  responseId: string | null,
  traceId: string | null,
  spanId: string | null,
  conversationId: string | null,
  userId: string | null,
  tenantId: string | null,
  promptHash: string | null,
]

const audioSeconds = usageFields.indexOf('audio_seconds')

/** Packs records; in the worker. */
export function packRecords(records: readonly NormalisedRecord[]): PackedRecords {
  const dimensions: Dimensions[] = []
  const places = new Map<string, number>()
  const archiveLines: string[] = []
  const packed = records.map((record): PackedEvent | RefusedRecord => {
    if (!record.ok) return record
    const { event } = record
    archiveLines.push(event.archiveLine)
    const text = JSON.stringify(event.dimensions)
    const place = places.get(text) ?? dimensions.push(event.dimensions) - 1
    places.set(text, place)
    return packEvent(event, place, record.findings)
  })
  const list: PackedList = { dimensions, records: packed }
  return { list: JSON.stringify(list), archiveLines: archiveLines.join('\n') }
}

function packEvent(event: NormalizedEvent, place: number, findings: number): PackedEvent {
  return [
    place,
    findings,
    event.reportedCost === null ? null : event.reportedCost.toString(),
    packUsage(event.usage),
    event.eventKey,
    event.occurredAtMs,
    event.statusCode,
    event.errorType,
    event.retryCount,
    event.latencyMs,
    event.requestId,
    event.responseId,
    event.traceId,
    event.spanId,
    event.conversationId,
    event.userId,
    event.tenantId,
    event.promptHash,
  ]
}

function packUsage(usage: Usage): (number | string)[] {
  const pairs: (number | string)[] = []
  for (let index = 0; index < usageFields.length; index++) {
    const field = usageFields[index]
    const count = field === undefined ? null : usage[field]
    if (count !== null && count !== undefined) pairs.push(index, index === audioSeconds ? count.toString() : Number(count))
  }
  return pairs
}

/** Unpacks them; in the server. Events of one combination share its object. */
export function unpackRecords({ list, archiveLines }: PackedRecords): NormalisedRecord[] {
  const { dimensions, records }: PackedList = JSON.parse(list)
  const lines = archiveLines.split('\n')
  let nextLine = 0
  return records.map((packed): NormalisedRecord => {
    if (isRefused(packed)) return packed
    const own = dimensions[packed[0]]
    const archiveLine = lines[nextLine++]
    if (own === undefined || archiveLine === undefined) throw new Error('packed records do not fit together')
    return { ok: true, findings: packed[1], event: unpackEvent(packed, own, archiveLine) }
  })
}

const isRefused = (packed: PackedEvent | RefusedRecord): packed is RefusedRecord => !Array.isArray(packed)

function unpackEvent(packed: PackedEvent, dimensions: Dimensions, archiveLine: string): NormalizedEvent {
  return {
    eventKey: packed[4],
    occurredAtMs: packed[5],
    dimensions,
    usage: unpackUsage(packed[3]),
    statusCode: packed[6],
    errorType: packed[7],
    retryCount: packed[8],
    latencyMs: packed[9],
    reportedCost: packed[2] === null ? null : BigInt(packed[2]),
    requestId: packed[10],
    responseId: packed[11],
    traceId: packed[12],
    spanId: packed[13],
    conversationId: packed[14],
    userId: packed[15],
    tenantId: packed[16],
    promptHash: packed[17],
    archiveLine,
  }
}

function unpackUsage(pairs: readonly (number | string)[]): Usage {
  const usage = emptyUsage()
  for (let at = 0; at < pairs.length; at += 2) {
    const field = usageFields[Number(pairs[at])]
    const count = pairs[at + 1]
    if (field !== undefined && count !== undefined) usage[field] = BigInt(count)
  }
  return usage
}

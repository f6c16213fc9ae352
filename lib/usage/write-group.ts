import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { type ArchiveRow, packArchive } from './archive'
import { bookEvents } from './book'
import { describeContent, observerOf } from './captures'
import { describeStandingContent, readStandingEvents, type StandingEvent } from './conflicts'
import { compareEventIds, type EventId, type EventRow, type PlacedSeries, toEventRow } from './event-row'
import { groupByIdentity, type IdentityGroup, type PreparedEvent } from './identity'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import { findAcrossEdges, lockMonthEdges } from './month-edge'
import type { NormalizedEvent } from './normalized-event'
import type { PartitionKeeper } from './partitions'
import type { PublishedPrices } from './price-normalized-event'
import type { SeriesStore } from './series'
import { type Look, settleCaptures } from './settle-captures'

/** What became of one event. For a duplicate or a conflict the figures are those of the record that stands. */
export interface BookedResult {
  readonly status: 'accepted' | 'duplicate' | 'conflict'
  /** Null: unknown. */
  readonly cost: Usd | null
  /** 0 and below: a reason, see `reservedRateSets`. */
  readonly rateSetId: number
  readonly isPartlyPriced: boolean
  readonly seriesId: number
  /** Whether the record changed what stood: another source had seen the call before. */
  readonly isRevised: boolean
}

export interface GroupWriter {
  readonly client: LedgerClient
  readonly series: SeriesStore
  readonly partitions: PartitionKeeper
  readonly nextArchiveId: () => Promise<bigint>
  readonly getPrices: () => PublishedPrices | Promise<PublishedPrices>
  readonly zone: string
}

/** A call of the group, with the row it becomes if it is new. */
interface Candidate extends IdentityGroup {
  readonly row: EventRow
  readonly place: PlacedSeries
}

/** What stands in the table for a call: the row just stored, or the one that was there. */
type Standing = Omit<BookedResult, 'status' | 'isRevised'> & {
  readonly isNew: boolean
  readonly id: EventId
  /** Whether a record is the same observer's, and says the same. */
  readonly isSame: (event: NormalizedEvent) => boolean
}

/** What is known of each record after the booking, and those that say something else about a call than what stands. */
interface Settled {
  readonly results: BookedResult[]
  readonly looks: Look[]
}

/**
 * Writes events that came together: partitions and series first, each in a transaction of its own, then everything else in
 * one. Resolves after the commit.
 * @returns what became of each event, in their order.
 */
export async function writeGroup(writer: GroupWriter, events: readonly PreparedEvent[]): Promise<BookedResult[]> {
  const receivedAt = new Date()
  const calls = groupByIdentity(events)
  const firsts = calls.map(({ members }) => members[0])
  const [places] = await Promise.all([
    writer.series.place(
      firsts.map(({ event }) => event.dimensions),
      receivedAt,
    ),
    writer.partitions.ensure(firsts.map(({ month }) => month)),
  ])
  const { archives, spots } = await packArchives(writer, firsts, receivedAt)
  const candidates = calls.map((call, index): Candidate => {
    const [{ event, month, price }] = call.members
    const [place, spot] = [places[index], spots[index]]
    if (!place || !spot) throw new Error('an event has no place to go')
    return { members: call.members, place, row: toEventRow(event, month, price, place, spot) }
  })
  candidates.sort((left, right) => compareEventIds(left.row, right.row))
  const { results, looks } = isNearEdge(candidates)
    ? await writer.client.begin((tx) => bookNearEdge(tx, writer.zone, candidates, archives))
    : await bookAtOnce(writer, candidates, archives)
  // After the booking, in a transaction of its own: where that fails, the sender sends again and it is settled then.
  if (looks.length > 0) {
    for (const { index, result } of await settleCaptures(writer, looks, receivedAt)) results[index] = result
  }
  return results
}

const isNearEdge = (candidates: readonly Candidate[]) => candidates.some(({ members: [{ edge }] }) => edge !== null)

/** Calls that may be in the neighbouring month already: the look there and the booking hold together. */
async function bookNearEdge(
  tx: LedgerTransaction,
  zone: string,
  candidates: readonly Candidate[],
  archives: readonly ArchiveRow[],
): Promise<Settled> {
  const across = await findNeighbours(tx, candidates)
  const wanted = candidates.filter(({ row }) => !across.has(row.eventKey))
  const booked = await bookNew(tx, zone, wanted, archives)
  return settle(tx, candidates, booked, across)
}

/**
 * Away from the edges one statement is all that has to hold together, and it is its own transaction: a third of the round
 * trips. What was there already is read after it; where that fails, the sender sends again and it is settled then.
 */
async function bookAtOnce(
  { client, zone }: GroupWriter,
  candidates: readonly Candidate[],
  archives: readonly ArchiveRow[],
): Promise<Settled> {
  const booked = await bookNew(client, zone, candidates, archives)
  return settle(client, candidates, booked, new Map())
}

/** Books what is not there yet; answers which were new. */
async function bookNew(
  sql: LedgerClient | LedgerTransaction,
  zone: string,
  wanted: readonly Candidate[],
  archives: readonly ArchiveRow[],
): Promise<ReadonlySet<Candidate>> {
  if (wanted.length === 0) return new Set()
  const rows = wanted.map(({ row }) => row)
  const isNew = await bookEvents(sql, zone, rows, archives)
  return new Set(wanted.filter((_, index) => isNew[index]))
}

/** What to answer for each record, and which of them say something else than what stands. */
async function settle(
  sql: LedgerClient | LedgerTransaction,
  candidates: readonly Candidate[],
  booked: ReadonlySet<Candidate>,
  across: ReadonlyMap<string, EventId>,
): Promise<Settled> {
  const idOf = ({ row }: Candidate) => across.get(row.eventKey) ?? row
  const stored = await readStored(sql, candidates.filter((candidate) => !booked.has(candidate)).map(idOf))
  const eventCount = candidates.reduce((sum, { members }) => sum + members.length, 0)
  const results: BookedResult[] = Array.from({ length: eventCount })
  const looks: Look[] = []
  for (const candidate of candidates) {
    const standing = booked.has(candidate) ? standingOfNew(candidate) : stored.get(idOf(candidate))
    settleMembers(candidate, standing, results, looks)
  }
  return { results, looks }
}

/**
 * Answers each record of a call: the first of a new call is accepted, and the same observer saying the same again is a
 * duplicate. Of others, what they are is settled when all looks at the call are known.
 */
function settleMembers(
  { members }: Candidate,
  { isNew, id, isSame, ...figures }: Standing,
  results: BookedResult[],
  looks: Look[],
): void {
  for (const [position, { event, index }] of members.entries()) {
    const isFirst = isNew && position === 0
    if (!isFirst && !isSame(event)) looks.push({ id, event, index })
    results[index] = { status: isFirst ? 'accepted' : 'duplicate', ...figures, isRevised: false }
  }
}

async function findNeighbours(tx: LedgerTransaction, candidates: readonly Candidate[]): Promise<Map<string, EventId>> {
  const nearEdge = candidates.flatMap(({ members: [{ edge }], row: { eventKey, month } }) =>
    edge === null ? [] : [{ eventKey, month, edge }],
  )
  if (nearEdge.length === 0) return new Map()
  await lockMonthEdges(
    tx,
    nearEdge.map(({ edge }) => edge),
  )
  return findAcrossEdges(tx, nearEdge)
}

function standingOfNew({ members: [{ event, price }], row, place }: Candidate): Standing {
  const { cost, rateSetId, isPartlyPriced } = price
  return {
    isNew: true,
    id: row,
    cost,
    rateSetId,
    isPartlyPriced,
    seriesId: place.seriesId,
    isSame: (other) =>
      isOfOneObserver(event.dimensions.sourceId, event, other) && describeContent(event) === describeContent(other),
  }
}

const isOfOneObserver = (sourceId: number, ids: Parameters<typeof observerOf>[1], other: NormalizedEvent) =>
  observerOf(sourceId, ids) === observerOf(other.dimensions.sourceId, other)

async function readStored(sql: LedgerClient | LedgerTransaction, ids: readonly EventId[]) {
  const found = new Map<string, Standing>()
  if (ids.length > 0) {
    for (const event of await readStandingEvents(sql, ids))
      found.set(event.row.eventKey + event.row.month, standingOfStored(event))
  }
  return {
    get({ eventKey, month }: EventId): Standing {
      const standing = found.get(eventKey + month)
      if (!standing) throw new Error(`event ${eventKey} of ${month} was neither new nor there`)
      return standing
    },
  }
}

function standingOfStored(event: StandingEvent): Standing {
  const { eventKey, month, cost, rateSetId, isPartlyPriced, seriesId } = event.row
  return {
    isNew: false,
    id: { eventKey, month },
    cost: cost === null ? null : parseDecimal(cost),
    rateSetId,
    isPartlyPriced,
    seriesId,
    isSame: (other) =>
      isOfOneObserver(event.sourceId, event.row, other) && describeStandingContent(event) === describeContent(other),
  }
}

/** Packs what is kept of the records, one archive for each source, before anything is locked. */
async function packArchives({ nextArchiveId }: GroupWriter, events: readonly PreparedEvent[], receivedAt: Date) {
  const bySource = new Map<number, { id: bigint; records: string[] }>()
  for (const { event } of events) {
    const { sourceId } = event.dimensions
    if (!bySource.has(sourceId)) bySource.set(sourceId, { id: await nextArchiveId(), records: [] })
  }
  const spots = events.map(({ event }) => {
    const archive = bySource.get(event.dimensions.sourceId)
    if (!archive) return undefined
    archive.records.push(event.archiveLine)
    return { archiveId: archive.id, archiveLine: archive.records.length - 1 }
  })
  const archives = await Promise.all(
    [...bySource].map(([sourceId, { id, records }]) => packArchive(id, sourceId, receivedAt, records)),
  )
  return { archives, spots }
}

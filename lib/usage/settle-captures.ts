import { parseDecimal } from '@/lib/money/decimal'
import { eventIdText } from './book'
import {
  type BookedEvent,
  type CaptureRow,
  type RankOf,
  readBookedEvents,
  readCaptures,
  readRanks,
  type StoredCapture,
  writeCaptures,
} from './capture-rows'
import { type Capture, describeContent, type MergedCaptures, mergeCaptures, observerOf } from './captures'
import { type Conflict, keepConflicts } from './conflicts'
import { type EventId, type EventRow, type PlacedSeries, toEventRow } from './event-row'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import { lockEvents } from './lock-events'
import type { NormalizedEvent } from './normalized-event'
import { type PublishedPrices, priceNormalizedEvent } from './price-normalized-event'
import { reviseEvents } from './revise'
import type { SeriesStore } from './series'
import type { BookedResult } from './write-group'

/** A further record of a call that is booked. */
export interface Look {
  readonly id: EventId
  readonly event: NormalizedEvent
  /** Its place among the events that are written together. */
  readonly index: number
}

/** What is needed to change what stands. */
export interface CaptureWriter {
  readonly client: LedgerClient
  readonly series: SeriesStore
  readonly getPrices: () => PublishedPrices | Promise<PublishedPrices>
  readonly zone: string
}

/** What became of a look. */
export interface SettledLook {
  readonly index: number
  readonly result: BookedResult
}

/** So many writers may come between before we give up and have the sender send again. */
const maxAttempts = 8

/**
 * Settles further records of calls that are booked: keeps each look, decides which of them all stands, and revises the event where
 * that, or what it fills in, is another than before. The series that it then has is made first, in a transaction of its own, so
 * that what was read is read again under lock; who finds it changed begins anew. What was retracted stays so.
 */
export async function settleCaptures(writer: CaptureWriter, looks: readonly Look[], receivedAt: Date): Promise<SettledLook[]> {
  const prices = await writer.getPrices()
  const calls = groupByCall(looks)
  const ids = calls.map(([{ id }]) => ({ eventKey: id.eventKey, month: id.month }))
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const known = await readKnown(writer.client, ids, looks)
    const plans = calls.map((own) => planCall(own, known))
    const revised = plans.filter(isRevised)
    const places = await writer.series.place(
      revised.map(({ merged }) => merged.event.dimensions),
      receivedAt,
    )
    const rows = new Map(revised.map((plan, index) => [eventIdText(plan.id), toRevisedRow(plan, places[index], prices)]))
    const isDone = await writer.client.begin(async (tx) => {
      if (!(await isUnchanged(tx, plans))) return false
      await writeCaptures(tx, plans.flatMap(listCaptureRows), receivedAt)
      await reviseEvents(
        tx,
        writer.zone,
        revised.map(({ id }) => id),
        (row) => rows.get(eventIdText(row)) ?? null,
      )
      await keepConflicts(
        tx,
        plans.flatMap(({ conflicts }) => conflicts),
        receivedAt,
      )
      return true
    })
    if (isDone) return plans.flatMap((plan) => answerLooks(plan, rows.get(eventIdText(plan.id)) ?? plan.booked.row))
  }
  throw Object.assign(new Error('other records of the same calls kept coming between'), { code: '40001' })
}

function groupByCall(looks: readonly Look[]): [Look, ...Look[]][] {
  const calls = new Map<string, [Look, ...Look[]]>()
  for (const look of looks) {
    const call = calls.get(eventIdText(look.id))
    if (call) call.push(look)
    else calls.set(eventIdText(look.id), [look])
  }
  return [...calls.values()]
}

/** What is stored of some calls, by `eventIdText`. */
export interface Known {
  readonly booked: ReadonlyMap<string, BookedEvent>
  readonly captures: ReadonlyMap<string, readonly StoredCapture[]>
  readonly rankOf: RankOf
}

/** Reads what is stored of calls, and where the sources of their records stand. */
export async function readKnown(
  client: LedgerClient,
  ids: readonly EventId[],
  looks: readonly Pick<Look, 'event'>[] = [],
): Promise<Known> {
  const [booked, captures] = await Promise.all([readBookedEvents(client, ids), readCaptures(client, ids)])
  const events = [...looks, ...booked.values(), ...[...captures.values()].flat()].map(({ event }) => event)
  const rankOf = await readRanks(
    client,
    events.map(({ dimensions }) => dimensions.sourceId),
  )
  return { booked, captures, rankOf }
}

/** What is to be done about one call. */
interface CallPlan {
  readonly id: EventId
  readonly booked: BookedEvent
  readonly stored: readonly StoredCapture[]
  /** Null where the looks change nothing. */
  readonly merged: MergedCaptures | null
  readonly captures: readonly Capture[]
  /** Records that say another thing than the same observer said before. */
  readonly conflicts: readonly Conflict[]
  readonly looks: readonly Look[]
  readonly statusOf: (look: Look) => 'duplicate' | 'conflict'
}

type RevisedPlan = CallPlan & { readonly merged: MergedCaptures }

const isRevised = (plan: CallPlan): plan is RevisedPlan => plan.merged !== null

function planCall(looks: readonly [Look, ...Look[]], { booked: allBooked, captures: allCaptures, rankOf }: Known): CallPlan {
  const [{ id }] = looks
  const booked = allBooked.get(eventIdText(id))
  if (booked === undefined) throw new Error(`event ${id.eventKey} of ${id.month} was there and is gone`)
  const stored = allCaptures.get(eventIdText(id)) ?? []
  const captures = new Map(listCaptures(booked, stored, rankOf).map((capture) => [capture.observer, capture]))
  const withdrawn = new Set(stored.filter(({ kind }) => kind === 'aggregate').map(({ observer }) => observer))
  const conflicting = new Set<Look>()
  let isNew = false
  for (const look of looks) {
    const observer = observerOf(look.event.dimensions.sourceId, look.event)
    const known = captures.get(observer)
    if (withdrawn.has(observer)) continue
    if (known !== undefined) {
      if (describeContent(known.event) !== describeContent(look.event)) conflicting.add(look)
    } else if (!booked.row.isRetracted) {
      captures.set(observer, { observer, rank: rankOf(look.event), event: look.event })
      isNew = true
    }
  }
  const all = [...captures.values()]
  const merged = isNew ? mergeCaptures(all) : null
  const kinds = merged?.kinds ?? new Map(stored.map(({ observer, kind }) => [observer, kind]))
  const hasConflict = [...kinds.values()].includes('conflict')
  const statusOf = (look: Look) => {
    const kind = kinds.get(observerOf(look.event.dimensions.sourceId, look.event))
    return conflicting.has(look) || kind === 'conflict' || (kind === 'standing' && hasConflict) ? 'conflict' : 'duplicate'
  }
  const conflicts = [...conflicting].map(({ event }) => ({ id, event }))
  return { id, booked, stored, merged, captures: all, conflicts, looks, statusOf }
}

/** The looks at a call that have a say. Where none is stored, the event itself is the only one. */
export function listCaptures(booked: BookedEvent, stored: readonly StoredCapture[], rankOf: RankOf): Capture[] {
  const toCapture = (observer: string, event: NormalizedEvent) => ({ observer, rank: rankOf(event), event })
  if (stored.length === 0) return [toCapture(observerOf(booked.event.dimensions.sourceId, booked.event), booked.event)]
  return stored.filter(({ kind }) => kind !== 'aggregate').map(({ observer, event }) => toCapture(observer, event))
}

/** All looks with what they are now; those that are there change their kind only. */
export function listCaptureRows({ id, merged, captures }: Pick<CallPlan, 'id' | 'merged' | 'captures'>): CaptureRow[] {
  if (merged === null) return []
  return captures.map(({ observer, event }) => ({ id, observer, event, kind: merged.kinds.get(observer) ?? 'capture' }))
}

/**
 * The row of a call after its looks were put together. Its counts and its price stay what they are where the same look stands as
 * before: a price may have been corrected since. The instant is that of the look that stands, within the month that the event is
 * in: the month is part of what names it.
 */
export function toRevisedRow(
  { booked, stored, merged }: { booked: BookedEvent; stored: readonly StoredCapture[]; merged: MergedCaptures },
  place: PlacedSeries | undefined,
  prices: PublishedPrices,
): EventRow {
  const { row } = booked
  if (place === undefined) throw new Error('an event has no place to go')
  const { event, standing } = merged
  const stood =
    stored.find(({ kind }) => kind === 'standing')?.observer ?? observerOf(booked.event.dimensions.sourceId, booked.event)
  const spot =
    row.archiveId === null || row.archiveLine === null ? null : { archiveId: row.archiveId, archiveLine: row.archiveLine }
  const isSame = standing.observer === stood
  const price = isSame ? readPrice(row) : priceNormalizedEvent(event, prices)
  const occurredAtMs = isSameMonth(event.occurredAtMs, row.month) ? event.occurredAtMs : row.occurredAt.getTime()
  return toEventRow({ ...event, eventKey: row.eventKey, occurredAtMs }, row.month, price, place, spot)
}

const isSameMonth = (instantMs: number, month: string) => new Date(instantMs).toISOString().startsWith(month.slice(0, 7))

function readPrice({ rateSetId, cost, listCost, isPartlyPriced }: EventRow) {
  const amount = (text: string | null) => (text === null ? null : parseDecimal(text))
  return { rateSetId, cost: amount(cost), listCost: amount(listCost), isPartlyPriced }
}

/** Locks the events and tells whether they and their looks are still what was read. */
export async function isUnchanged(
  tx: LedgerTransaction,
  plans: readonly Pick<CallPlan, 'id' | 'booked' | 'stored'>[],
): Promise<boolean> {
  const ids = plans.map(({ id }) => id)
  const locked = new Map((await lockEvents(tx, ids)).map((row) => [eventIdText(row), row]))
  const captures = await readCaptures(tx, ids)
  return plans.every(({ id, booked, stored }) => {
    const row = locked.get(eventIdText(id))
    const now = captures.get(eventIdText(id)) ?? []
    const isSameRow =
      row === undefined ? booked.row.isRetracted : !booked.row.isRetracted && describeRow(row) === describeRow(booked.row)
    return isSameRow && describeLooks(now) === describeLooks(stored)
  })
}

const describeRow = (row: EventRow) => JSON.stringify(row, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
const describeLooks = (stored: readonly StoredCapture[]) => stored.map(({ id, kind }) => `${id} ${kind}`).join()

function answerLooks(plan: CallPlan, row: EventRow): SettledLook[] {
  const { rateSetId, isPartlyPriced, seriesId, cost } = row
  const figures = { rateSetId, isPartlyPriced, seriesId, cost: cost === null ? null : parseDecimal(cost) }
  return plan.looks.map((look) => ({
    index: look.index,
    result: { status: plan.statusOf(look), ...figures, isRevised: plan.merged !== null },
  }))
}

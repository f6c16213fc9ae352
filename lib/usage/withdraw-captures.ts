import { eventIdText } from './book'
import { writeCaptures } from './capture-rows'
import { mergeCaptures } from './captures'
import type { EventId, EventRow } from './event-row'
import type { LedgerTransaction } from './ledger-client'
import { retractEvents } from './retract'
import { reviseEvents } from './revise'
import {
  type CaptureWriter,
  isUnchanged,
  type Known,
  listCaptureRows,
  listCaptures,
  readKnown,
  toRevisedRow,
} from './settle-captures'

/** A record that turned out to be no call: which event it was taken for, and who said so. */
export interface Withdrawal {
  readonly eventKey: string
  /** The UTC month of its instant; by the edge of a month its event may be in the one beside it. */
  readonly month: string
  /** As `observerOf` names it. */
  readonly observer: string
}

const maxAttempts = 8

/**
 * Takes back records that only sum up others. An event that nobody else spoke of is retracted; one that others saw too is what
 * those say. What was never booked, or is withdrawn already, is left alone.
 * @returns how many events changed.
 */
export async function withdrawCaptures(
  writer: CaptureWriter,
  withdrawals: readonly Withdrawal[],
  receivedAt: Date,
): Promise<number> {
  if (withdrawals.length === 0) return 0
  const prices = await writer.getPrices()
  const ids = await findEvents(writer, withdrawals)
  if (ids.length === 0) return 0
  const observers = new Set(withdrawals.map(({ eventKey, observer }) => eventKey + observer))
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const known = await readKnown(writer.client, ids)
    const plans = ids.map((id) => planWithdrawal(id, known, observers)).filter((plan) => plan !== null)
    if (plans.length === 0) return 0
    const revised = plans.flatMap(({ merged, ...plan }) => (merged === null ? [] : [{ ...plan, merged }]))
    const places = await writer.series.place(
      revised.map(({ merged }) => merged.event.dimensions),
      receivedAt,
    )
    const rows = new Map<string, EventRow>()
    for (const [index, plan] of revised.entries()) rows.set(eventIdText(plan.id), toRevisedRow(plan, places[index], prices))
    const isDone = await writer.client.begin(async (tx) => {
      if (!(await isUnchanged(tx, plans))) return false
      await markAggregates(tx, plans)
      await writeCaptures(tx, revised.flatMap(listCaptureRows), receivedAt)
      const gone = plans.filter(({ merged }) => merged === null).map(({ id }) => id)
      // In the order in which everyone locks: all events before any sum.
      await retractEvents(tx, writer.zone, gone)
      await reviseEvents(
        tx,
        writer.zone,
        revised.map(({ id }) => id),
        (row) => rows.get(eventIdText(row)) ?? null,
      )
      return true
    })
    if (isDone) return plans.length
  }
  throw Object.assign(new Error('other records of the same calls kept coming between'), { code: '40001' })
}

function planWithdrawal(id: EventId, { booked: allBooked, captures: allStored, rankOf }: Known, observers: ReadonlySet<string>) {
  const booked = allBooked.get(eventIdText(id))
  if (booked === undefined || booked.row.isRetracted) return null
  const stored = allStored.get(eventIdText(id)) ?? []
  const all = listCaptures(booked, stored, rankOf)
  const captures = all.filter(({ observer }) => !observers.has(id.eventKey + observer))
  if (captures.length === all.length) return null
  const withdrawn = all.filter((capture) => !captures.includes(capture)).map(({ observer }) => observer)
  return { id, booked, stored, captures, withdrawn, merged: captures.length === 0 ? null : mergeCaptures(captures) }
}

async function markAggregates(
  tx: LedgerTransaction,
  plans: readonly { readonly id: EventId; readonly withdrawn: readonly string[] }[],
): Promise<void> {
  const rows = plans.flatMap(({ id, withdrawn }) => withdrawn.map((observer) => ({ ...id, observer })))
  await tx`
    update usage_capture set kind = 'aggregate'
    from unnest(${rows.map(({ eventKey }) => eventKey)}::uuid[], ${rows.map(({ month }) => month)}::date[],
      ${rows.map(({ observer }) => observer)}::text[]) as withdrawn(event_key, month, observer)
    where usage_capture.event_key = withdrawn.event_key and usage_capture.month = withdrawn.month
      and usage_capture.observer = withdrawn.observer`
}

async function findEvents({ client }: CaptureWriter, withdrawals: readonly Withdrawal[]): Promise<EventId[]> {
  const rows = await client<EventId[]>`
    select distinct event.event_key as "eventKey", event.month
    from unnest(${withdrawals.map(({ eventKey }) => eventKey)}::uuid[], ${withdrawals.map(({ month }) => month)}::date[])
      as wanted(event_key, month)
    cross join lateral unnest(array[wanted.month, (wanted.month - interval '1 month')::date, (wanted.month + interval '1 month')::date])
      as near(month)
    join usage_event event on event.event_key = wanted.event_key and event.month = near.month`
  return [...rows]
}

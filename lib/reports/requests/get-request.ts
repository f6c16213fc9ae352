import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { describeEvent } from '@/lib/ingest/event-document'
import { findDoubles } from '@/lib/ingest/find-doubles'
import { listCaptures, listEvents, listRates, type StoredEvent } from '@/lib/ingest/list-events'
import type { Ingest } from '@/lib/ingest/process-ingest'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { dateInZone } from '@/lib/time/instant'
import { findZone } from '../spend/queries'
import { listCostLines } from './cost-lines'
import { findOwnerOnDay } from './owner-on-day'

/** What describing a request needs of the process that takes them in. */
export type RequestServices = Pick<Ingest, 'readContract' | 'ownership'>

const keyPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A trace with more calls than this is read in the trace tool. */
const maxAttempts = 50

/** A request with all that is known about its price and its owner; null where there is none of that key in scope. */
export async function getRequest(db: Database, scope: Scope, services: RequestServices, eventKey: string) {
  if (!keyPattern.test(eventKey)) return null
  const [stored] = await listEvents(db, scope, { eventKey, limit: 1 })
  if (!stored) return null
  const { event, series } = stored
  const zone = await findZone(db)
  const day = dateInZone(event.occurredAt, zone)
  const [rates, captures, doubles, contract, lookUpOwner, owner, ofTrace] = await Promise.all([
    listRates(db, [event.rateSetId]),
    listCaptures(db, [eventKey]),
    findDoubles(db, [event]),
    services.readContract(),
    services.ownership.open(),
    findOwnerOnDay(db, series.id, day),
    event.traceId === null ? [] : listEvents(db, scope, { traceId: event.traceId, limit: maxAttempts + 1 }),
  ])
  const own = {
    rates: rates.get(event.rateSetId) ?? [],
    captures: captures.get(eventKey) ?? [],
    isPossibleDouble: doubles.has(eventKey),
  }
  const document = describeEvent(stored, { contract, lookUpOwner, ...own, mayPeople: scope.everything })
  return {
    document,
    day,
    zone,
    owner,
    /** How many calls it stands for. */
    requests: event.requests.toString(),
    rateSetId: event.rateSetId,
    isPartlyPriced: event.isPartlyPriced,
    lines: listCostLines(stored, document.lines, own.rates),
    savingUsd: subtract(document.list_cost_usd, document.cost_usd),
    /** Reported less computed; null where one of the two is unknown. */
    differenceUsd: subtract(document.reported_cost_usd, document.cost_usd),
    attempts: ofTrace.slice(0, maxAttempts).map(toAttempt).reverse(),
    hasMoreAttempts: ofTrace.length > maxAttempts,
    isRetry: series.isRetry,
    archive: event.archiveId === null || event.archiveLine === null ? null : { id: event.archiveId, line: event.archiveLine },
  }
}

export type RequestDetail = NonNullable<Awaited<ReturnType<typeof getRequest>>>

function subtract(from: string | null, amount: string | null): string | null {
  return from === null || amount === null ? null : formatDecimal(parseDecimal(from) - parseDecimal(amount))
}

/** Another call of the same trace, or this one among them. */
function toAttempt({ event, series }: StoredEvent) {
  return {
    eventKey: event.eventKey,
    at: event.occurredAt.toISOString(),
    requestId: event.requestId,
    provider: series.provider,
    model: event.statedDimensions?.model ?? series.model,
    outcome: series.outcome,
    statusCode: event.statusCode,
    isRetry: series.isRetry,
    latencyMs: event.latencyMs,
    costUsd: event.cost === null ? null : formatDecimal(parseDecimal(event.cost)),
    isAtLeast: event.isPartlyPriced,
    rateSetId: event.rateSetId,
  }
}

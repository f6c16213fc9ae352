import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { parseInstant } from '@/lib/time/instant'
import { describeEvent } from './event-document'
import { findDoubles } from './find-doubles'
import { type EventCursor, type EventFilter, listCaptures, listEvents, listRates, type StoredEvent } from './list-events'
import { getIngest } from './process-ingest'

const defaultLimit = 100
const maxLimit = 1_000
const maxSpanMs = 31 * 86_400_000

const instantSchema = z
  .string()
  .transform((text) => parseInstant(text))
  .refine((instant) => instant !== null, 'is an instant such as 2026-06-01T09:00:00Z')
const idSchema = z.string().min(1, 'is empty').max(256, 'is at most 256 characters')

/** The query of `GET /api/v1/events`. */
const eventQuerySchema = z
  .object({
    request_id: idSchema.optional(),
    trace_id: idSchema.optional(),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce
      .number('is a number')
      .int('is a whole number')
      .min(1, 'is 1 or more')
      .max(maxLimit, `is at most ${maxLimit}`)
      .default(defaultLimit),
  })
  .refine((query) => [query.request_id, query.trace_id, query.from].some((stated) => stated !== undefined), {
    path: ['from'],
    error: 'name a request_id, a trace_id, or from and to',
  })
  .refine((query) => !query.from || !query.to || query.from < query.to, { path: ['to'], error: 'lies after from' })
  .refine(
    (query) => Boolean(query.request_id ?? query.trace_id) || !query.from || spanMs(query.from, query.to ?? null) <= maxSpanMs,
    {
      path: ['to'],
      error: 'is at most 31 days after from, where no request_id or trace_id is named',
    },
  )

const spanMs = (from: Date, to: Date | null) => (to?.getTime() ?? Date.now()) - from.getTime()

/**
 * `GET /api/v1/events`: canonical events read back, newest first, with their price, findings and owner. The finding
 * `possible_double_capture` is looked for where the events of the page lie within an hour.
 */
export const getEvents: Handler = route({ permission: 'spend.read', query: eventQuerySchema }, async ({ db, scope, query }) => {
  if (scope === null) throw new Error('a route with a permission has a scope')
  const filter: EventFilter = {
    requestId: query.request_id,
    traceId: query.trace_id,
    from: query.from ?? undefined,
    to: query.to ?? undefined,
    after: query.cursor === undefined ? undefined : readCursor(query.cursor),
    limit: query.limit,
  }
  const stored = await listEvents(db, scope, filter)
  const ingest = getIngest()
  const [rates, captures, doubles, contract, lookUpOwner] = await Promise.all([
    listRates(
      db,
      stored.map(({ event }) => event.rateSetId),
    ),
    listCaptures(
      db,
      stored.map(({ event }) => event.eventKey),
    ),
    findDoubles(
      db,
      stored.map(({ event }) => event),
    ),
    ingest.readContract(),
    ingest.ownership.open(),
  ])
  const events = stored.map((one) =>
    describeEvent(one, {
      contract,
      lookUpOwner,
      rates: rates.get(one.event.rateSetId) ?? [],
      captures: captures.get(one.event.eventKey) ?? [],
      isPossibleDouble: doubles.has(one.event.eventKey),
      mayPeople: scope.everything,
    }),
  )
  return { events, next_cursor: stored.length < query.limit ? null : writeCursor(stored.at(-1)) }
})

function writeCursor(last: StoredEvent | undefined): string | null {
  return last === undefined
    ? null
    : Buffer.from(`${last.event.occurredAt.getTime()}.${last.event.eventKey}`).toString('base64url')
}

const cursorPattern = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function readCursor(text: string): EventCursor {
  const match = cursorPattern.exec(Buffer.from(text, 'base64url').toString())
  const [, atMs, eventKey] = match ?? []
  if (atMs === undefined || eventKey === undefined) {
    const error = { path: 'cursor', message: 'is not one that an answer gave as next_cursor' }
    throw new AppError('invalid', `cursor ${error.message}.`, { errors: [error] })
  }
  return { occurredAtMs: Number(atMs), eventKey }
}

import { actorMay } from '@/lib/auth/actor'
import { findRequestActor } from '@/lib/auth/request-actor'
import { AppError } from '@/lib/errors'
import { findTextFault } from './clean-text'
import type { IngestSource } from './key-gate'
import type { Ingest } from './process-ingest'

/** A sender that gets no answer for so long has usually given up; one that is told to come again loses nothing. */
const deadlineMs = 20_000

/** Bounds the wait for a database that is neither there nor plainly away. What is under way goes on, and is not counted twice. */
export async function beforeDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    const message = 'The database does not answer. Send the request again: what was stored of it will not be counted twice.'
    timer = setTimeout(() => reject(new AppError('unavailable', message, { retryAfterSeconds: 5 })), deadlineMs)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/** The source of the key that is sent. A signed-in person holds the permission at most, never a source. */
export async function findSource(ingest: Ingest, request: Request): Promise<IngestSource> {
  const secret = readKey(request.headers)
  if (secret === null) {
    const actor = await findRequestActor(ingest.db, request)
    if (!actor) throw new AppError('unauthenticated', 'Send an API key with the scope ingest as Authorization: Bearer asc_….')
    throw new AppError('forbidden', 'Usage is taken from an API key that belongs to a source: make one under Settings, Keys.')
  }
  const { actor, source } = await ingest.keys.find(secret)
  if (!actorMay(actor, 'usage.ingest')) {
    throw new AppError('forbidden', `The key "${actor.name}" lacks the scope ingest: it has ${actor.scopes.join(', ')}.`)
  }
  if (source === null)
    throw new AppError('forbidden', `The key "${actor.name}" belongs to no source: make an ingest key that names one.`)
  if (source.role === 'evidence') {
    const message = `The source "${source.slug}" is evidence: it is compared with usage, not counted as such. Use a key of a ledger source.`
    throw new AppError('forbidden', message)
  }
  return source
}

function readKey(headers: Headers): string | null {
  const authorization = headers.get('authorization') ?? ''
  if (/^Bearer(\s|$)/i.test(authorization)) return authorization.slice('Bearer'.length).trim()
  return headers.get('x-api-key')
}

/** What tells equal records without ids of one request from those of another; empty where there is none. */
export function readIdempotencyKey(headers: Headers): string {
  const key = headers.get('idempotency-key')?.trim() ?? ''
  const fault = findTextFault(key)
  if (fault === null) return key
  const error = { path: 'Idempotency-Key', message: fault }
  throw new AppError('invalid', `Idempotency-Key ${fault}.`, { errors: [error] })
}

/** Senders who say so are believed; of others the content tells. */
export const isLineByLine = (headers: Headers) =>
  /^application\/(x-)?(ndjson|jsonl|jsonlines)\b/i.test(headers.get('content-type') ?? '')

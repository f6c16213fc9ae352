import { actorMay } from '@/lib/auth/actor'
import { findRequestActor } from '@/lib/auth/request-actor'
import { AppError, type FieldError, problemResponse, toProblem } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { readyResponse } from '@/lib/http/ready-message'
import { answerError } from '@/lib/http/route'
import { withRequestId } from '@/lib/log'
import { findTextFault } from './clean-text'
import { ingestLimits } from './ingest-limits'
import type { IngestSource } from './key-gate'
import { getIngest, type Ingest } from './process-ingest'
import { readBody } from './read-body'
import { type RecordResult, type TakenIn, takeIn } from './take-in'

/**
 * `POST /api/v1/events`: canonical events, stored and committed before the answer says so. An `Idempotency-Key` tells equal
 * records without ids of one request from those of another.
 */
export const postEvents: Handler = createPostEvents(getIngest)

/** The same over services of one's own, for tests. */
export function createPostEvents(openIngest: () => Ingest): Handler {
  return (request, { requestId }) =>
    withRequestId(requestId, async () => {
      try {
        return await answer(openIngest(), request, requestId)
      } catch (error) {
        return answerError(error, requestId)
      }
    })
}

/** A sender that gets no answer for so long has usually given up; one that is told to come again loses nothing. */
const deadlineMs = 20_000

async function answer(ingest: Ingest, request: Request, requestId: string): Promise<Response> {
  // Both ask the database: side by side they cost one wait.
  const owners = ingest.ownership.open()
  // Told by whoever awaits it; a request that is refused before that does not care.
  owners.catch(() => {})
  const source = await beforeDeadline(findSource(ingest, request))
  const salt = readIdempotencyKey(request.headers)
  const share = ingest.bodies.open()
  try {
    const bytes = await readBody(request, ingestLimits.maxBytes, share)
    const wantsAll = request.url.includes('?') && new URL(request.url).searchParams.get('results') === 'all'
    const isByLine = isLineByLine(request.headers)
    return await beforeDeadline(takeBody(ingest, source, { bytes, salt, isLineByLine: isByLine, wantsAll, requestId, owners }))
  } finally {
    share.release()
  }
}

interface ReceivedBody {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly salt: string
  readonly isLineByLine: boolean
  readonly wantsAll: boolean
  readonly requestId: string
  readonly owners: ReturnType<Ingest['ownership']['open']>
}

async function takeBody(ingest: Ingest, source: IngestSource, received: ReceivedBody): Promise<Response> {
  const { bytes, salt, isLineByLine, wantsAll, requestId, owners } = received
  const contract = await ingest.readContract()
  const body = await ingest.parser.parse(bytes, {
    normalise: { sourceId: source.id, nowMs: Date.now(), contract, salt },
    maxRecords: ingestLimits.maxEvents,
    isLineByLine,
  })
  const taken = await takeIn(ingest, { sourceId: source.id, format: 'canonical' }, body.records, owners)
  const droppedFields = ingest.unknownFields.note(source.id, body.unknownFields)
  return describeTaken(taken, { droppedFields, wantsAll, requestId })
}

/** Bounds the wait for a database that is neither there nor plainly away. What is under way goes on, and is not counted twice. */
async function beforeDeadline<T>(work: Promise<T>): Promise<T> {
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
async function findSource(ingest: Ingest, request: Request): Promise<IngestSource> {
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

function readIdempotencyKey(headers: Headers): string {
  const key = headers.get('idempotency-key')?.trim() ?? ''
  const fault = findTextFault(key)
  if (fault === null) return key
  const error = { path: 'Idempotency-Key', message: fault }
  throw new AppError('invalid', `Idempotency-Key ${fault}.`, { errors: [error] })
}

/** Senders who say so are believed; of others the content tells. */
const isLineByLine = (headers: Headers) =>
  /^application\/(x-)?(ndjson|jsonl|jsonlines)\b/i.test(headers.get('content-type') ?? '')

const maxListedErrors = 100

function describeTaken(
  taken: TakenIn,
  { droppedFields, wantsAll, requestId }: { droppedFields: readonly string[]; wantsAll: boolean; requestId: string },
): Response {
  const { accepted, duplicates, conflicts, rejected } = taken
  const results = wantsAll ? taken.results : taken.results.filter((result) => !isSimplyAccepted(result))
  const dropped = droppedFields.length > 0 ? { dropped_fields: droppedFields } : {}
  const answer = { accepted, duplicates, conflicts, rejected, results, ...dropped }
  if (accepted + duplicates + conflicts > 0)
    return readyResponse({ status: 200, headers: answerHeaders, text: JSON.stringify(answer) })
  const failure = new AppError('invalid', describeNothing(rejected), { errors: listErrors(taken.results) })
  const { headers } = problemResponse(failure, requestId)
  return new Response(JSON.stringify({ ...toProblem(failure, requestId), ...answer }), { status: failure.status, headers })
}

const answerHeaders = { 'content-type': 'application/json', 'cache-control': 'private, no-store' }

const describeNothing = (rejected: number) =>
  rejected === 0
    ? 'The body holds no events.'
    : 'None of the events could be accepted. They are kept, redacted, with the reasons below.'

/** Accepted, and nothing to be noted: the counts say it all. */
const isSimplyAccepted = ({ status, findings }: RecordResult) => status === 'accepted' && findings.length === 0

function listErrors(results: readonly RecordResult[]): FieldError[] {
  const errors: FieldError[] = []
  for (const { index, errors: own } of results) {
    for (const { path, message } of own) {
      if (errors.length < maxListedErrors) errors.push({ path: `events[${index}]${path === '' ? '' : `.${path}`}`, message })
    }
  }
  return errors
}

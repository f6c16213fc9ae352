import type { Handler } from '@/lib/http/handler'
import { answerError } from '@/lib/http/route'
import { withRequestId } from '@/lib/log'
import { describeTaken } from './answer-ingest'
import { ingestLimits } from './ingest-limits'
import { beforeDeadline, findSource, isLineByLine, readIdempotencyKey } from './ingest-request'
import type { IngestSource } from './key-gate'
import { getIngest, type Ingest } from './process-ingest'
import { readBody } from './read-body'
import { takeIn } from './take-in'

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

async function answer(ingest: Ingest, request: Request, requestId: string): Promise<Response> {
  // All ask the database: side by side they cost one wait, and owners and contract one look.
  const owners = ingest.ownership.open()
  const contract = ingest.readContract()
  // Told by whoever awaits them; a request that is refused before that does not care.
  owners.catch(() => {})
  contract.catch(() => {})
  const source = await beforeDeadline(findSource(ingest, request))
  const salt = readIdempotencyKey(request.headers)
  const share = ingest.bodies.open()
  try {
    const bytes = await readBody(request, ingestLimits.maxBytes, share)
    const wantsAll = request.url.includes('?') && new URL(request.url).searchParams.get('results') === 'all'
    const isByLine = isLineByLine(request.headers)
    return await beforeDeadline(
      takeBody(ingest, source, { bytes, salt, isLineByLine: isByLine, wantsAll, requestId, owners, contract }),
    )
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
  readonly contract: ReturnType<Ingest['readContract']>
}

async function takeBody(ingest: Ingest, source: IngestSource, received: ReceivedBody): Promise<Response> {
  const { bytes, salt, isLineByLine, wantsAll, requestId, owners } = received
  const contract = await received.contract
  const body = await ingest.parser.parse(bytes, {
    normalise: { sourceId: source.id, nowMs: Date.now(), contract, salt },
    maxRecords: ingestLimits.maxEvents,
    isLineByLine,
  })
  const taken = await takeIn(ingest, { sourceId: source.id, format: 'canonical' }, body.records, owners)
  const droppedFields = ingest.unknownFields.note(source.id, body.unknownFields)
  return describeTaken(taken, { droppedFields, wantsAll, requestId })
}

import { AppError } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { answerError } from '@/lib/http/route'
import { withRequestId } from '@/lib/log'
import { adapterFormats, findAdapter } from './adapters/find-adapter'
import { derivePromptKey } from './adapters/prompt-hash'
import { describeTaken } from './answer-ingest'
import { ingestLimits } from './ingest-limits'
import { beforeDeadline, findSource, isLineByLine, readIdempotencyKey } from './ingest-request'
import { getIngest, type Ingest } from './process-ingest'
import { readBody } from './read-body'
import { takeIn } from './take-in'

/**
 * `POST /api/v1/ingest/{format}`: records as gateways and providers write them, without their prompts stored and committed before
 * the answer says so.
 */
export const postIngest: Handler = createPostIngest(getIngest)

/** The same over services of one's own, for tests. */
export function createPostIngest(openIngest: () => Ingest): Handler {
  return (request, { requestId }) =>
    withRequestId(requestId, async () => {
      try {
        return await answer(openIngest(), request, requestId)
      } catch (error) {
        return answerError(error, requestId)
      }
    })
}

/** Formats whose sender empties its queue whatever the answer is: refusing a batch would lose the good records in it. */
const neverSentAgain = new Set(['litellm'])

async function answer(ingest: Ingest, request: Request, requestId: string): Promise<Response> {
  const url = new URL(request.url)
  const format = readFormat(url.pathname)
  const owners = ingest.ownership.open()
  const reading = ingest.readContract()
  // Told by whoever awaits them; a request that is refused before that does not care.
  owners.catch(() => {})
  reading.catch(() => {})
  const source = await beforeDeadline(findSource(ingest, request))
  if (source.format !== format && source.format !== 'canonical') {
    const message = `The source "${source.slug}" sends ${source.format}: use a key of a source for ${format}, or one for any format.`
    throw new AppError('conflict', message)
  }
  const salt = readIdempotencyKey(request.headers)
  const share = ingest.bodies.open()
  try {
    const bytes = await readBody(request, ingestLimits.maxSourceBytes, share)
    const body = await beforeDeadline(
      reading.then((contract) =>
        ingest.parser.parse(bytes, {
          normalise: { sourceId: source.id, nowMs: Date.now(), contract, salt },
          maxRecords: ingestLimits.maxSourceRecords,
          isLineByLine: isLineByLine(request.headers),
          source: { format, promptKey: derivePromptKey(process.env.AUTH_SECRET) },
        }),
      ),
    )
    const taken = await beforeDeadline(takeIn(ingest, { sourceId: source.id, format }, body.records, owners))
    const results = taken.results.map((result) => ({ ...result, index: body.places?.[result.index] ?? result.index }))
    return describeTaken(
      { ...taken, results },
      {
        droppedFields: ingest.unknownFields.note(source.id, body.unknownFields),
        wantsAll: url.searchParams.get('results') === 'all',
        requestId,
        ignored: body.ignored,
        isAlwaysFine: neverSentAgain.has(format),
      },
    )
  } finally {
    share.release()
  }
}

/** The last segment of the path. */
function readFormat(pathname: string): string {
  const format = pathname.replace(/\/+$/, '').split('/').at(-1) ?? ''
  if (findAdapter(format) !== null) return format
  const known = adapterFormats.join(', ')
  throw new AppError('not_found', `There is no such format. Known are ${known}; canonical events go to /api/v1/events.`)
}

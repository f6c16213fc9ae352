import { AppError } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { answerError } from '@/lib/http/route'
import { withRequestId } from '@/lib/log'
import { derivePromptKey } from '../adapters/prompt-hash'
import { ingestLimits } from '../ingest-limits'
import { beforeDeadline, findSource } from '../ingest-request'
import { getIngest, type Ingest } from '../process-ingest'
import { readBody } from '../read-body'
import type { TraceEncoding } from './parse-traces'
import { takeTraces } from './take-traces'
import { describePartial, failureResponse, readEncoding, successResponse } from './trace-answer'

/**
 * `POST /v1/traces`: OTLP/HTTP, in protobuf and JSON, with OTLP's own answers, so that `OTEL_EXPORTER_OTLP_ENDPOINT` can point at
 * the app. Calls are stored and committed before the answer says so.
 */
export const postTraces: Handler = createPostTraces(getIngest)

/** The same over services of one's own, for tests. */
export function createPostTraces(openIngest: () => Ingest): Handler {
  return (request, { requestId }) =>
    withRequestId(requestId, async () => {
      const encoding = readEncoding(request.headers.get('content-type'))
      try {
        return await answer(openIngest(), request, encoding)
      } catch (error) {
        return explainFailure(error, encoding ?? 'json', requestId)
      }
    })
}

async function answer(ingest: Ingest, request: Request, encoding: TraceEncoding | null): Promise<Response> {
  const owners = ingest.ownership.open()
  const contract = ingest.readContract()
  // Told by whoever awaits them; a request that is refused before that does not care.
  owners.catch(() => {})
  contract.catch(() => {})
  const source = await beforeDeadline(findSource(ingest, request))
  if (encoding === null) {
    throw new AppError('unsupported_media_type', 'Send OTLP as application/x-protobuf or application/json.')
  }
  const share = ingest.bodies.open()
  try {
    const bytes = await readBody(request, ingestLimits.maxSourceBytes, share)
    const body = await beforeDeadline(
      contract.then((inForce) =>
        ingest.parser.parse(bytes, {
          normalise: { sourceId: source.id, nowMs: Date.now(), contract: inForce, salt: '' },
          maxRecords: Number.MAX_SAFE_INTEGER,
          isLineByLine: false,
          traces: { encoding, promptKey: derivePromptKey(process.env.AUTH_SECRET) },
        }),
      ),
    )
    const { records, traces = { links: [], between: [], bad: [] } } = body
    const taken = await beforeDeadline(takeTraces(ingest, source.id, { records, traces }, owners))
    return successResponse(encoding, describePartial(taken))
  } finally {
    share.release()
  }
}

/**
 * A failure as OTLP has it. Exporters send again after 503 and drop the batch after 500 and most else, so that what is not the
 * sender's fault is 503.
 */
async function explainFailure(error: unknown, encoding: TraceEncoding, requestId: string): Promise<Response> {
  const problem = answerError(error, requestId)
  const { detail }: { detail: string } = await problem.json()
  const headers: Record<string, string> = {}
  for (const name of ['retry-after', 'www-authenticate']) {
    const value = problem.headers.get(name)
    if (value !== null) headers[name] = value
  }
  if (problem.status >= 500)
    return failureResponse(encoding, { status: 503, message: detail, headers: { 'retry-after': '5', ...headers } })
  const status = problem.status === 422 ? 400 : problem.status
  return failureResponse(encoding, { status, message: detail, headers })
}

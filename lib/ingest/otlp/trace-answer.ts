import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import type { FindingCode } from '../findings'
import type { TakenIn } from '../take-in'
import type { TraceEncoding } from './parse-traces'

/** What OTLP calls a partial success: how many spans were refused, and what to say. 0 refused and a message is a warning. */
export interface PartialSuccess {
  readonly rejectedSpans: number
  readonly message: string
}

const mediaTypes: Readonly<Record<TraceEncoding, string>> = { protobuf: 'application/x-protobuf', json: 'application/json' }

/** The encoding of a request by its media type; null for any other type. */
export function readEncoding(contentType: string | null): TraceEncoding | null {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') return 'json'
  return type === 'application/x-protobuf' || type === 'application/protobuf' ? 'protobuf' : null
}

/** `ExportTraceServiceResponse` in the encoding of the request. */
export function successResponse(encoding: TraceEncoding, partial: PartialSuccess | null): Response {
  const body = encoding === 'json' ? writeSuccessJson(partial) : writeSuccess(partial)
  return respond(encoding, 200, body)
}

function writeSuccessJson(partial: PartialSuccess | null): string {
  if (partial === null) return '{}'
  const { rejectedSpans, message: errorMessage } = partial
  // A 64-bit integer, and those are text in OTLP/JSON.
  return JSON.stringify({ partialSuccess: { rejectedSpans: String(rejectedSpans), errorMessage } })
}

function writeSuccess(partial: PartialSuccess | null): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter()
  if (partial === null) return writer.finish()
  writer.tag(1, WireType.LengthDelimited).fork()
  if (partial.rejectedSpans > 0) writer.tag(1, WireType.Varint).int64(partial.rejectedSpans)
  writer.tag(2, WireType.LengthDelimited).string(partial.message)
  return writer.join().finish()
}

/** `google.rpc.Code` of an HTTP status. */
const rpcCodes = new Map([
  [400, 3],
  [401, 16],
  [403, 7],
  [413, 3],
  [415, 3],
  [429, 8],
  [503, 14],
])

/** `google.rpc.Status` in the encoding of the request. */
export function failureResponse(
  encoding: TraceEncoding,
  { status, message, headers = {} }: { status: number; message: string; headers?: Readonly<Record<string, string>> },
): Response {
  const code = rpcCodes.get(status) ?? 2
  const body =
    encoding === 'json'
      ? JSON.stringify({ code, message })
      : new BinaryWriter().tag(1, WireType.Varint).int32(code).tag(2, WireType.LengthDelimited).string(message).finish()
  return respond(encoding, status, body, headers)
}

function respond(
  encoding: TraceEncoding,
  status: number,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': mediaTypes[encoding], 'cache-control': 'no-store', ...headers },
  })
}

/** What a sender can mend at its end, and how. */
const advice: Partial<Record<FindingCode, string>> = {
  missing_team: 'no team: set the attribute team.id on the span or its resource (OTEL_RESOURCE_ATTRIBUTES=team.id=…)',
  unknown_team: 'a team that is not registered: register it, or correct team.id',
  missing_project: 'no project: set project.id',
  missing_service: 'no service: set OTEL_SERVICE_NAME',
  missing_environment: 'no environment: set deployment.environment.name',
  bad_slug: 'a name that is no slug: use lower-case letters, digits and hyphens',
  missing_tokens: 'no token counts: of streams, ask the provider for usage',
}

const maxReasons = 3

/** What is to be said about a request; null where everything in it was fine. */
export function describePartial({ results, rejected }: TakenIn): PartialSuccess | null {
  const parts: string[] = []
  if (rejected > 0) {
    const reasons = new Set(
      results.flatMap(({ errors }) => errors.map(({ path, message }) => (path === '' ? message : `${path} ${message}`))),
    )
    const shown = [...reasons].slice(0, maxReasons).join('; ')
    parts.push(`${countSpans(rejected)} refused: ${shown}${reasons.size > maxReasons ? '; and more' : ''}.`)
  }
  const counts = new Map<FindingCode, number>()
  for (const { findings } of results) for (const code of findings) counts.set(code, (counts.get(code) ?? 0) + 1)
  for (const [code, count] of counts) {
    const text = advice[code]
    if (text !== undefined) parts.push(`${countSpans(count)} counted with ${text}.`)
  }
  return parts.length === 0 ? null : { rejectedSpans: rejected, message: parts.join(' ') }
}

const countSpans = (count: number) => (count === 1 ? '1 span was' : `${count.toLocaleString('en-US')} spans were`)

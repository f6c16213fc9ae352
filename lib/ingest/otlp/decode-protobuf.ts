import { AppError } from '@/lib/errors'
import { Bit64, LengthDelimited, readKeyValue, readMessage, Varint } from './protobuf-message'
import { type BadSpan, type DecodedTraces, isSpanId, isTraceId, type PlacedSpan, type Span, type SpanEvent } from './span'

/*
 * ExportTraceServiceRequest by its field numbers (opentelemetry-proto 1.x). A field of another wire type than its own is unknown,
 * and unknown fields are ignored, as protocol buffers want it.
 */

/**
 * Decodes a request.
 * @throws AppError `unreadable` where the bytes are no such message, or one of logs or metrics.
 */
export function decodeProtobuf(bytes: Uint8Array): DecodedTraces {
  const spans: PlacedSpan[] = []
  const bad: BadSpan[] = []
  let resourceIndex = 0
  try {
    readMessage(bytes, {
      1: [LengthDelimited, (reader) => readResourceSpans(reader.bytes(), `resourceSpans[${resourceIndex++}]`, spans, bad)],
    })
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('unreadable', 'The body is not the protobuf of an OTLP trace export: it is cut off, or of another kind.', {
      cause: error,
    })
  }
  if (spans.length === 0 && bad.length > 0) {
    const message =
      'No span has a trace id and a span id. This path takes traces: send logs to /v1/logs and metrics to /v1/metrics of a collector.'
    throw new AppError('unreadable', message)
  }
  return { spans, bad }
}

function readResourceSpans(bytes: Uint8Array, path: string, spans: PlacedSpan[], bad: BadSpan[]): void {
  let resource: Record<string, unknown> = {}
  const scopes: Uint8Array[] = []
  readMessage(bytes, {
    1: [
      LengthDelimited,
      (reader) => {
        resource = readResource(reader.bytes())
      },
    ],
    2: [
      LengthDelimited,
      (reader) => {
        scopes.push(reader.bytes())
      },
    ],
  })
  for (const [index, scope] of scopes.entries()) readScopeSpans(scope, `${path}.scopeSpans[${index}]`, resource, spans, bad)
}

function readResource(bytes: Uint8Array): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  readMessage(bytes, { 1: [LengthDelimited, (reader) => readKeyValue(reader.bytes(), attributes)] })
  return attributes
}

function readScopeSpans(
  bytes: Uint8Array,
  path: string,
  resource: Record<string, unknown>,
  spans: PlacedSpan[],
  bad: BadSpan[],
): void {
  let scope = ''
  const own: Uint8Array[] = []
  readMessage(bytes, {
    1: [
      LengthDelimited,
      (reader) => {
        scope = readScopeName(reader.bytes())
      },
    ],
    2: [
      LengthDelimited,
      (reader) => {
        own.push(reader.bytes())
      },
    ],
  })
  for (const [index, one] of own.entries()) {
    const span = readSpan(one)
    if (typeof span === 'string') bad.push({ path: `${path}.spans[${index}]`, message: span })
    else spans.push({ span, resource, scope })
  }
}

function readScopeName(bytes: Uint8Array): string {
  let name = ''
  readMessage(bytes, {
    1: [
      LengthDelimited,
      (reader) => {
        name = reader.string()
      },
    ],
  })
  return name
}

/** A span, or why it is none. */
function readSpan(bytes: Uint8Array): Span | string {
  const attributes: Record<string, unknown> = {}
  const events: SpanEvent[] = []
  const span = {
    ...{ traceId: '', spanId: '', parentSpanId: '', name: '', startNano: 0n, endNano: 0n },
    ...{ statusCode: 0, statusMessage: '' },
  }
  readMessage(bytes, {
    1: [
      LengthDelimited,
      (reader) => {
        span.traceId = toHex(reader.bytes())
      },
    ],
    2: [
      LengthDelimited,
      (reader) => {
        span.spanId = toHex(reader.bytes())
      },
    ],
    4: [
      LengthDelimited,
      (reader) => {
        span.parentSpanId = toHex(reader.bytes())
      },
    ],
    5: [
      LengthDelimited,
      (reader) => {
        span.name = reader.string()
      },
    ],
    7: [
      Bit64,
      (reader) => {
        span.startNano = BigInt(reader.fixed64())
      },
    ],
    8: [
      Bit64,
      (reader) => {
        span.endNano = BigInt(reader.fixed64())
      },
    ],
    9: [LengthDelimited, (reader) => readKeyValue(reader.bytes(), attributes)],
    11: [
      LengthDelimited,
      (reader) => {
        events.push(readEvent(reader.bytes()))
      },
    ],
    15: [LengthDelimited, (reader) => readStatus(reader.bytes(), span)],
  })
  if (!isTraceId(span.traceId)) return `traceId has ${span.traceId.length / 2} bytes: it must have 16, not all zero`
  if (!isSpanId(span.spanId)) return `spanId has ${span.spanId.length / 2} bytes: it must have 8, not all zero`
  return { ...span, parentSpanId: isSpanId(span.parentSpanId) ? span.parentSpanId : null, attributes, events }
}

const toHex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

function readStatus(bytes: Uint8Array, span: { statusCode: number; statusMessage: string }): void {
  readMessage(bytes, {
    2: [
      LengthDelimited,
      (reader) => {
        span.statusMessage = reader.string()
      },
    ],
    3: [
      Varint,
      (reader) => {
        span.statusCode = reader.int32()
      },
    ],
  })
}

function readEvent(bytes: Uint8Array): SpanEvent {
  let name = ''
  const attributes: Record<string, unknown> = {}
  readMessage(bytes, {
    2: [
      LengthDelimited,
      (reader) => {
        name = reader.string()
      },
    ],
    3: [LengthDelimited, (reader) => readKeyValue(reader.bytes(), attributes)],
  })
  return { name, attributes }
}

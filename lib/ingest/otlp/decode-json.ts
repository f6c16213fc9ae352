import { AppError } from '@/lib/errors'
import { findJsonFault } from '@/lib/http/find-json-fault'
import { isRecord } from '../read-record'
import { defineAttribute, toNumber } from './attribute-values'
import {
  type Attributes,
  type BadSpan,
  type DecodedTraces,
  isSpanId,
  isTraceId,
  type PlacedSpan,
  type Span,
  type SpanEvent,
} from './span'

/** What else is sent to a path of traces by mistake, and where it belongs. */
const otherSignals = new Map([
  ['resourceLogs', 'logs'],
  ['resource_logs', 'logs'],
  ['resourceMetrics', 'metrics'],
  ['resource_metrics', 'metrics'],
  ['resourceProfiles', 'profiles'],
])

/** A span that is refused, told by throwing where it is found and caught where its place is known. */
class BadSpanError extends Error {}

/**
 * Decodes OTLP/JSON: 64-bit integers as text or as numbers, ids in any case, names of enums as well as their numbers. Unknown
 * fields are ignored. A span that is wrong costs only itself.
 * @throws AppError `unreadable` where the body is no JSON object, or one of logs or metrics.
 */
export function decodeJson(bytes: Uint8Array): DecodedTraces {
  const request = parse(bytes)
  for (const [name, signal] of otherSignals) {
    if (!Object.hasOwn(request, name)) continue
    const message = `The body holds ${signal} (${name}). This path takes traces: send ${signal} to /v1/${signal} of a collector.`
    throw new AppError('unreadable', message)
  }
  if (Object.hasOwn(request, 'resource_spans')) {
    throw new AppError('unreadable', 'OTLP/JSON has names in lowerCamelCase: write resourceSpans, not resource_spans.')
  }
  const decoded: { spans: PlacedSpan[]; bad: BadSpan[] } = { spans: [], bad: [] }
  const { resourceSpans = [] } = request
  if (!Array.isArray(resourceSpans)) throw new AppError('unreadable', 'resourceSpans must be an array.')
  for (const [index, resourceSpan] of resourceSpans.entries()) readResourceSpans(resourceSpan, `resourceSpans[${index}]`, decoded)
  return decoded
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new AppError('unreadable', 'The body is not UTF-8 text: send protobuf as application/x-protobuf.', { cause: error })
  }
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('unreadable', `The body is not JSON: it breaks at character ${findJsonFault(text)}.`)
  }
  if (isRecord(value)) return value
  throw new AppError('unreadable', 'The body must be an object with resourceSpans.')
}

type Decoded = { readonly spans: PlacedSpan[]; readonly bad: BadSpan[] }

function readResourceSpans(value: unknown, path: string, decoded: Decoded): void {
  const list = isRecord(value) ? (value.scopeSpans ?? []) : null
  const attributes = isRecord(value) ? readResource(value.resource) : {}
  if (list === null) decoded.bad.push({ path, message: 'must be an object' })
  else if (!Array.isArray(list)) decoded.bad.push({ path: `${path}.scopeSpans`, message: 'must be an array' })
  else if (typeof attributes === 'string') decoded.bad.push({ path: `${path}.resource`, message: attributes })
  else
    for (const [index, scopeSpan] of list.entries())
      readScopeSpans(scopeSpan, `${path}.scopeSpans[${index}]`, attributes, decoded)
}

/** The attributes of a resource, or what is wrong with them. */
function readResource(resource: unknown): Attributes | string {
  try {
    return isRecord(resource) ? readAttributes(resource.attributes) : {}
  } catch (error) {
    return explain(error)
  }
}

function readScopeSpans(value: unknown, path: string, resource: Attributes, { spans, bad }: Decoded): void {
  const list = isRecord(value) ? (value.spans ?? []) : null
  if (!isRecord(value) || !Array.isArray(list))
    return void bad.push({ path, message: 'must be an object with an array of spans' })
  const scope = isRecord(value.scope) && typeof value.scope.name === 'string' ? value.scope.name : ''
  for (const [index, one] of list.entries()) {
    try {
      spans.push({ span: readSpan(one), resource, scope })
    } catch (error) {
      bad.push({ path: `${path}.spans[${index}]`, message: explain(error) })
    }
  }
}

function explain(error: unknown): string {
  if (error instanceof BadSpanError) return error.message
  throw error
}

function readSpan(value: unknown): Span {
  if (!isRecord(value)) throw new BadSpanError('must be an object')
  const status = isRecord(value.status) ? value.status : {}
  return {
    traceId: readId(value.traceId, 'traceId', 32, isTraceId),
    spanId: readId(value.spanId, 'spanId', 16, isSpanId),
    parentSpanId: readParentId(value.parentSpanId),
    name: typeof value.name === 'string' ? value.name : '',
    startNano: readNano(value.startTimeUnixNano, 'startTimeUnixNano'),
    endNano: readNano(value.endTimeUnixNano, 'endTimeUnixNano'),
    attributes: readAttributes(value.attributes),
    events: readEvents(value.events),
    statusCode: readStatusCode(status.code),
    statusMessage: typeof status.message === 'string' ? status.message : '',
  }
}

function readId(value: unknown, name: string, digits: number, isId: (id: string) => boolean): string {
  const id = typeof value === 'string' ? value.toLowerCase() : ''
  if (isId(id)) return id
  const kind =
    value === undefined || value === null || value === ''
      ? 'is missing'
      : typeof value !== 'string'
        ? 'is no text'
        : /^[0-9a-f]*$/.test(id)
          ? /^0+$/.test(id)
            ? 'is all zero'
            : `has ${id.length} digits`
          : 'is not hexadecimal: OTLP/JSON does not have ids in base64'
  throw new BadSpanError(`${name} ${kind}: send ${digits} hexadecimal digits`)
}

/** A root has none; a parent that cannot be read is none either. */
function readParentId(value: unknown): string | null {
  const id = typeof value === 'string' ? value.toLowerCase() : ''
  return isSpanId(id) ? id : null
}

/** Never by way of a double: nanoseconds since 1970 have more digits than one holds. A number has lost them already. */
function readNano(value: unknown, name: string): bigint {
  if (value === undefined || value === null || value === '') return 0n
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt(value)
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return BigInt(Math.trunc(value))
  throw new BadSpanError(`${name} must be nanoseconds since 1970 as digits in quotes`)
}

const statusNames = new Map([
  ['STATUS_CODE_UNSET', 0],
  ['STATUS_CODE_OK', 1],
  ['STATUS_CODE_ERROR', 2],
])

function readStatusCode(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? (statusNames.get(value) ?? (Number(value) || 0)) : 0
}

function readEvents(value: unknown): SpanEvent[] {
  if (!Array.isArray(value)) return []
  return value.filter(isRecord).map((event) => ({
    name: typeof event.name === 'string' ? event.name : '',
    attributes: Array.isArray(event.attributes) ? readAttributes(event.attributes) : {},
  }))
}

function readAttributes(value: unknown): Attributes {
  if (value === undefined || value === null) return {}
  if (!Array.isArray(value)) throw new BadSpanError('attributes must be an array of {"key", "value"}, not an object')
  const attributes: Record<string, unknown> = {}
  for (const pair of value) {
    if (!isRecord(pair) || typeof pair.key !== 'string') continue
    const read = readAnyValue(pair.value, 0)
    if (read !== undefined) defineAttribute(attributes, pair.key, read)
  }
  return attributes
}

/** Nested deeper is nothing that is read. */
const maxDepth = 32

function readAnyValue(value: unknown, depth: number): unknown {
  if (!isRecord(value) || depth > maxDepth) return undefined
  if (typeof value.stringValue === 'string') return value.stringValue
  if (typeof value.boolValue === 'boolean') return value.boolValue
  const { intValue, doubleValue, arrayValue, kvlistValue } = value
  if (typeof intValue === 'number') return intValue
  if (typeof intValue === 'string') return /^-?\d{1,19}$/.test(intValue) ? toNumber(BigInt(intValue)) : intValue
  if (typeof doubleValue === 'number') return doubleValue
  if (typeof doubleValue === 'string') return Number(doubleValue)
  if (isRecord(arrayValue)) {
    return Array.isArray(arrayValue.values) ? arrayValue.values.map((one) => readAnyValue(one, depth + 1)) : []
  }
  return isRecord(kvlistValue) ? readKvlist(kvlistValue.values, depth + 1) : undefined
}

function readKvlist(values: unknown, depth: number): Record<string, unknown> {
  const list: Record<string, unknown> = {}
  for (const pair of Array.isArray(values) ? values : []) {
    if (isRecord(pair) && typeof pair.key === 'string') defineAttribute(list, pair.key, readAnyValue(pair.value, depth))
  }
  return list
}

import { fieldSpellings } from '../canonical-fields'
import type { AdapterContext, CanonicalFields } from './adapter'
import { headerOf, metadataOf, type ReadOwners, readHeaders, readOwners } from './read-owners'
import { firstTime, spanMs } from './source-time'
import { dropAbsent, isSourceRecord, measureAt, parseRecord, type SourceRecord, textAt, valueAt } from './source-values'

/**
 * A provider's answer as an application hands it on: bare, or under `body`, `response` or `response_body`, with the request beside
 * it and the fields of the canonical event around it.
 */
export interface WrappedBody {
  /** What stands around the answer; the answer itself where it is bare. */
  readonly outer: SourceRecord
  readonly body: SourceRecord
  readonly request: SourceRecord
  readonly headers: unknown
  readonly isBare: boolean
}

const bodyNames = ['response', 'body', 'response_body'] as const
const noRecord: SourceRecord = {}

/** Finds the answer in a record. */
export function openWrapper(record: SourceRecord): WrappedBody {
  const request = parseRecord(valueAt(record, 'request')) ?? parseRecord(valueAt(record, 'request_body')) ?? noRecord
  const headers = valueAt(record, 'response_headers') ?? valueAt(record, 'headers')
  for (const name of bodyNames) {
    const inner = parseRecord(valueAt(record, name))
    if (inner === null) continue
    // A line of a batch's output: the answer lies one level deeper.
    const deeper = parseRecord(valueAt(inner, 'body'))
    return { outer: record, body: deeper ?? inner, request, headers: headers ?? valueAt(inner, 'headers'), isBare: false }
  }
  return { outer: record, body: record, request, headers, isBare: true }
}

/** Packed answers and requests put in their place. */
export function unpackWrapper(record: unknown): unknown {
  if (!isSourceRecord(record)) return record
  const names = [...bodyNames, 'request', 'request_body'].filter((name) => typeof valueAt(record, name) === 'string')
  if (names.length === 0) return record
  const unpacked = names.map((name) => [name, parseRecord(record[name]) ?? record[name]] as const)
  return { ...record, ...Object.fromEntries(unpacked) }
}

/** Counts come from the answer; model and provider are each adapter's to choose. */
const notFromWrapper = new Set<string>([
  ...['timestamp', 'model', 'provider', 'requested_model', 'service_tier', 'labels', 'user_id', 'tenant_id', 'status'],
  ...['operation', 'prompt_hash'],
])

/** The canonical fields around an answer, and who it belongs to: what is stated there, then metadata, headers, user. */
export function readWrapper(wrapped: WrappedBody, context: AdapterContext): ReadOwners {
  const { outer, body, request, headers } = wrapped
  const fields: CanonicalFields = {}
  for (const [name, value] of Object.entries(outer)) {
    const spelling = fieldSpellings.get(name)
    const isStated = spelling !== undefined && spelling.kind !== 'count' && spelling.kind !== 'seconds'
    if (isStated && value !== null && !notFromWrapper.has(spelling.field)) fields[spelling.field] ??= value
  }
  const owners = readOwners(
    [
      { values: outer, basis: 'tag' },
      { values: metadataOf(valueAt(outer, 'labels')), basis: 'tag' },
      { values: metadataOf(valueAt(outer, 'metadata')), basis: 'tag' },
      { values: metadataOf(valueAt(request, 'metadata')), basis: 'tag' },
      { values: metadataOf(valueAt(body, 'metadata')), basis: 'tag' },
      { values: metadataOf(valueAt(request, 'labels')), basis: 'tag' },
      { values: readHeaders(valueAt(outer, 'request_headers')), basis: 'tag' },
      { values: usersOf(body, request), basis: 'user' },
    ],
    context,
  )
  fields.latency_ms ??=
    measureAt(outer, 'duration_ms') ??
    measureSeconds(outer) ??
    spanMs(outer.start_time, outer.end_time) ??
    measureAt({ value: headerOf(headers, 'openai-processing-ms') }, 'value') ??
    undefined
  return { hints: owners.hints, fields: dropAbsent({ ...fields, ...owners.fields }) }
}

const measureSeconds = (outer: SourceRecord): number | undefined => {
  const seconds = measureAt(outer, 'latency_seconds', 'duration_seconds')
  return seconds === null ? undefined : seconds * 1_000
}

function usersOf(body: SourceRecord, request: SourceRecord) {
  const names = ['user', 'safety_identifier'] as const
  return [request, body].flatMap((place) => names.map((name) => ({ name, value: valueAt(place, name) })))
}

/** When a call began, by what stands around its answer, then by the answer itself. */
export function readWrapperTime({ outer, body, isBare }: WrappedBody, ...bodyPaths: readonly string[]): unknown {
  const around = ['timestamp', 'start_time', 'started_at', 'request_time', 'created_at']
  return firstTime(
    ...(isBare ? [valueAt(outer, 'timestamp')] : around.map((name) => valueAt(outer, name))),
    ...bodyPaths.map((path) => valueAt(body, path)),
  )
}

const statuses = new Map([
  ...['success', 'succeeded', 'completed', 'ok'].map((status) => [status, 'success'] as const),
  ...['error', 'failure', 'failed'].map((status) => [status, 'error'] as const),
])

/** How a call ended, where a wrapper or an error in the answer says so. */
export function readWrapperStatus({ outer, body, isBare }: WrappedBody): CanonicalFields {
  const error = valueAt(body, 'error') ?? valueAt(outer, 'error')
  const status = isBare ? null : textAt(outer, 'status')
  const code = measureAt(outer, 'status_code', 'http_status', 'response_status', 'response.status_code')
  const fields: CanonicalFields = code === null ? {} : { status_code: code }
  if (status !== null) fields.status = statuses.get(status.toLowerCase()) ?? status
  if (isSourceRecord(error)) {
    fields.status = 'error'
    const type = textAt(error, 'code', 'type', 'status')
    if (type !== null) fields.error_type = type
  } else if (typeof error === 'string' && error.trim() !== '') fields.status = 'error'
  return fields
}

/** The allow-list of what stands around an answer. */
export const wrapperPaths: readonly string[] = [
  ...[...fieldSpellings.entries()]
    .filter(([, { kind, field }]) => !['labels', 'snapshot'].includes(kind) && field !== 'user_id' && field !== 'tenant_id')
    .map(([name]) => name),
  ...['start_time', 'end_time', 'started_at', 'request_time', 'created_at', 'duration_ms', 'latency_seconds', 'duration_seconds'],
  ...['http_status', 'response_status', 'response.status_code', '@', 'labels.@', 'metadata.@', 'request.metadata.@'],
  ...['request.model', 'request.service_tier', 'request.labels.@', 'request_headers.@', 'endpoint', 'url', 'path', 'deployment'],
  ...bodyNames.flatMap((name) => [`${name}.metadata.@`, `${name}.error.code`, `${name}.error.type`, `${name}.error.status`]),
  ...['error.code', 'error.type', 'error.status'],
]

/** An allow-list of an answer's own fields, wherever the answer stands. */
export const bodyPaths = (...paths: readonly string[]): string[] =>
  ['', ...bodyNames.map((name) => `${name}.`), 'response.body.'].flatMap((at) => paths.map((path) => `${at}${path}`))

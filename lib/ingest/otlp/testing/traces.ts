import { defaultContract } from '@/lib/attribution/contract/ingest-contract'
import type { AcceptedRecord, NormalisedRecord, RefusedRecord } from '../../normalise'
import { openTraces, type TraceEncoding, type TraceFacts } from '../parse-traces'
import { buildSpanGraph, linkKey } from '../span-graph'

/** An attribute as OTLP/JSON writes it. */
export function toAnyValue(value: unknown): Record<string, unknown> {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toAnyValue) } }
  return { kvlistValue: { values: toAttributes(value as Record<string, unknown>) } }
}

export const toAttributes = (attributes: Record<string, unknown>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }))

/** What of a span is otherwise. */
export interface SpanChanges extends Record<string, unknown> {
  readonly attributes?: Record<string, unknown>
}

/** A span of `chat` on gpt-4o-mini with 1,000 tokens in and 100 out, as OTLP/JSON. */
export function makeSpan({ attributes = {}, ...changes }: SpanChanges = {}): Record<string, unknown> {
  const usual = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o-mini',
    'gen_ai.usage.input_tokens': 1_000,
    'gen_ai.usage.output_tokens': 100,
  }
  return {
    traceId: '0123456789abcdef0123456789abcdef',
    spanId: '0123456789abcdef',
    name: 'chat gpt-4o-mini',
    kind: 3,
    startTimeUnixNano: '1780000000123456789',
    endTimeUnixNano: '1780000001373456789',
    attributes: toAttributes({ ...usual, ...attributes }),
    status: {},
    ...changes,
  }
}

const owner = {
  'service.name': 'support-agent',
  'deployment.environment.name': 'production',
  'team.id': 'support-ops',
  'project.id': 'helpdesk',
}

/** A request with these spans, of one scope. */
export const makeRequest = (
  spans: readonly unknown[],
  { scope = 'tests', resource = owner as Record<string, unknown> } = {},
) => ({
  resourceSpans: [{ resource: { attributes: toAttributes(resource) }, scopeSpans: [{ scope: { name: scope }, spans }] }],
})

/** What a body of traces holds. */
export interface ReadTraces {
  readonly records: readonly NormalisedRecord[]
  readonly accepted: readonly AcceptedRecord[]
  readonly refused: readonly RefusedRecord[]
  readonly traces: TraceFacts
  /** Those of the accepted that only sum up others. */
  readonly aggregates: readonly AcceptedRecord[]
}

/** Reads a body as the endpoint does, at a time when every recorded one is recent enough. */
export function readTraces(
  body: unknown,
  { encoding = 'json' as TraceEncoding, contract = {}, promptKey = Buffer.from('key').toString('base64') } = {},
): ReadTraces {
  const bytes =
    body instanceof Uint8Array ? body : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
  const normalise = {
    sourceId: 1,
    nowMs: Date.UTC(2027, 0, 1),
    contract: { ...defaultContract, monthsBack: 120, ...contract },
    salt: '',
  }
  const parser = openTraces(bytes, { normalise }, { encoding, promptKey })
  const records = parser.next(parser.recordCount)
  const { traces } = parser
  const { aggregates } = buildSpanGraph([...traces.links, ...traces.between])
  const isAccepted = (record: NormalisedRecord): record is AcceptedRecord => record.ok
  const isAggregate = (_record: NormalisedRecord, index: number) => {
    const link = traces.links[index]
    return link !== undefined && aggregates.has(linkKey(link))
  }
  return {
    records,
    traces,
    accepted: records.filter(isAccepted),
    refused: records.filter((record): record is RefusedRecord => !record.ok),
    aggregates: records.filter(isAggregate).filter(isAccepted),
  }
}

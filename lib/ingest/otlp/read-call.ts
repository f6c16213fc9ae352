import type { AdapterContext, CanonicalFields } from '../adapters/adapter'
import { findProviderOfHost, findProviderOfModel, readProviderName, readServiceTier } from '../adapters/provider-name'
import { dropAbsent, listAt, parseRecord, type SourceRecord, textAt, valueAt } from '../adapters/source-values'
import {
  combineOwnerAttributes,
  type NamedValue,
  readOwnerAttributes,
  toCanonicalOwner,
} from '../attributes/read-owner-attributes'
import { isStrongResponseId } from '../event-key'
import type { SourceHints } from '../normalise'
import {
  bodyNames,
  costNames,
  environmentNames,
  metadataNames,
  promptNames,
  serviceNames,
  statusNames,
  textNames,
} from './attribute-names'
import { attributeOf, firstCount, firstText, recordOf } from './attribute-values'
import { readOperation } from './classify-span'
import { findEmitter, readSeller } from './emitters'
import { readUsage } from './read-usage'
import type { Attributes, PlacedSpan, Span } from './span'

/** A call as a canonical event, and what the normaliser should know beside it. */
export interface ReadCall {
  readonly event: CanonicalFields
  readonly hints: SourceHints
}

/** What stands for a model or provider that a span does not name: its usage is kept, without a price. */
const unnamed = 'unknown'

/** Reads a span that is a call. Values stay unchecked: the normaliser reads them. */
export function readCall(
  { span, resource, scope }: PlacedSpan,
  context: Pick<AdapterContext, 'contract' | 'hashPrompt'>,
): ReadCall {
  const { attributes } = span
  const emitter = findEmitter(scope)
  const answer = recordOf(attributes, bodyNames.answer) ?? {}
  const request = recordOf(attributes, bodyNames.request) ?? {}
  const usage = readUsage(attributes, emitter)
  const asked = firstText(attributes, textNames.requestedModel) ?? textAt(request, 'model') ?? invokedModel(attributes)
  const served = firstText(attributes, textNames.model) ?? textAt(answer, 'model')
  const model = served ?? asked
  const operation = readOperation(attributes)
  const status = readStatus(span)
  const responseId = firstText(attributes, textNames.responseId) ?? textAt(answer, 'id') ?? textAt(answer, 'responseId')
  const isStrong = responseId !== null && isStrongResponseId(responseId, status.status === 'error' ? 'error' : 'success')
  const owners = readOwners(span, resource, request, context)
  const event = dropAbsent({
    timestamp: toInstant(span.startNano),
    latency_ms: readLatency(span),
    provider: readProvider(attributes, model) ?? emitter.provider ?? unnamed,
    model: model ?? unnamed,
    requested_model: asked !== null && asked !== model ? asked : undefined,
    operation,
    // A weak id is no identity: local servers draw it from a thousand.
    request_id: isStrong ? responseId : undefined,
    response_id: responseId,
    trace_id: span.traceId,
    span_id: span.spanId,
    conversation_id: firstText(attributes, textNames.conversation),
    service_tier: readServiceTier(
      firstText(attributes, textNames.serviceTier) ?? textAt(answer, 'service_tier', 'usage.service_tier'),
    ),
    reported_cost_usd: readCost(attributes),
    prompt_hash: hashPrompt(span, request, context),
    web_search_requests: countSearches(answer),
    ...usage,
    ...status,
    ...owners.fields,
  })
  const isCacheUnknown =
    emitter.isCacheBlind === true &&
    usage.input_tokens !== undefined &&
    usage.cached_input_tokens === undefined &&
    operation !== 'embeddings'
  return { event, hints: { ...owners.hints, isCacheUnknown } }
}

const nanosPerMs = 1_000_000n

/** Undefined where the emitter left it at zero: a time is never made up. */
const toInstant = (nanos: bigint): string | number | undefined => {
  if (nanos === 0n) return undefined
  const instant = new Date(Number(nanos / nanosPerMs))
  return Number.isNaN(instant.getTime()) ? -1 : instant.toISOString()
}

/** Unknown where the span never ended, or ended before it began. */
function readLatency({ startNano, endNano }: Span): number | undefined {
  if (startNano === 0n || endNano < startNano) return undefined
  const milliseconds = Number((endNano - startNano) / nanosPerMs)
  return milliseconds <= 2_147_483_647 ? milliseconds : undefined
}

function readProvider(attributes: Attributes, model: string | null): string | null {
  const stated = readProviderName(firstText(attributes, textNames.provider))
  if (stated !== null && stated !== unnamed) return readSeller(stated)
  const vercel = Object.keys(recordOf(attributes, bodyNames.vercel) ?? {})[0]
  return (
    readProviderName(vercel ?? null) ?? findProviderOfHost(firstText(attributes, textNames.server)) ?? findProviderOfModel(model)
  )
}

/** What OpenInference says of the request where no answer came. */
const invokedModel = (attributes: Attributes) => textAt(recordOf(attributes, 'llm.invocation_parameters'), 'model')

const leadingStatus = /^(?:\D{0,80}?Error code: )?([1-5]\d\d)\b/

/** How the call ended. An unset status is no error. */
function readStatus({ attributes, events, statusCode, statusMessage }: Span): CanonicalFields {
  const code = firstCount(attributes, statusNames)
  const fromMessage = statusCode === 2 ? leadingStatus.exec(statusMessage)?.[1] : undefined
  const exception = events.find(({ name }) => name === 'exception')
  const type =
    firstText(attributes, textNames.errorType) ?? (exception && firstText(exception.attributes, ['exception.type'])) ?? null
  const isError = statusCode === 2 || firstText(attributes, textNames.errorType) !== null
  return {
    status: isError ? 'error' : undefined,
    status_code: isHttpStatus(code) ? code : fromMessage === undefined ? undefined : Number(fromMessage),
    error_type: isError ? type : undefined,
  }
}

const isHttpStatus = (code: unknown) => typeof code === 'number' && Number.isInteger(code) && code >= 100 && code <= 599

/** A claim, so that a bad one is dropped and does not cost the call. */
function readCost(attributes: Attributes): number | undefined {
  const cost = firstCount(attributes, costNames)
  return typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? cost : undefined
}

/** Searches that are paid one by one and are not part of `usage`. */
function countSearches(answer: SourceRecord): number | undefined {
  const count = listAt(answer, 'output').filter((item) => textAt(item, 'type') === 'web_search_call').length
  return count === 0 ? undefined : count
}

/** The name that SDKs give where the program has none. */
const isNoService = (value: unknown) => typeof value === 'string' && value.startsWith('unknown_service')

/** Whose call it is: what the span says, then its resource. */
function readOwners(
  { attributes }: Span,
  resource: Attributes,
  request: SourceRecord,
  { contract }: Pick<AdapterContext, 'contract'>,
): { fields: CanonicalFields; hints: SourceHints } {
  const metadata = metadataNames.flatMap((name) => namedValues(attributeOf(attributes, name)))
  const users: NamedValue[] = ['user', 'safety_identifier'].map((name) => ({ name, value: valueAt(request, name) }))
  const own = readOwnerAttributes([...namedValues(attributes), ...metadata, ...users], contract)
  const shared = readOwnerAttributes(
    namedValues(resource).filter(({ value }) => !isNoService(value)),
    contract,
  )
  const all = combineOwnerAttributes(own, shared)
  const team = all.fields.team_id
  return {
    fields: {
      service: firstText(attributes, serviceNames),
      environment: firstText(attributes, environmentNames),
      ...toCanonicalOwner(all),
    },
    hints: {
      tagBasis: team?.isFromUserString ? 'user' : own.fields.team_id === undefined ? 'resource' : 'tag',
      hasUnparsedUser: all.hasUnparsedUser,
    },
  }
}

function namedValues(values: unknown): NamedValue[] {
  return Object.entries(parseRecord(values) ?? {}).map(([name, value]) => ({ name, value }))
}

/** The hash of what was asked, wherever the emitter keeps it; the prompt itself goes no further. */
function hashPrompt(
  { attributes, events }: Span,
  request: SourceRecord,
  { hashPrompt: hash }: Pick<AdapterContext, 'hashPrompt'>,
) {
  const candidates = [
    ...['messages', 'input', 'prompt', 'contents'].map((name) => valueAt(request, name)),
    ...promptNames.map((name) => attributeOf(attributes, name)),
    attributeOf(attributes, bodyNames.request),
    ...events
      .filter(({ name }) => /prompt|gen_ai\.(?:user|system)\.message/.test(name))
      .flatMap((event) => Object.values(event.attributes)),
  ]
  for (const candidate of candidates) {
    const found = hash(readJson(candidate))
    if (found !== null) return found
  }
  return undefined
}

/** Messages travel as JSON in a text: their hash should not depend on that. */
function readJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

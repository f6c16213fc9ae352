import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import type { FieldError } from '@/lib/errors'
import type { Usage } from '@/lib/pricing/split-usage'
import type { Dimensions, NormalizedEvent, Outcome } from '@/lib/usage/normalized-event'
import { toArchiveLine, writeArchiveLine } from './archive-line'
import { findUsageFault, hasTotalMismatch, lacksTokens } from './check-usage'
import { type CleanText, maskSecrets } from './clean-text'
import { hashContent, keyOfIdentity, keyOfRecord } from './event-key'
import { findNameFindings } from './find-name-findings'
import { type FindingSet, findingBit } from './findings'
import { isRecord, type ReadOptions, readRecord } from './read-record'
import { acceptedSpan } from './read-timestamp'
import type { RecordDraft } from './record-draft'
import { type RedactedRecord, redactRecord } from './redact-record'

/** What an adapter knows of a record beyond what it put into the canonical fields. */
export interface SourceHints {
  /** The team of an exclusive key. */
  readonly keyTeam?: string | null
  /** Where `team_id` was named; a canonical event's own field is a `tag`. */
  readonly tagBasis?: 'metadata' | 'tag' | 'user' | 'resource'
  /** A user string held parts that nobody knows: the adapter has read it already. */
  readonly hasUnparsedUser?: boolean
  /** The emitter never says how much of the input came from a cache. */
  readonly isCacheUnknown?: boolean
  /** The emitter cannot tell the service tier. */
  readonly isTierUnknown?: boolean
  /** Where one response makes several priced parts: which one. */
  readonly part?: string
  /** The key to use where the record carries no identity: of a refused record that is read again. */
  readonly fallbackKey?: string
  /** What an adapter's allow-list keeps of the source record; else that of the canonical event counts. */
  readonly kept?: RedactedRecord
}

/** For whom records are read, by which rules. Plain data, so that it can be sent to a worker thread. */
export interface NormaliseOptions {
  readonly sourceId: number
  readonly nowMs: number
  readonly contract: IngestContract
  /** The request's `Idempotency-Key`; empty: none. */
  readonly salt: string
}

export interface AcceptedRecord {
  readonly ok: true
  readonly event: NormalizedEvent
  /** Those that the record itself tells; ownership and price add theirs. */
  readonly findings: FindingSet
}

export interface RefusedRecord {
  readonly ok: false
  readonly requestId: string | null
  readonly errors: readonly FieldError[]
  /** What may be kept of it. */
  readonly kept: RedactedRecord
  /** The same for the same record of the same source at the same place among its equals. */
  readonly identity: string
}

export type NormalisedRecord = AcceptedRecord | RefusedRecord

/** Reads the records of one body, one after the other: equal ones without an identity are told apart by their order. */
export interface Normaliser {
  normalise(record: unknown, hints?: SourceHints): NormalisedRecord
  /** What stands for a record that cannot even be read, such as a line that is not JSON. */
  refuse(record: unknown, errors: readonly FieldError[], hints?: SourceHints): RefusedRecord
  /** Names of fields that were dropped, shortened, at most 100. */
  readonly unknownFields: ReadonlySet<string>
}

const maxUnknownFields = 100
const noHints: SourceHints = {}
const bits = {
  missing_request_id: findingBit('missing_request_id'),
  missing_tokens: findingBit('missing_tokens'),
  cache_unknown: findingBit('cache_unknown'),
  total_mismatch: findingBit('total_mismatch'),
  tier_assumed: findingBit('tier_assumed'),
  unparsed_user: findingBit('unparsed_user'),
}
/** Makes a normaliser for one body. Its records may be of any shape: it never throws. */
export function createNormaliser(options: NormaliseOptions): Normaliser {
  const unknownFields = new Set<string>()
  const seen = new Map<string, number>()
  const { contract, sourceId, salt } = options
  const readOptions: ReadOptions = {
    span: acceptedSpan(options.nowMs, contract.monthsBack),
    contract,
    onUnknownField: (name) => {
      if (unknownFields.size < maxUnknownFields) unknownFields.add(name.length > 64 ? `${name.slice(0, 63)}…` : name)
    },
  }

  const keyByContent = (record: unknown): string => {
    const contentHash = hashContent(record)
    const ordinal = seen.get(contentHash) ?? 0
    seen.set(contentHash, ordinal + 1)
    return keyOfRecord(sourceId, salt, contentHash, ordinal)
  }

  const refuse = (record: unknown, errors: readonly FieldError[], hints: SourceHints = noHints): RefusedRecord => ({
    ok: false,
    requestId: readRequestId(record),
    errors,
    kept: hints.kept ?? redactRecord(record, contract),
    identity: hints.fallbackKey ?? keyByContent(hints.kept?.event ?? record),
  })

  const normalise = (record: unknown, hints: SourceHints = noHints): NormalisedRecord => {
    if (!isRecord(record)) return refuse(record, [{ path: '', message: 'must be an object with the fields of one event' }], hints)
    const { draft, errors } = readRecord(record, readOptions)
    const usageFault = findUsageFault(draft.counts)
    if (errors !== null || usageFault !== null) {
      return refuse(record, [...(errors ?? []), ...(usageFault === null ? [] : [usageFault])], hints)
    }
    const outcome = deriveOutcome(draft)
    const { ids } = draft
    // Masked only here: the key is made of the id as sent, or two calls with masked ids would be one.
    const kept = draft.hasMaskedIds ? maskIds(ids) : ids
    const identityKey = keyOfIdentity({
      sourceId,
      requestId: ids.request_id,
      responseId: ids.response_id,
      traceId: ids.trace_id,
      spanId: ids.span_id,
      outcome,
      part: hints.part ?? '',
    })
    const dimensions = toDimensions(draft, sourceId, outcome, hints)
    return {
      ok: true,
      findings:
        (identityKey === null ? bits.missing_request_id : 0) |
        (draft.hasUnparsedUser || hints.hasUnparsedUser === true ? bits.unparsed_user : 0) |
        findIntrinsic(dimensions, contract),
      event: {
        eventKey: identityKey ?? hints.fallbackKey ?? keyByContent(hints.kept?.event ?? record),
        occurredAtMs: draft.occurredAtMs,
        dimensions,
        usage: toUsage(draft),
        statusCode: draft.statusCode,
        errorType: textOf(draft.names.error_type),
        retryCount: draft.retryCount,
        latencyMs: draft.latencyMs,
        reportedCost: draft.reportedCost,
        requestId: kept.request_id,
        responseId: kept.response_id,
        traceId: kept.trace_id,
        spanId: kept.span_id,
        conversationId: kept.conversation_id,
        userId: kept.user_id,
        tenantId: kept.tenant_id,
        promptHash: kept.prompt_hash,
        archiveLine:
          hints.kept !== undefined
            ? writeArchiveLine(hints.kept)
            : draft.isPartlyKept
              ? toArchiveLine(record, contract)
              : JSON.stringify(record),
      },
    }
  }

  return { normalise, refuse, unknownFields }
}

const textOf = (name: CleanText | null) => (name === null ? null : name.text)
const maskIds = (ids: RecordDraft['ids']): RecordDraft['ids'] => {
  const mask = (id: string | null) => (id === null ? null : maskSecrets(id))
  return {
    request_id: mask(ids.request_id),
    response_id: mask(ids.response_id),
    trace_id: mask(ids.trace_id),
    span_id: mask(ids.span_id),
    conversation_id: mask(ids.conversation_id),
    user_id: mask(ids.user_id),
    tenant_id: mask(ids.tenant_id),
    prompt_hash: mask(ids.prompt_hash),
  }
}

/** The request id of a record that was refused, where it can be told. */
function readRequestId(record: unknown): string | null {
  if (!isRecord(record) || !Object.hasOwn(record, 'request_id')) return null
  const id = record.request_id
  return typeof id === 'string' && id.length <= 256 && id !== '' ? maskSecrets(id) : null
}

/** What the record says; else what its status and error type mean. */
function deriveOutcome({ status, statusCode, names }: RecordDraft): Outcome {
  if (status === 'cache_hit' || status === 'error') return status
  if (statusCode !== null && statusCode >= 400) return 'error'
  if (status === null && names.error_type !== null) return 'error'
  return 'success'
}

function toDimensions(draft: RecordDraft, sourceId: number, outcome: Outcome, hints: SourceHints): Dimensions {
  const { names, counts, statusCode } = draft
  const operation = names.operation?.text ?? 'unknown'
  const hasOtherUsage =
    (draft.audioSeconds !== null && draft.audioSeconds > 0n) ||
    counts.pages > 0 ||
    counts.web_search_requests > 0 ||
    counts.social_search_requests > 0 ||
    counts.file_search_requests > 0 ||
    counts.text_messages > 0
  return {
    sourceId,
    billingAccount: textOf(names.billing_account_id),
    provider: names.provider?.text ?? '',
    model: names.model?.text ?? '',
    requestedModel: textOf(names.requested_model),
    operation,
    serviceTier: names.service_tier?.text ?? 'standard',
    region: textOf(names.region),
    keyTeam: hints.keyTeam ?? null,
    tagTeam: textOf(names.team_id),
    tagBasis: names.team_id === null ? null : draft.hasTeamFromUser ? 'user' : (hints.tagBasis ?? 'tag'),
    costCenter: textOf(names.cost_center),
    project: textOf(names.project_id),
    service: textOf(names.service),
    feature: textOf(names.feature),
    environment: textOf(names.environment),
    apiKey: textOf(names.api_key_id),
    route: textOf(names.route),
    labels: draft.labels,
    outcome,
    isRetry: draft.retryCount !== null && draft.retryCount > 0,
    missingTokens: lacksTokens(counts, { operation, outcome, statusCode, hasOtherUsage }),
    cacheUnknown:
      hints.isCacheUnknown === true || (draft.isCacheStatedUnknown && counts.cached_input_tokens < 0 && counts.input_tokens >= 0),
    totalMismatch: hasTotalMismatch(counts, counts.total_tokens),
    tierAssumed: hints.isTierUnknown === true && names.service_tier === null,
  }
}

const toCount = (count: number) => (count < 0 ? null : BigInt(count))

function toUsage({ counts, audioSeconds }: RecordDraft): Usage {
  return {
    input_tokens: toCount(counts.input_tokens),
    cached_input_tokens: toCount(counts.cached_input_tokens),
    cache_write_5m_tokens: toCount(counts.cache_write_5m_tokens),
    cache_write_1h_tokens: toCount(counts.cache_write_1h_tokens),
    audio_input_tokens: toCount(counts.audio_input_tokens),
    image_input_tokens: toCount(counts.image_input_tokens),
    video_input_tokens: toCount(counts.video_input_tokens),
    cached_audio_input_tokens: toCount(counts.cached_audio_input_tokens),
    cached_image_input_tokens: toCount(counts.cached_image_input_tokens),
    output_tokens: toCount(counts.output_tokens),
    reasoning_tokens: toCount(counts.reasoning_tokens),
    audio_output_tokens: toCount(counts.audio_output_tokens),
    image_output_tokens: toCount(counts.image_output_tokens),
    video_output_tokens: toCount(counts.video_output_tokens),
    citation_tokens: toCount(counts.citation_tokens),
    web_search_requests: toCount(counts.web_search_requests),
    social_search_requests: toCount(counts.social_search_requests),
    file_search_requests: toCount(counts.file_search_requests),
    text_messages: toCount(counts.text_messages),
    audio_seconds: audioSeconds,
    pages: toCount(counts.pages),
    annotated_pages: toCount(counts.annotated_pages),
    requests: toCount(counts.requests),
  }
}

function findIntrinsic(dimensions: Dimensions, contract: IngestContract): FindingSet {
  let found = findNameFindings(dimensions, contract)
  if (dimensions.missingTokens) found |= bits.missing_tokens
  if (dimensions.cacheUnknown) found |= bits.cache_unknown
  if (dimensions.totalMismatch) found |= bits.total_mismatch
  if (dimensions.tierAssumed) found |= bits.tier_assumed
  return found
}

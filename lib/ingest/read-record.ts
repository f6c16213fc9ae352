import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import type { FieldError } from '@/lib/errors'
import { applyUserString } from './apply-user-string'
import { mayBeUserString } from './attributes/parse-user-string'
import { type FieldSpelling, fieldSpellings } from './canonical-fields'
import { createNameReader, findTextFault, isPlainText, maskSecrets } from './clean-text'
import { readLabels, readSnapshotFault } from './read-labels'
import { readCost, readCount, readLatency, readRetryCount, readSeconds, readStatusCode } from './read-numbers'
import { type AcceptedSpan, readTimestamp, timestampMissing } from './read-timestamp'
import { emptyDraft, type RecordDraft } from './record-draft'

/** What decides how a record is read. */
export interface ReadOptions {
  readonly span: AcceptedSpan
  readonly contract: IngestContract
  /** Told the name of each field that is none of ours. */
  readonly onUnknownField: (name: string) => void
}

export interface ReadRecord {
  readonly draft: RecordDraft
  /** Null where there are none. */
  readonly errors: FieldError[] | null
}

const readName = createNameReader({ isLowerCased: false })
const readLowerName = createNameReader({ isLowerCased: true })

/** Whether a value is a record at all: an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Reads the fields of a canonical record, each by its own reader, in whatever order they stand. A field that is null counts as
 * absent. Never throws; what is wrong is told by field.
 */
export function readRecord(record: Record<string, unknown>, options: ReadOptions): ReadRecord {
  const draft = emptyDraft()
  let errors: FieldError[] | null = null
  for (const name of Object.keys(record)) {
    const spelling = fieldSpellings.get(name)
    if (spelling === undefined) {
      draft.isPartlyKept = true
      options.onUnknownField(name)
      continue
    }
    const value = record[name]
    if (value === null || value === undefined) {
      if (spelling.field === 'cached_input_tokens') draft.isCacheStatedUnknown = true
      continue
    }
    if (spelling.better.length > 0 && hasBetterSpelling(record, spelling)) {
      draft.isPartlyKept = true
      continue
    }
    const fault = readField(draft, spelling, value, options)
    if (fault !== null) {
      errors ??= []
      errors.push({ path: name, message: fault })
    }
  }
  if (draft.userString !== null) {
    const fault = applyUserString(draft, draft.userString, options.contract)
    if (fault !== null) errors = append(errors, 'user_id', fault)
  }
  const { provider, model } = draft.names
  if (Number.isNaN(draft.occurredAtMs) && !hasErrorAt(errors, 'timestamp')) {
    errors = append(errors, 'timestamp', timestampMissing)
  }
  if (provider === null && !hasErrorAt(errors, 'provider')) {
    errors = append(errors, 'provider', 'is required: who sells the model, such as openai')
  }
  if (model === null && !hasErrorAt(errors, 'model') && !hasErrorAt(errors, 'model_version')) {
    errors = append(errors, 'model', 'is required: the model that served, such as gpt-4o-mini')
  }
  return { draft, errors }
}

function append(errors: FieldError[] | null, path: string, message: string): FieldError[] {
  const list = errors ?? []
  list.push({ path, message })
  return list
}

const hasErrorAt = (errors: FieldError[] | null, path: string) => errors?.some((error) => error.path === path) ?? false

function hasBetterSpelling(record: Record<string, unknown>, { better }: FieldSpelling): boolean {
  return better.some((name) => Object.hasOwn(record, name) && record[name] !== null && record[name] !== undefined)
}

const mustBeText = 'must be text: put it in quotes'

/** Reads one field into the draft; answers what is wrong with it, or null. */
function readField(draft: RecordDraft, spelling: FieldSpelling, value: unknown, options: ReadOptions): string | null {
  // Each case casts the field to the group that its kind stands for: `canonical-fields` makes both from the same lists.
  const { field } = spelling
  switch (spelling.kind) {
    case 'name':
    case 'lower': {
      if (typeof value !== 'string') return mustBeText
      const clean = spelling.kind === 'lower' ? readLowerName(value) : readName(value)
      if (typeof clean === 'string') return clean
      if (clean?.isMasked) draft.isPartlyKept = true
      draft.names[field as keyof RecordDraft['names']] = clean
      return null
    }
    case 'id':
      return readId(draft, field as keyof RecordDraft['ids'], value, options)
    case 'count': {
      const count = readCount(value, field === 'requests' ? 1 : 0)
      if (typeof count === 'string') return count
      draft.counts[field as keyof RecordDraft['counts']] = count
      return null
    }
    case 'timestamp': {
      const atMs = readTimestamp(value, options.span)
      if (typeof atMs === 'string') return atMs
      draft.occurredAtMs = atMs
      return null
    }
    default:
      return readRareField(draft, spelling, value, options)
  }
}

function readId(draft: RecordDraft, field: keyof RecordDraft['ids'], value: unknown, options: ReadOptions): string | null {
  const { contract } = options
  if (field === 'user_id' && typeof value === 'string' && mayBeUserString(value, contract)) {
    // Read when every other field is: it fills only what they leave blank.
    draft.userString = value
    return null
  }
  const isDropped = (field === 'user_id' && !contract.keepsUserId) || (field === 'tenant_id' && !contract.keepsTenantId)
  if (isDropped) {
    draft.isPartlyKept = true
    return null
  }
  if (typeof value !== 'string') return mustBeText
  if (!isPlainText(value)) {
    const fault = findTextFault(value)
    if (fault !== null) return fault
    if (maskSecrets(value) !== value) {
      draft.isPartlyKept = true
      draft.hasMaskedIds = true
    }
  }
  draft.ids[field] = isBlank(value) ? null : value
  return null
}

/** Without making a trimmed copy of every id. */
const isBlank = (text: string) => text === '' || (text.charCodeAt(0) <= 32 && text.trim() === '')

function readRareField(draft: RecordDraft, spelling: FieldSpelling, value: unknown, options: ReadOptions): string | null {
  switch (spelling.kind) {
    case 'latency': {
      const latencyMs = readLatency(value)
      if (typeof latencyMs === 'string') return latencyMs
      draft.latencyMs = latencyMs
      return null
    }
    case 'status':
      if (value !== 'success' && value !== 'error' && value !== 'cache_hit') return 'must be success, error or cache_hit'
      draft.status = value
      return null
    case 'status_code': {
      const statusCode = readStatusCode(value)
      if (typeof statusCode === 'string') return statusCode
      draft.statusCode = statusCode
      return null
    }
    case 'retry_count': {
      const retryCount = readRetryCount(value)
      if (typeof retryCount === 'string') return retryCount
      draft.retryCount = retryCount
      return null
    }
    case 'cost': {
      const cost = readCost(value)
      if (typeof cost === 'string') return cost
      draft.reportedCost = cost
      return null
    }
    case 'seconds': {
      const seconds = readSeconds(value)
      if (typeof seconds === 'string') return seconds
      draft.audioSeconds = seconds
      return null
    }
    case 'labels': {
      const labels = readLabels(value, { labels: options.contract.labels, onUnknownField: options.onUnknownField })
      if (typeof labels === 'string') return labels
      draft.labels = labels.values
      if (!labels.isComplete) draft.isPartlyKept = true
      return null
    }
    default:
      if (readSnapshotFault(value)) draft.isPartlyKept = true
      return null
  }
}

import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { mayBeUserString, parseUserString } from './attributes/parse-user-string'
import { fieldSpellings } from './canonical-fields'
import { findTextFault, maskSecrets } from './clean-text'
import { readSnapshotFault } from './read-labels'

/** A value that was not kept: where it stood, of which type it was and how long. */
export interface LeftOut {
  readonly path: string
  readonly type: string
  readonly length: number | null
}

/** What may be kept of a record. */
export interface RedactedRecord {
  /** Values of canonical fields, as sent; null where the record was no object. */
  readonly event: Readonly<Record<string, unknown>> | null
  readonly leftOut: readonly LeftOut[]
}

const maxLeftOut = 50

/**
 * Copies what may be kept of a record: the scalar values of canonical fields that are short enough and sound, with credentials
 * masked, and declared labels. Of everything else only path, type and length remain. People and tenants as the contract says.
 */
export function redactRecord(record: unknown, contract: IngestContract): RedactedRecord {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { event: null, leftOut: [describeValue('', record)] }
  }
  const kept: [string, unknown][] = []
  const leftOut: LeftOut[] = []
  const leave = (path: string, value: unknown) => {
    if (leftOut.length < maxLeftOut) leftOut.push(describeValue(path, value))
  }
  for (const [name, value] of Object.entries(record)) {
    const spelling = fieldSpellings.get(name)
    if (spelling === undefined) leave(name, value)
    else if (spelling.field === 'user_id' && typeof value === 'string' && mayBeUserString(value, contract))
      keepUserString(name, value, contract, kept, leave)
    else if (spelling.field === 'user_id' && !contract.keepsUserId) leave(name, value)
    else if (spelling.field === 'tenant_id' && !contract.keepsTenantId) leave(name, value)
    else if (spelling.kind === 'labels') keepLabels(value, contract, kept, leave)
    else if (spelling.kind === 'snapshot' && readSnapshotFault(value) === null) kept.push([name, value])
    else if (isKeepable(value)) kept.push([name, typeof value === 'string' ? maskSecrets(value) : value])
    else leave(name, value)
  }
  return { event: Object.fromEntries(kept), leftOut }
}

/** Of a text such as `team:growth|user:4711` only what it says of owners, unless people are kept. */
function keepUserString(
  name: string,
  value: string,
  contract: IngestContract,
  kept: [string, unknown][],
  leave: (path: string, value: unknown) => void,
): void {
  const said = parseUserString(value, contract)
  const isWhole = contract.keepsUserId && (said.tenantId === null || contract.keepsTenantId)
  const text = isWhole ? value : said.kept
  const isKept = text !== null && isKeepable(text)
  if (isKept) kept.push([name, maskSecrets(text)])
  if (!isKept || text !== value) leave(name, value)
}

function keepLabels(
  value: unknown,
  contract: IngestContract,
  kept: [string, unknown][],
  leave: (path: string, value: unknown) => void,
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    leave('labels', value)
    return
  }
  const labels: [string, unknown][] = []
  for (const [name, item] of Object.entries(value)) {
    if (contract.labels.includes(name) && isKeepable(item))
      labels.push([name, typeof item === 'string' ? maskSecrets(item) : item])
    else leave(`labels.${name}`, item)
  }
  kept.push(['labels', Object.fromEntries(labels)])
}

/** Numbers that JSON cannot write are left out: they would come back as null. */
export function isKeepable(value: unknown): boolean {
  if (typeof value === 'string') return findTextFault(value) === null
  return value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

export function describeValue(path: string, value: unknown): LeftOut {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return { path: describePath(path), type, length: measure(value) }
}

function measure(value: unknown): number | null {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : null
}

/** A name that somebody else chose: short, and without what the database cannot hold. */
function describePath(path: string): string {
  const sound = findTextFault(path.slice(0, 64)) === null ? path.slice(0, 64) : '(unreadable)'
  return maskSecrets(sound) + (path.length > 64 ? '…' : '')
}

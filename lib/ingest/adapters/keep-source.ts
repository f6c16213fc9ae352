import { foldName } from '@/lib/attribution/contract/contract-fields'
import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { maskSecrets } from '../clean-text'
import { describeValue, isKeepable, type LeftOut, type RedactedRecord } from '../redact-record'
import { readDropped } from './dropped-value'
import { readTags } from './read-owners'
import { isSourceRecord, type SourceRecord } from './source-values'

/** What an allow-list says of the paths of a source record. */
export interface AllowList {
  /** Paths whose scalar values are kept. */
  readonly exact: ReadonlySet<string>
  /** Paths below which every number and boolean is kept. */
  readonly measured: readonly string[]
  /** Paths of objects of which those fields are kept that name an owner, by the contract's alias lists. */
  readonly owners: ReadonlySet<string>
  /** Paths of lists of tags such as `team:growth`, of which those are kept that name an owner. */
  readonly tagged: ReadonlySet<string>
  /** Paths below which something is kept. */
  readonly above: ReadonlySet<string>
}

/**
 * Reads the paths of an adapter: `metadata.user_api_key_hash` is that value, `usage.*` every number below, `metadata.@` the fields
 * that say to whom a call belongs, `request_tags.#` the tags that do.
 */
export function readAllowList(paths: readonly string[]): AllowList {
  const list = {
    exact: new Set<string>(),
    measured: [] as string[],
    owners: new Set<string>(),
    tagged: new Set<string>(),
    above: new Set<string>(),
  }
  for (const path of paths) {
    const steps = path.split('.')
    const last = steps.at(-1)
    const parent = steps.slice(0, -1).join('.')
    if (last === '*') list.measured.push(parent)
    else if (last === '@') list.owners.add(parent)
    else if (last === '#') list.tagged.add(parent)
    else list.exact.add(path)
    for (let length = 1; length < steps.length; length++) list.above.add(steps.slice(0, length).join('.'))
  }
  return list
}

const maxLeftOut = 50
const maxItems = 50
const numeric = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Copies what an allow-list keeps of a record; of everything else only path, type and length. */
export function keepSource(record: unknown, allowed: AllowList, contract: IngestContract): RedactedRecord {
  const leftOut: LeftOut[] = []
  const leave = (path: string, value: unknown) => {
    if (leftOut.length >= maxLeftOut) return undefined
    const dropped = readDropped(value)
    leftOut.push(dropped === null ? describeValue(path, value) : { path, type: dropped.type, length: dropped.length })
    return undefined
  }
  const names = ownerNames(contract)

  const keepScalar = (path: string, value: unknown): unknown => {
    if (readDropped(value) !== null || !isKeepable(value)) return leave(path, value)
    return typeof value === 'string' ? maskSecrets(value) : value
  }
  const keepObject = (value: SourceRecord, path: string): SourceRecord => {
    const kept: [string, unknown][] = []
    for (const [name, item] of Object.entries(value)) {
      const own = path === '' ? name : `${path}.${name}`
      const found = keep(item, own, path, name)
      if (found !== undefined) kept.push([name, found])
    }
    return Object.fromEntries(kept)
  }
  const keep = (value: unknown, path: string, parent: string, name: string): unknown => {
    const isMeasured = allowed.measured.some((one) => path === one || path.startsWith(`${one}.`))
    if (Array.isArray(value)) {
      if (allowed.tagged.has(path)) {
        return value
          .slice(0, maxItems)
          .filter((tag) => readTags([tag]).some((one) => names.has(foldName(one.name))) && isKeepable(tag))
      }
      if (!allowed.exact.has(path) && !allowed.above.has(path) && !isMeasured) return leave(path, value)
      return value.slice(0, maxItems).map((item) => keep(item, path, parent, name) ?? null)
    }
    if (isSourceRecord(value)) {
      return allowed.above.has(path) || allowed.owners.has(path) || isMeasured ? keepObject(value, path) : leave(path, value)
    }
    if (allowed.exact.has(path) || (allowed.owners.has(parent) && names.has(foldName(name)))) return keepScalar(path, value)
    if (isMeasured && (typeof value !== 'string' || numeric.test(value))) return keepScalar(path, value)
    return leave(path, value)
  }
  if (!isSourceRecord(record)) {
    leave('', record)
    return { event: null, leftOut }
  }
  return { event: keepObject(record, ''), leftOut }
}

const namesByContract = new WeakMap<IngestContract, ReadonlySet<string>>()

/** What callers call the owner fields and labels, folded, with and without the usual beginnings; people only where they are kept. */
function ownerNames(contract: IngestContract): ReadonlySet<string> {
  const known = namesByContract.get(contract)
  if (known) return known
  const { user_id, tenant_id, ...fields } = contract.attributeAliases
  const names = [
    ...Object.values(fields).flat(),
    ...(contract.keepsUserId ? user_id : []),
    ...(contract.keepsTenantId ? tenant_id : []),
    ...contract.labels.filter((label) => label !== null),
  ]
  const folded = new Set(
    ['', 'x-', ...contract.attributePrefixes].flatMap((prefix) => names.map((name) => foldName(prefix + name))),
  )
  namesByContract.set(contract, folded)
  return folded
}

/** Paths that the allow-list keeps but whose value could not be kept: without them the record would say something else. */
export function findLostPaths(leftOut: readonly string[], allowed: AllowList): string[] {
  return leftOut.filter((path) => allowed.exact.has(path) || allowed.measured.some((one) => path.startsWith(`${one}.`)))
}

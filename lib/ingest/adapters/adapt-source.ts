import { toUuid } from '../event-key'
import type { NormalisedRecord, Normaliser, SourceHints } from '../normalise'
import type { RedactedRecord } from '../redact-record'
import type { AdaptedRecord, Adapter, AdapterContext } from './adapter'
import { type AllowList, keepSource, readAllowList } from './keep-source'
import { isSourceRecord } from './source-values'

/** What became of one source record: its events or its refusal; nothing where it is no call. */
export interface ReadSource {
  readonly records: readonly NormalisedRecord[]
  /** Why it is no call; null where it is one. */
  readonly ignored: string | null
}

/** Reads the records of one source, one after the other. Never throws. */
export type SourceReader = (record: unknown, fallbackKey?: string) => ReadSource

/**
 * Makes a reader: source record → adapter → normaliser, one rule book for all formats. Where any part of a record is refused, the
 * whole is, so that reading it again later does not book its other parts twice.
 */
export function createSourceReader(adapter: Adapter, normaliser: Normaliser, context: AdapterContext): SourceReader {
  const allowed = allowListOf(adapter)
  return (sent, fallbackKey) => {
    const record = adapter.unpack === undefined ? sent : adapter.unpack(sent)
    const parts = adapter.read(record, context)
    const calls = parts.filter((part) => part.kind !== 'ignored')
    if (calls.length === 0) return { records: [], ignored: describeIgnored(parts) }
    const kept = keepWithHash(keepSource(record, allowed, context.contract), calls, record)
    const read = calls.map((part, index): NormalisedRecord => {
      const own: SourceHints = { kept, fallbackKey: index === 0 ? fallbackKey : keyOfPart(fallbackKey, index) }
      if (part.kind === 'refused') return normaliser.refuse({ request_id: part.requestId }, part.errors, own)
      const { event } = part
      return normaliser.normalise(event.prompt_hash === undefined ? { ...event, ...keptHash(record) } : event, {
        ...part.hints,
        ...own,
      })
    })
    const faults = read.filter((one) => !one.ok)
    const [first] = faults
    if (first === undefined) return { records: read, ignored: null }
    const errors = new Map(faults.flatMap((one) => one.errors).map((error) => [`${error.path} ${error.message}`, error]))
    return { records: [{ ...first, errors: [...errors.values()] }], ignored: null }
  }
}

const allowLists = new WeakMap<Adapter, AllowList>()

/** The allow-list of an adapter, read once. */
export function allowListOf(adapter: Adapter): AllowList {
  const known = allowLists.get(adapter)
  if (known) return known
  const read = readAllowList(adapter.kept)
  allowLists.set(adapter, read)
  return read
}

const keyOfPart = (fallbackKey: string | undefined, index: number) =>
  fallbackKey === undefined ? undefined : toUuid(`${fallbackKey}\0part\0${index}`)

const describeIgnored = (parts: readonly AdaptedRecord[]): string => {
  const first = parts.find((part) => part.kind === 'ignored')
  return first?.reason ?? 'holds no call of a model'
}

const promptHash = /^[\w-]{43}\.[\w-]{43}$/

/** The hash that was kept of a record's prompt when it came: a refused record is read again without the prompt. */
function keptHash(record: unknown): { prompt_hash?: string } {
  const hash = isSourceRecord(record) && Object.hasOwn(record, 'prompt_hash') ? record.prompt_hash : undefined
  return typeof hash === 'string' && promptHash.test(hash) ? { prompt_hash: hash } : {}
}

function keepWithHash(kept: RedactedRecord, parts: readonly AdaptedRecord[], record: unknown): RedactedRecord {
  if (kept.event === null) return kept
  const hashes = parts.map((part) => (part.kind === 'event' ? part.event.prompt_hash : undefined))
  const hash = hashes.find((one) => typeof one === 'string') ?? keptHash(record).prompt_hash
  if (typeof hash !== 'string') return kept
  const leftOut = kept.leftOut.filter(({ path }) => path !== 'prompt_hash')
  return { event: { ...kept.event, prompt_hash: hash }, leftOut }
}

/*
 * How adapters read what others sent: by path, own properties only, never throwing. A value of the wrong kind counts as absent
 * where it is a name; counts are handed on as they are, so that the normaliser refuses a bad one instead of nobody seeing it.
 */

/** A record of a source: an object that is no list. */
export type SourceRecord = Readonly<Record<string, unknown>>

export function isSourceRecord(value: unknown): value is SourceRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const splitPaths = new Map<string, readonly string[]>()

/** The value at a path such as `metadata.usage_object.prompt_tokens`; undefined where there is none. Adapters name few paths. */
export function valueAt(record: unknown, path: string): unknown {
  let steps = splitPaths.get(path)
  if (steps === undefined) {
    steps = path.split('.')
    splitPaths.set(path, steps)
  }
  let value = record
  for (const step of steps) {
    if (!isSourceRecord(value) || !Object.hasOwn(value, step)) return undefined
    value = value[step]
  }
  return value
}

/** The object at a path; an empty one where there is none. */
export function recordAt(record: unknown, path: string): SourceRecord {
  const value = valueAt(record, path)
  return isSourceRecord(value) ? value : {}
}

/** The list at a path; an empty one where there is none. */
export function listAt(record: unknown, path: string): readonly unknown[] {
  const value = valueAt(record, path)
  return Array.isArray(value) ? value : []
}

/** What senders write where they have nothing to say. Python's `None` comes from values that were made text. */
const blanks = new Set(['', '-', 'none', 'null', 'undefined'])

/** The first text among the paths that says something, trimmed; numbers become text. */
export function textAt(record: unknown, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    const value = valueAt(record, path)
    if (typeof value === 'number' && Number.isFinite(value)) return String(value)
    if (typeof value !== 'string') continue
    const text = value.trim()
    if (!blanks.has(text.toLowerCase())) return text
  }
  return null
}

const numeric = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** A number, also one in quotes; anything else as it is. */
export function readNumber(value: unknown): unknown {
  return typeof value === 'string' && numeric.test(value.trim()) ? Number(value) : value
}

/** The first count that is there, whatever it is: spellings are alternatives, never addends. Undefined where none is. */
export function countAt(record: unknown, ...paths: readonly string[]): unknown {
  for (const path of paths) {
    const value = valueAt(record, path)
    if (value !== undefined && value !== null && value !== '') return readNumber(value)
  }
  return undefined
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0

/** The sum of counts, of which absent ones are 0; undefined where all are absent, and the bad one where one is no count. */
export function sumCounts(...counts: readonly unknown[]): unknown {
  let sum: number | undefined
  for (const count of counts) {
    if (count === undefined || count === null) continue
    if (!isCount(count)) return count
    sum = (sum ?? 0) + count
  }
  return sum
}

/** A count that is not 0; undefined otherwise. For parts whose 0 says the same as their absence. */
export const someOf = (count: unknown): unknown => (count === 0 || count === null ? undefined : count)

/** Whether a value is a count above 0. */
export const isSome = (count: unknown): boolean => typeof count === 'number' && count > 0

/** A number that is finite and not negative, also one in quotes; null otherwise. */
export function measureAt(record: unknown, ...paths: readonly string[]): number | null {
  for (const path of paths) {
    const value = readNumber(valueAt(record, path))
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
  }
  return null
}

/** The object that a text holds as JSON, or the object itself; null where it is neither. */
export function parseRecord(value: unknown): SourceRecord | null {
  if (isSourceRecord(value)) return value
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return null
  try {
    const parsed: unknown = JSON.parse(value)
    return isSourceRecord(parsed) ? parsed : null
  } catch {
    return null
  }
}

/** The fields that say something. The normaliser takes null for absent too, but not everywhere for nothing said. */
export function dropAbsent(fields: SourceRecord): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null))
}

/** What became of one field. */
export type FieldChange = 'added' | 'removed' | 'changed' | 'same'

export interface FieldDiff {
  /** Where the field is, outermost first: `filter`, `team`. */
  path: readonly string[]
  change: FieldChange
  /** Readable text; null where there was no such field. */
  before: string | null
  after: string | null
}

type Facts = Readonly<Record<string, unknown>>

/**
 * Two states of a subject field by field, nested fields by their path, what changed before what stayed. Null for a whole
 * state means that there was none: the subject came to be or ceased to.
 */
export function diffFacts(before: Facts | null, after: Facts | null): FieldDiff[] {
  const was = flattenEntries(Object.entries(before ?? {}), [])
  const is = flattenEntries(Object.entries(after ?? {}), [])
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  const diffs = keys.map((key): FieldDiff => {
    const old = was.get(key)
    const young = is.get(key)
    const change = old === undefined ? 'added' : young === undefined ? 'removed' : old.text === young.text ? 'same' : 'changed'
    return { path: (young ?? old)?.path ?? [], change, before: old?.text ?? null, after: young?.text ?? null }
  })
  return [...diffs.filter(({ change }) => change !== 'same'), ...diffs.filter(({ change }) => change === 'same')]
}

interface Leaf {
  path: readonly string[]
  text: string
}

/** Leaves by path. Lists of plain values are one leaf, because `teams` is one fact; lists of objects go by position. */
function flattenEntries(entries: readonly (readonly [string, unknown])[], path: readonly string[]): Map<string, Leaf> {
  return new Map(entries.flatMap(([key, value]) => [...flatten(value, [...path, key])]))
}

function flatten(value: unknown, path: readonly string[]): Map<string, Leaf> {
  if (!isBranch(value)) return new Map([[JSON.stringify(path), { path, text: formatFact(value) }]])
  if (!Array.isArray(value)) return flattenEntries(Object.entries(value), path)
  return flattenEntries(
    value.map((item, index) => [`${index + 1}`, item] as const),
    path,
  )
}

function isBranch(value: unknown): value is object {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null)
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text)

/** A plain value in words. Instants stay UTC, as they were recorded. */
function formatFact(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(formatFact).join(', ')
  if (typeof value === 'object') return 'none'
  const text = String(value)
  if (text === '') return '(empty)'
  return isInstant(text) ? `${text.slice(0, 10)} ${text.slice(11, 19)} UTC` : text
}

/** `costCenters` and `expires_at` as people read them: `Cost centers`, `Expires at`. */
export function formatPath(path: readonly string[]): string {
  return path
    .map((part) =>
      part.replace(/_/g, ' ').replace(/([a-z0-9])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`),
    )
    .map((part, index) => (index === 0 ? part.charAt(0).toUpperCase() + part.slice(1) : part))
    .join(' › ')
}

/** The whole change in one line, for lists and files. */
export function summariseDiff(diffs: readonly FieldDiff[]): string {
  return diffs
    .filter(({ change }) => change !== 'same')
    .map(({ path, before, after, change }) => {
      const field = formatPath(path)
      if (change === 'added') return `${field}: ${after}`
      return change === 'removed' ? `${field}: was ${before}` : `${field}: ${before} → ${after}`
    })
    .join('; ')
}

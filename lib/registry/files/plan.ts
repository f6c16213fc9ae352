import { createHash } from 'node:crypto'
import { AppError } from '@/lib/errors'
import type { Alias } from '../aliases'
import { areSameSpans, type DatedSpan } from '../dated-spans'
import type { MappingKind, RegistryKind } from '../kinds'
import type { FileContent } from './read-file'
import type { EntryState, RegistryState } from './state'

/** What a row changes about one thing; null is nothing. */
export interface FieldChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** What becomes of a row of a file. */
export type RowOutcome =
  | {
      readonly line: number
      readonly name: string
      readonly outcome: 'added' | 'changed' | 'unchanged'
      readonly changes: readonly FieldChange[]
    }
  | {
      readonly line: number
      readonly name: string
      readonly outcome: 'refused'
      readonly column: string
      readonly message: string
    }

/** The stored words about an entry; what is absent stays. */
export interface EntryFields {
  readonly name?: string
  readonly glAccount?: string | null
  readonly ownerEmail?: string | null
}

/** An entry to be registered, or one whose fields change. */
export interface EntryWrite {
  readonly kind: RegistryKind
  readonly code: string
  /** Null for a new one. */
  readonly id: string | null
  readonly before: EntryFields | null
  readonly after: EntryFields
}

/** A history to be written anew. */
export interface SpanWrite {
  readonly mapping: MappingKind
  readonly member: string
  readonly before: readonly DatedSpan<string>[]
  readonly after: readonly DatedSpan<string>[]
}

/** What a file would do to the registry, all of it. */
export interface ImportPlan {
  readonly rows: readonly RowOutcome[]
  readonly entries: readonly EntryWrite[]
  readonly spans: readonly SpanWrite[]
  readonly aliases: readonly Alias[]
}

/** The registry with what the rows before have changed already. */
export interface Draft {
  readonly state: RegistryState
  readonly entries: Map<string, EntryWrite>
  readonly spans: Map<string, SpanWrite>
  readonly aliases: Map<string, Alias>
}

const keyOf = (...parts: readonly string[]) => parts.join('\0')

/** An entry as it would be, or null where it is not registered. */
export function findEntry(draft: Draft, kind: RegistryKind, code: string): Pick<EntryState, 'isArchived'> | null {
  return draft.state.entries[kind].get(code) ?? (draft.entries.has(keyOf(kind, code)) ? { isArchived: false } : null)
}

export function putEntry(draft: Draft, write: EntryWrite): void {
  draft.entries.set(keyOf(write.kind, write.code), write)
}

/** A member's history as the rows before left it. */
export function historyOf(draft: Draft, mapping: MappingKind, member: string): readonly DatedSpan<string>[] {
  return draft.spans.get(keyOf(mapping, member))?.after ?? storedHistory(draft, mapping, member)
}

const storedHistory = ({ state }: Draft, mapping: MappingKind, member: string) => state.histories[mapping]?.get(member) ?? []

export function putHistory(draft: Draft, mapping: MappingKind, member: string, after: readonly DatedSpan<string>[]): void {
  draft.spans.set(keyOf(mapping, member), { mapping, member, before: storedHistory(draft, mapping, member), after })
}

export function putAlias(draft: Draft, alias: Alias): void {
  draft.aliases.set(keyOf(alias.kind, alias.alias), alias)
}

/** What an alias stands for, as the rows before left it; null for what is none. */
export function findAlias({ state, aliases }: Draft, kind: Alias['kind'], alias: string): string | null {
  return aliases.get(keyOf(kind, alias))?.target ?? state.aliases[kind].get(alias) ?? null
}

/** A fault of one cell: the row is refused, its neighbours are not. */
export function refuseCell(column: string, message: string): AppError {
  return new AppError('invalid', `${column}: ${message}.`, { errors: [{ path: column, message }] })
}

type RowPlanner = (
  draft: Draft,
  cells: Readonly<Record<string, string>>,
) => { name: string; isNew: boolean; changes: FieldChange[] }

/**
 * Compares a file with the registry, row by row; nothing is written.
 *
 * @param planRow puts what its row changes into the draft, or throws an `invalid` that names the cell before it puts anything.
 * @param nameRow how a row is called; no two rows have the same name.
 * @param nameColumn the cell at fault where two have.
 */
export function planRows(
  state: RegistryState,
  { rows }: FileContent,
  planRow: RowPlanner,
  nameRow: (cells: Readonly<Record<string, string>>) => string,
  nameColumn: string,
): ImportPlan {
  const draft: Draft = { state, entries: new Map(), spans: new Map(), aliases: new Map() }
  const lines = new Map<string, number>()
  const outcomes = rows.map(({ line, cells }): RowOutcome => {
    try {
      const name = nameRow(cells)
      const earlier = lines.get(name)
      if (earlier !== undefined) throw refuseCell(nameColumn, `"${name}" stands in line ${earlier} already: keep one`)
      const planned = planRow(draft, cells)
      lines.set(name, line)
      const outcome = planned.isNew ? 'added' : planned.changes.length > 0 ? 'changed' : 'unchanged'
      return { line, name: planned.name, outcome, changes: planned.changes }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const [fault] = error.errors
      return {
        line,
        name: nameRow(cells),
        outcome: 'refused',
        column: fault?.path ?? '',
        message: fault?.message ?? error.message,
      }
    }
  })
  return {
    rows: outcomes,
    entries: [...draft.entries.values()],
    spans: [...draft.spans.values()].filter(({ before, after }) => !areSameSpans(before, after)),
    aliases: [...draft.aliases.values()],
  }
}

/** Names a plan: the same file on the same registry has the same, and any change of what it would do has another. */
export function fingerprintOf(plan: ImportPlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex')
}

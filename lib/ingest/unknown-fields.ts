import { log } from '@/lib/log'

/** Names the fields that are dropped, each once for a source. */
export interface UnknownFields {
  /** Those of the names that this process has not told of that source before; they are logged too. */
  note(sourceId: number, names: readonly string[]): string[]
}

const maxNamesPerSource = 1_000

/**
 * Makes the memory of a process. A restart tells them once more.
 *
 * @param remember is told of every one, also of those that were told before, up to the same number for a source.
 */
export function createUnknownFields(remember: (sourceId: number, names: readonly string[]) => void = () => {}): UnknownFields {
  const told = new Map<number, Set<string>>()
  return {
    note: (sourceId, names) => {
      const known = told.get(sourceId) ?? new Set()
      told.set(sourceId, known)
      const fresh = names.filter((name) => !known.has(name)).slice(0, maxNamesPerSource - known.size)
      for (const name of fresh) known.add(name)
      if (names.length > 0)
        remember(
          sourceId,
          names.filter((name) => known.has(name)),
        )
      if (fresh.length > 0) log.info({ source_id: sourceId, fields: fresh }, 'fields that are not canonical are dropped')
      return fresh
    },
  }
}

import type { Entry } from '../entries'
import type { ListedKind } from '../kinds'
import { parentColumns } from './columns'

/** An entry as a row of its kind's file: what a file that was written here says is what the registry has. */
export function toFileRow(kind: ListedKind, entry: Entry): Record<string, string | null> {
  const parents = parentColumns[kind].flatMap(({ mapping, owner, from }) => {
    const parent = entry.parents[mapping]
    return [
      [owner, parent?.code ?? null],
      [from, parent?.from ?? null],
      ['exclusive', parent?.exclusive === undefined || parent.exclusive === null ? null : String(parent.exclusive)],
    ]
  })
  return {
    slug: entry.code,
    code: entry.code,
    key: entry.code,
    name: entry.name,
    gl_account: entry.glAccount,
    owner_email: entry.ownerEmail,
    archived: String(entry.isArchived),
    archived_from: entry.archivedFrom,
    ...Object.fromEntries(parents),
  }
}

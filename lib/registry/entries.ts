import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { costCenter, team } from '@/lib/db/schema/registry'
import type { CalendarDate } from '@/lib/time/calendar'
import { kindTables, mappingTable } from './kind-tables'
import { type ListedKind, type MappingKind, mappingsInto, mappingsOf } from './kinds'

/** What an entry belongs to on a day. */
export interface EntryParent {
  readonly code: string
  readonly name: string
  /** Of a provider's key: whether the team has it alone; null for other mappings. */
  readonly exclusive: boolean | null
  /** Since when, on end; null from the beginning. */
  readonly from: CalendarDate | null
}

/** One entry of the registry, and where it stands on a day. */
export interface Entry {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly isArchived: boolean
  /** A team's first day out of use. */
  readonly archivedFrom: CalendarDate | null
  readonly glAccount: string | null
  readonly ownerEmail: string | null
  /** Where it belongs, by mapping; one that it has none of is absent. */
  readonly parents: Readonly<Partial<Record<MappingKind, EntryParent>>>
  /** How many belong to it, by mapping; one that nothing has is absent. */
  readonly members: Readonly<Partial<Record<MappingKind, number>>>
}

/** Which entries are listed: those of some codes, or whose code or name holds some text, some of them. */
export interface EntryQuery {
  readonly codes?: readonly string[]
  readonly search?: string
  /** Only what is in use. */
  readonly inUse?: boolean
  /** Those whose codes come after this one. */
  readonly after?: string
  readonly limit?: number
  readonly offset?: number
}

/** Entries of a kind by code, each with where it belongs and what belongs to it on a day. */
export async function listEntries(db: Database, kind: ListedKind, day: CalendarDate, query: EntryQuery = {}): Promise<Entry[]> {
  const { table, code } = kindTables[kind]
  const archivedFrom = kind === 'team' ? sql`${team.archivedFrom}::text` : sql`null`
  const ledger = kind === 'cost_center' ? sql`${costCenter.glAccount}, ${costCenter.ownerEmail}` : sql`null, null`
  const rows = await db.execute<EntryRow>(sql`
    select id, code, name, "isArchived", "archivedFrom", "glAccount", "ownerEmail"
    from (select id, ${code}, name, archived_at is not null, ${archivedFrom}, ${ledger} from ${table})
      as entry (id, code, name, "isArchived", "archivedFrom", "glAccount", "ownerEmail")
    where ${whereEntry(query)} and ${query.after === undefined ? sql`true` : sql`code > ${query.after}`}
    order by code limit ${query.limit ?? null} offset ${query.offset ?? 0}`)
  const ids = rows.map(({ id }) => id)
  const parents = await Promise.all(mappingsOf(kind).map((mapping) => readParents(db, mapping, ids, day)))
  const members = await Promise.all(mappingsInto(kind).map((mapping) => countMembers(db, mapping, ids, day)))
  return rows.map((row) => ({
    ...row,
    parents: Object.fromEntries(parents.flatMap(({ mapping, byId }) => pick(mapping, byId.get(row.id)))),
    members: Object.fromEntries(members.flatMap(({ mapping, byId }) => pick(mapping, byId.get(row.id)))),
  }))
}

type EntryRow = Omit<Entry, 'parents' | 'members'> & Record<string, unknown>

const pick = <Value>(mapping: MappingKind, value: Value | undefined) => (value === undefined ? [] : [[mapping, value] as const])

/** How many entries of a kind a query means, on all its pages. */
export async function countEntries(db: Database, kind: ListedKind, query: EntryQuery = {}): Promise<number> {
  const { table, code } = kindTables[kind]
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from (select ${code}, name, archived_at is not null from ${table}) as entry (code, name, "isArchived")
    where ${whereEntry(query)}`)
  return row?.count ?? 0
}

function whereEntry({ codes, search = '', inUse = false }: EntryQuery): SQL {
  const wanted = search.trim().toLowerCase()
  const conditions = [
    codes === undefined
      ? []
      : [sql`code in (select value from jsonb_array_elements_text(${JSON.stringify(codes)}::text::jsonb))`],
    wanted === '' ? [] : [sql`(position(${wanted} in lower(code)) > 0 or position(${wanted} in lower(name)) > 0)`],
    inUse ? [sql`not "isArchived"`] : [],
  ].flat()
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

const idsIn = (ids: readonly string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`

async function readParents(db: Database, mapping: MappingKind, ids: readonly string[], day: CalendarDate) {
  const { table, memberColumn, ownerColumn, owner, exclusive } = mappingTable(mapping)
  const rows = await db.execute<EntryParent & Record<string, unknown> & { memberId: string }>(sql`
    select ${memberColumn} as "memberId", o.${owner.code} as code, o.name, ${exclusive} as exclusive, lower(period)::text as "from"
    from ${table} mapping join ${owner.table} o on o.id = mapping.${ownerColumn}
    where ${memberColumn} in ${idsIn(ids)} and period @> ${day}::date`)
  return { mapping, byId: new Map(rows.map(({ memberId, ...parent }) => [memberId, parent])) }
}

async function countMembers(db: Database, mapping: MappingKind, ids: readonly string[], day: CalendarDate) {
  const { table, ownerColumn } = mappingTable(mapping)
  const rows = await db.execute<{ ownerId: string; count: number }>(sql`
    select ${ownerColumn} as "ownerId", count(*)::int as count from ${table}
    where ${ownerColumn} in ${idsIn(ids)} and period @> ${day}::date group by 1`)
  return { mapping, byId: new Map(rows.map(({ ownerId, count }) => [ownerId, count])) }
}

import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { costCenter, registryAlias, team } from '@/lib/db/schema/registry'
import type { DatedSpan } from '../dated-spans'
import { kindTables } from '../kind-tables'
import { type AliasKind, type MappingKind, mappingFacts, type RegistryKind } from '../kinds'
import { readSpans } from '../mappings'

/** What is known of an entry when a file is compared with the registry. */
export interface EntryState {
  readonly id: string
  readonly name: string
  readonly isArchived: boolean
  /** A team's first day out of use. */
  readonly archivedFrom: string | null
  readonly glAccount: string | null
  readonly ownerEmail: string | null
}

/** As much of the registry as a file may touch. */
export interface RegistryState {
  readonly today: string
  readonly entries: Readonly<Record<RegistryKind, ReadonlyMap<string, EntryState>>>
  /** Histories by the member's slug, code or key. */
  readonly histories: Readonly<Partial<Record<MappingKind, ReadonlyMap<string, readonly DatedSpan<string>[]>>>>
  /** Targets by alias. */
  readonly aliases: Readonly<Record<AliasKind, ReadonlyMap<string, string>>>
}

/** Reads what files of some kinds are compared with; kinds and mappings that are not asked for are left empty. */
export async function readState(
  db: Database,
  { kinds, mappings, today }: { kinds: readonly RegistryKind[]; mappings: readonly MappingKind[]; today: string },
): Promise<RegistryState> {
  const wanted = new Set([...kinds, ...mappings.flatMap((kind) => [mappingFacts[kind].member, mappingFacts[kind].owner])])
  const entries: Record<RegistryKind, Map<string, EntryState>> = emptyEntries()
  for (const kind of wanted) entries[kind] = await readEntries(db, kind)
  const histories: Partial<Record<MappingKind, Map<string, DatedSpan<string>[]>>> = {}
  for (const mapping of mappings) {
    const byId = await readSpans(db, mapping)
    histories[mapping] = new Map([...entries[mappingFacts[mapping].member]].map(([code, { id }]) => [code, byId.get(id) ?? []]))
  }
  return { today, entries, histories, aliases: await readAliases(db) }
}

export function emptyEntries(): Record<RegistryKind, Map<string, EntryState>> {
  return {
    team: new Map(),
    cost_center: new Map(),
    business_unit: new Map(),
    project: new Map(),
    product_line: new Map(),
    service: new Map(),
    provider_key: new Map(),
    pool: new Map(),
  }
}

async function readEntries(db: Database, kind: RegistryKind): Promise<Map<string, EntryState>> {
  const { table, code } = kindTables[kind]
  const further =
    kind === 'cost_center'
      ? sql`null as "archivedFrom", ${costCenter.glAccount} as "glAccount", ${costCenter.ownerEmail} as "ownerEmail"`
      : sql`${kind === 'team' ? sql`${team.archivedFrom}::text` : sql`null`} as "archivedFrom", null as "glAccount", null as "ownerEmail"`
  const rows = await db.execute<EntryState & Record<string, unknown> & { code: string }>(sql`
    select ${code} as code, id, name, archived_at is not null as "isArchived", ${further} from ${table}`)
  return new Map(rows.map(({ code: name, ...entry }) => [name, entry]))
}

async function readAliases(db: Database): Promise<RegistryState['aliases']> {
  const rows = await db.select().from(registryAlias)
  const of = (kind: AliasKind) => new Map(rows.filter((row) => row.kind === kind).map(({ alias, target }) => [alias, target]))
  return {
    team: of('team'),
    cost_center: of('cost_center'),
    project: of('project'),
    service: of('service'),
    environment: of('environment'),
  }
}

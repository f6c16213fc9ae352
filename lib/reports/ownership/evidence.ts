import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import type { StoredLine } from './queries'

/**
 * What settled the owner of a line: a rule, or a decision of triage or of a dispute; the key that was used, as the registry or
 * the sender's own credentials have it; the mapping of a service or a project; or the registration of the team that the source
 * named. `nobody`: nothing did.
 */
export type EvidenceKind = 'rule' | 'decision' | 'provider_key' | 'sender' | 'service' | 'project' | 'team' | 'nobody'

export interface Evidence {
  readonly kind: EvidenceKind
  /** The rule's name, the key, the service, the project, or the team's slug. */
  readonly name: string | null
  /** What who made a rule wrote beside it. */
  readonly note: string | null
  /** Who set it, and the instant; null where nobody wrote that down. */
  readonly by: string | null
  readonly at: string | null
}

const nothing = { note: null, by: null, at: null } as const
const instant = (column: string) => sql`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const textList = (values: readonly (string | null)[]) =>
  sql`(select value from jsonb_array_elements_text(${JSON.stringify([...new Set(values.filter((value) => value !== null))])}::text::jsonb))`

/** The evidence of some lines, in their order, in three statements however many there are. */
export async function findEvidence(db: Database, lines: readonly StoredLine[]): Promise<Evidence[]> {
  const rules = await readRules(db, lines)
  const mapped = await readMapped(db, lines)
  const teams = await readTeams(db, lines)
  return lines.map((line) => {
    if (line.owner_kind === 'none') return { kind: 'nobody', name: null, ...nothing }
    if (line.basis === 'rule' || line.basis === 'decision') {
      return rules.get(line.rule_id ?? '') ?? { kind: line.basis, name: null, ...nothing }
    }
    if (line.basis === 'key') {
      return mapped.get(keyOf('provider_key', line.api_key, line.owner_id)) ?? { kind: 'sender', name: line.source, ...nothing }
    }
    if (line.basis === 'mapping') {
      const found =
        mapped.get(keyOf('service', line.service, line.owner_id)) ??
        mapped.get(keyOf('project', line.stated_project, line.owner_id))
      return found ?? { kind: 'service', name: line.service, ...nothing }
    }
    return teams.get(line.owner_id ?? '') ?? { kind: 'team', name: line.owner, ...nothing }
  })
}

const keyOf = (kind: string, name: string | null, ownerId: string | null) => JSON.stringify([kind, name, ownerId])

async function readRules(db: Database, lines: readonly StoredLine[]): Promise<Map<string, Evidence>> {
  const ids = lines.map(({ rule_id }) => rule_id)
  if (ids.every((id) => id === null)) return new Map()
  const rows = await db.execute<{ id: string; kind: string; name: string; note: string | null; by: string; at: string }>(sql`
    select id, kind, name, note, created_by as by, ${instant('created_at')} as at
    from attribution_rule where id::text in ${textList(ids)}`)
  return new Map(rows.map(({ id, kind, ...rest }) => [id, { kind: kind === 'decision' ? 'decision' : 'rule', ...rest }]))
}

/**
 * The keys, services and projects that some mapping gave to the owner of a line, with who changed that mapping last. The audit
 * entry of a change of a mapping names the team after it.
 */
async function readMapped(db: Database, lines: readonly StoredLine[]): Promise<Map<string, Evidence>> {
  const wanted = lines.filter(({ basis }) => basis === 'key' || basis === 'mapping')
  if (wanted.length === 0) return new Map()
  const rows = await db.execute<{ kind: EvidenceKind; name: string; owner_id: string; by: string | null; at: string | null }>(sql`
    with mapped as (
      select 'provider_key' as kind, provider_key.id, key as name, team_id as owner_id from provider_key
      join provider_key_team on provider_key_id = provider_key.id and is_exclusive
      where key in ${textList(wanted.map((line) => line.api_key))}
      union select 'service', service.id, slug, team_id from service join service_team on service_id = service.id
      where slug in ${textList(wanted.map((line) => line.service))}
      union select 'project', project.id, slug, team_id from project join project_team on project_id = project.id
      where slug in ${textList(wanted.map((line) => line.stated_project))}
    )
    select mapped.kind, mapped.name, mapped.owner_id::text, entry.actor_name as by, ${instant('entry.at')} as at
    from mapped
    left join lateral (
      select actor_name, audit_entry.at from audit_entry
      where subject_kind = mapped.kind and subject_id = mapped.id::text and jsonb_exists(after, 'team')
      order by audit_entry.id desc limit 1
    ) entry on true`)
  return new Map(
    rows.map(({ kind, name, owner_id, by, at }) => [keyOf(kind, name, owner_id), { kind, name, note: null, by, at }]),
  )
}

/** Who registered the teams that sources name. */
async function readTeams(db: Database, lines: readonly StoredLine[]): Promise<Map<string, Evidence>> {
  const ids = lines.map(({ owner_id }) => owner_id)
  if (ids.every((id) => id === null)) return new Map()
  const rows = await db.execute<{ id: string; name: string; by: string | null; at: string | null }>(sql`
    select team.id, team.slug as name, entry.actor_name as by, ${instant('coalesce(entry.at, team.created_at)')} as at
    from team
    left join lateral (
      select actor_name, audit_entry.at from audit_entry
      where subject_kind = 'team' and subject_id = team.id::text order by audit_entry.id limit 1
    ) entry on true
    where team.id::text in ${textList(ids)}`)
  return new Map(rows.map(({ id, ...rest }) => [id, { kind: 'team', note: null, ...rest }]))
}

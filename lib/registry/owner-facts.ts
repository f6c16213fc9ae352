import { type SQL, sql } from 'drizzle-orm'
import type { RuleCondition } from '@/lib/db/schema/attribution'
import type { CalendarDate } from '@/lib/time/calendar'
import type { DatedSpan, DayBounds } from './dated-spans'

/** A team as attribution sees it. */
export interface TeamFact {
  readonly id: string
  readonly slug: string
  readonly name: string
  /** The first day on which it owns nothing any more; null while it is in use. */
  readonly archivedFrom: CalendarDate | null
}

/** A shared pool as attribution sees it. One that is archived keeps what it owned: no rule names it today or later. */
export interface PoolFact {
  readonly id: string
  readonly slug: string
  readonly name: string
}

/** A rule or decision that is not undone, on the days of its span. */
export interface RuleFact extends DayBounds {
  readonly id: string
  readonly name: string
  readonly kind: 'rule' | 'decision'
  readonly conditions: readonly RuleCondition[]
  readonly target: { readonly kind: 'team' | 'pool' | 'project'; readonly id: string }
}

export type AliasKind = 'team' | 'cost_center' | 'project' | 'service' | 'environment'

/** All that decides who owns a series, beside what the series says. */
export interface OwnerFacts {
  /** By slug. */
  readonly teams: ReadonlyMap<string, TeamFact>
  /** By id. */
  readonly pools: ReadonlyMap<string, PoolFact>
  /** Slugs of projects by id. */
  readonly projects: ReadonlyMap<string, string>
  /** Slugs of sources by id. */
  readonly sources: ReadonlyMap<number, string>
  /** The slug or code that is meant, by the alias in lower case and without blanks at its edges. */
  readonly aliases: Readonly<Record<AliasKind, ReadonlyMap<string, string>>>
  /** The slug of the team that holds a provider's key for itself, by the key. Shared keys decide nothing and are not in it. */
  readonly keyTeams: ReadonlyMap<string, readonly DatedSpan<string>[]>
  /** The slug of the team that runs a service, by the service's slug. */
  readonly serviceTeams: ReadonlyMap<string, readonly DatedSpan<string>[]>
  /** The slug of the team that a project is of, by the project's slug. */
  readonly projectTeams: ReadonlyMap<string, readonly DatedSpan<string>[]>
  /** Which of the six columns a declared label lies in, by its name; also of labels that are retired. */
  readonly labels: ReadonlyMap<string, number>
  /** Those that are not undone: decisions before rules, then by position, then the older first. */
  readonly rules: readonly RuleFact[]
}

interface MappingFact extends DayBounds {
  readonly member: string
  readonly team: string
}

/** As `ownerFactsStatement` writes it. */
interface FactsDocument {
  readonly teams: readonly TeamFact[]
  readonly pools: readonly PoolFact[]
  readonly projects: readonly { readonly id: string; readonly slug: string }[]
  readonly sources: readonly { readonly id: number; readonly slug: string }[]
  readonly aliases: readonly { readonly kind: AliasKind; readonly alias: string; readonly target: string }[]
  readonly keyTeams: readonly MappingFact[]
  readonly serviceTeams: readonly MappingFact[]
  readonly projectTeams: readonly MappingFact[]
  readonly labels: readonly { readonly name: string; readonly column: number }[]
  readonly rules: readonly (Omit<RuleFact, 'target'> & {
    readonly teamId: string | null
    readonly poolId: string | null
    readonly projectId: string | null
  })[]
}

const listOf = (query: SQL) => sql`(select coalesce(json_agg(to_json(listed)), '[]'::json) from (${query}) listed)`

const mappingList = (member: SQL, from: SQL) =>
  listOf(sql`select ${member} as member, team.slug as team, lower(mapping.period) as "from", upper(mapping.period) as "to"
    from ${from} join team on team.id = mapping.team_id order by mapping.period`)

/** One row with one text, `facts`, for `readOwnerFacts`: a single statement, so that all of it is of one moment. */
export const ownerFactsStatement: SQL = sql`
  select json_build_object(
    'teams', ${listOf(sql`select id, slug, name, archived_from as "archivedFrom" from team`)},
    'pools', ${listOf(sql`select id, slug, name from shared_pool`)},
    'projects', ${listOf(sql`select id, slug from project`)},
    'sources', ${listOf(sql`select id, slug from source`)},
    'aliases', ${listOf(sql`select kind, alias, target from registry_alias`)},
    'keyTeams', ${mappingList(sql`member.key`, sql`provider_key_team mapping join provider_key member on member.id = mapping.provider_key_id and mapping.is_exclusive`)},
    'serviceTeams', ${mappingList(sql`member.slug`, sql`service_team mapping join service member on member.id = mapping.service_id`)},
    'projectTeams', ${mappingList(sql`member.slug`, sql`project_team mapping join project member on member.id = mapping.project_id`)},
    'labels', (select coalesce(
      (select document->'labels' from attribution_contract order by version desc limit 1)::json, '[]'::json)),
    'rules', ${listOf(sql`select id, name, kind, conditions, lower(period) as "from", upper(period) as "to",
        team_id as "teamId", pool_id as "poolId", project_id as "projectId"
      from attribution_rule where retired_at is null
      order by kind = 'rule', position, created_at, id`)}
  )::text as facts`

/** What `ownerFactsStatement` answered, on whichever driver. */
export function readOwnerFacts(rows: readonly { readonly facts: string }[]): OwnerFacts {
  const [row] = rows
  if (!row) throw new Error('the facts of ownership were not answered')
  const document: FactsDocument = JSON.parse(row.facts)
  const aliasesOf = (kind: AliasKind) =>
    new Map(document.aliases.filter((one) => one.kind === kind).map(({ alias, target }) => [alias, target]))
  return {
    teams: new Map(document.teams.map((team) => [team.slug, team])),
    pools: new Map(document.pools.map((pool) => [pool.id, pool])),
    projects: new Map(document.projects.map(({ id, slug }) => [id, slug])),
    sources: new Map(document.sources.map(({ id, slug }) => [id, slug])),
    aliases: {
      team: aliasesOf('team'),
      cost_center: aliasesOf('cost_center'),
      project: aliasesOf('project'),
      service: aliasesOf('service'),
      environment: aliasesOf('environment'),
    },
    keyTeams: groupByMember(document.keyTeams),
    serviceTeams: groupByMember(document.serviceTeams),
    projectTeams: groupByMember(document.projectTeams),
    labels: new Map(document.labels.map(({ name, column }) => [name, column])),
    rules: document.rules.map(({ teamId, poolId, projectId, ...rule }) => ({
      ...rule,
      target: readTarget(teamId, poolId, projectId),
    })),
  }
}

function readTarget(teamId: string | null, poolId: string | null, projectId: string | null): RuleFact['target'] {
  if (teamId !== null) return { kind: 'team', id: teamId }
  if (poolId !== null) return { kind: 'pool', id: poolId }
  if (projectId !== null) return { kind: 'project', id: projectId }
  throw new Error('a rule assigns nothing')
}

function groupByMember(mappings: readonly MappingFact[]): Map<string, DatedSpan<string>[]> {
  const groups = new Map<string, DatedSpan<string>[]>()
  for (const { member, team, from, to } of mappings) {
    const spans = groups.get(member) ?? []
    spans.push({ from, to, value: team })
    groups.set(member, spans)
  }
  return groups
}

/** The form in which aliases are compared: case and blanks at the edges do not count. */
export const foldAlias = (name: string): string => name.trim().toLowerCase()

/** What a name stands for: the target of its alias, where it is one, else itself. */
export function resolveAlias(facts: Pick<OwnerFacts, 'aliases'>, kind: AliasKind, name: string): string {
  const aliases = facts.aliases[kind]
  return aliases.size === 0 ? name : (aliases.get(foldAlias(name)) ?? name)
}

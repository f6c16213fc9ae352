import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { RuleCondition } from '@/lib/db/schema/attribution'
import type { Period } from '@/lib/time/calendar'
import type { RuleRow } from './change-rules'

/** A rule as lists show it. */
export interface ListedRule extends Omit<RuleRow, 'target'> {
  /** Its place among those in use of its kind, from 1; null where it is undone. */
  readonly position: number | null
  readonly target: {
    readonly kind: 'team' | 'pool' | 'project'
    readonly id: string
    readonly slug: string
    readonly name: string
  }
  readonly createdBy: string
  /** ISO instants. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly retiredAt: string | null
}

interface RuleRecord extends Record<string, unknown> {
  id: string
  name: string
  kind: 'rule' | 'decision'
  conditions: readonly RuleCondition[]
  from: string | null
  to: string | null
  targetKind: 'team' | 'pool' | 'project'
  targetId: string
  targetSlug: string
  targetName: string
  note: string | null
  position: number | null
  createdBy: string
  createdAt: string
  updatedAt: string
  retiredAt: string | null
}

/** All rules, also those that are undone, in the order in which they are tried: decisions, then rules. Not secret. */
export async function listRules(db: Database): Promise<ListedRule[]> {
  const iso = (column: string) => sql`to_char(${sql.raw(`rule.${column}`)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const rows = await db.execute<RuleRecord>(sql`
    select rule.id, rule.name, rule.kind, conditions, lower(period)::text as "from", upper(period)::text as "to",
      case when team_id is not null then 'team' when pool_id is not null then 'pool' else 'project' end as "targetKind",
      coalesce(team_id, pool_id, project_id) as "targetId",
      coalesce(team.slug, pool.slug, project.slug) as "targetSlug", coalesce(team.name, pool.name, project.name) as "targetName",
      note, case when retired_at is null
        then (row_number() over (partition by rule.kind, retired_at is null order by position, rule.created_at, rule.id))::int end as position,
      created_by as "createdBy", ${iso('created_at')} as "createdAt", ${iso('updated_at')} as "updatedAt",
      ${iso('retired_at')} as "retiredAt"
    from attribution_rule rule
    left join team on team.id = team_id
    left join shared_pool pool on pool.id = pool_id
    left join project on project.id = project_id
    order by rule.kind = 'rule', rule.position, rule.created_at, rule.id`)
  return rows.map(({ targetKind, targetId, targetSlug, targetName, ...rule }) => ({
    ...rule,
    isRetired: rule.retiredAt !== null,
    target: { kind: targetKind, id: targetId, slug: targetSlug, name: targetName },
  }))
}

/** How a team that a rule names has ended, and which one its name stands for since then. */
export interface TeamEnd extends Record<string, unknown> {
  readonly teamId: string
  readonly from: string
  /** Null where it was archived and not merged into another. */
  readonly successor: { readonly slug: string; readonly name: string } | null
}

/** The teams that rules name and that are archived, by their ids. Not secret. */
export async function listEndedTargets(db: Database): Promise<Map<string, TeamEnd>> {
  const rows = await db.execute<TeamEnd>(sql`
    select ended.id as "teamId", ended.archived_from::text as "from",
      case when successor.id is not null then json_build_object('slug', successor.slug, 'name', successor.name) end as successor
    from team ended
    left join registry_alias alias on alias.kind = 'team' and alias.alias = lower(ended.slug)
    left join team successor on successor.slug = alias.target
    where ended.archived_from is not null and exists (select from attribution_rule rule where rule.team_id = ended.id)`)
  return new Map(rows.map((row) => [row.teamId, row]))
}

/** What a rule decides in a period. */
export interface RuleUse extends Record<string, unknown> {
  ruleId: string
  series: number
  requests: string
  /** US dollars as a decimal string. */
  costUsd: string
  /** Some of it has no price, so that the cost is at least so much. */
  isAtLeast: boolean
}

/**
 * How much each rule decides of what was used in a period, owner or project. It spans all teams, so that only those who see
 * everything get an answer; the others an empty one.
 */
export async function readRuleUse(db: Database, scope: Scope, { from, to }: Period): Promise<Map<string, RuleUse>> {
  if (!scope.everything) return new Map()
  const rows = await db.execute<RuleUse>(sql`
    with decided as (
      select rule_id, series_id, period from series_ownership where rule_id is not null
      union all
      select project_rule_id, series_id, period from series_ownership where project_rule_id is not null
    )
    select rule_id as "ruleId", count(distinct usage.series_id)::int as series, sum(requests)::text as requests, sum(cost)::text as "costUsd",
      sum(unpriced_requests + missing_token_requests) > 0 as "isAtLeast"
    from decided join usage_daily usage on usage.series_id = decided.series_id and decided.period @> usage.day
    where usage.day >= ${from}::date and usage.day < ${to}::date
    group by rule_id`)
  return new Map(rows.map((row) => [row.ruleId, row]))
}

/** What a condition can be about that was seen, with the values that stand for most requests first. */
export interface SeenValues extends Record<string, unknown> {
  dimension: string
  values: string[]
}

/** What levels of trust disagree about: how many series on a day, and the team names that callers state on them. */
export async function readConflicts(db: Database, scope: Scope, day: string): Promise<{ series: number } | null> {
  if (!scope.everything) return null
  const [row] = await db.execute<{ series: number }>(sql`
    select count(distinct owned.series_id)::int as series
    from series_ownership owned
    where owned.has_conflict and owned.period @> ${day}::date`)
  return row ?? { series: 0 }
}

const suggested = {
  billing_account: 'billing_account',
  provider: 'provider',
  model: 'model',
  requested_model: 'requested_model',
  operation: 'operation',
  tier: 'service_tier',
  region: 'region',
  reported_team: 'coalesce(key_team, tag_team)',
  reported_cost_center: 'cost_center',
  project: 'project',
  service: 'service',
  feature: 'feature',
  environment: 'environment',
  api_key: 'api_key',
  route: 'route',
} as const

/**
 * The values that series state, for each dimension that a rule may look at, at most 200 each, those of most series first.
 *
 * @param labels the declared labels with their columns, `label_1` to `label_6`.
 */
export async function listSeenValues(
  db: Database,
  labels: readonly { readonly name: string; readonly column: string }[],
): Promise<Record<string, string[]>> {
  const columns = [
    ...Object.entries(suggested).map(([dimension, expression]) => ({ dimension, value: sql.raw(expression) })),
    ...labels.map(({ name, column }) => ({ dimension: `label:${name}`, value: sql`${sql.identifier(column)}` })),
    { dimension: 'source', value: sql`(select slug from source where source.id = source_id)` },
  ]
  const ofEach = columns.map(
    ({ dimension, value }) => sql`(select ${dimension} as dimension, array(
      select value from (select ${value} as value from usage_series) stated where value is not null
      group by value order by count(*) desc, value limit 200) as values)`,
  )
  const rows = await db.execute<SeenValues>(sql`${sql.join(ofEach, sql` union all `)}`)
  return Object.fromEntries(rows.map(({ dimension, values }) => [dimension, values]))
}

import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { RuleCondition } from '@/lib/db/schema/attribution'
import type { CalendarDate } from '@/lib/time/calendar'
import type { DisputeState } from './schema'

/** A dispute as lists have it: names and words, no figures. Instants are ISO text, days those of the reporting zone. */
export interface DisputeRow {
  readonly id: string
  readonly team: string
  readonly teamName: string
  /** `team` or `pool`, and its slug and name. */
  readonly proposedKind: 'team' | 'pool'
  readonly proposed: string
  readonly proposedName: string
  readonly conditions: readonly RuleCondition[]
  readonly from: CalendarDate | null
  readonly to: CalendarDate | null
  readonly reason: string
  readonly raisedBy: string
  readonly raisedAt: string
  readonly state: DisputeState
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly decisionNote: string | null
  /** The decision that moved it. */
  readonly ruleId: string | null
}

/** Whose disputes somebody sees beside those in their scope: their own. */
export interface DisputeReader {
  readonly scope: Scope
  /** As `actorLabel` writes them. */
  readonly reader: string
}

const idList = (ids: readonly string[]) =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`

/** Whether a team is one of a reader's, by itself or by its cost centre of today. */
export function whereTeamInScope(scope: Scope, today: CalendarDate) {
  if (scope.everything) return sql`true`
  return sql`(team.id in ${idList(scope.teamIds)} or exists (select from team_cost_center mapping
    where mapping.team_id = team.id and mapping.period @> ${today}::date and mapping.cost_center_id in ${idList(scope.costCenterIds)}))`
}

/**
 * The disputes about the teams that a reader sees, and those that they raised: open ones first, then the latest.
 *
 * @param filter.id that one alone, if the reader sees it.
 */
export async function listDisputes(
  db: Database,
  { scope, reader }: DisputeReader,
  filter: { today: CalendarDate; id?: string; state?: DisputeState },
): Promise<DisputeRow[]> {
  const iso = (column: string) => sql`to_char(${sql.identifier(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return db.execute<DisputeRow & Record<string, unknown>>(sql`
    select dispute.id, team.slug as team, team.name as "teamName",
      case when proposed_team_id is null then 'pool' else 'team' end as "proposedKind",
      coalesce(proposed_team.slug, proposed_pool.slug) as proposed, coalesce(proposed_team.name, proposed_pool.name) as "proposedName",
      conditions, lower(period)::text as "from", upper(period)::text as "to", reason, raised_by as "raisedBy",
      ${iso('raised_at')} as "raisedAt", state, decided_by as "decidedBy", ${iso('decided_at')} as "decidedAt",
      decision_note as "decisionNote", rule_id as "ruleId"
    from ownership_dispute dispute
    join team on team.id = dispute.team_id
    left join team proposed_team on proposed_team.id = proposed_team_id
    left join shared_pool proposed_pool on proposed_pool.id = proposed_pool_id
    where (${whereTeamInScope(scope, filter.today)} or raised_by = ${reader})
      and ${filter.id === undefined ? sql`true` : sql`dispute.id = ${filter.id}::uuid`}
      and ${filter.state === undefined ? sql`true` : sql`state = ${filter.state}`}
    order by state = 'open' desc, raised_at desc, dispute.id`)
}

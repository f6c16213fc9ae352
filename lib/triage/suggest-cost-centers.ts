import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import type { FindingRef } from './finding-ref'
import type { Suggestion } from './suggestions'

/** Which cost centres speak for a team. */
interface Hint extends Record<string, unknown> {
  team: string
  /** `previous`: it belonged there; `reported`: its callers say so. */
  kind: 'previous' | 'reported'
  code: string
  /** Of `previous`: the first day on which it no longer did. Of `reported`: the share of its requests that name one. */
  figure: string
}

/** What speaks for cost centres of the teams of findings: where they belonged before, and what most of their calls name. */
export async function readCostCenterHints(
  db: Database,
  findings: readonly FindingRef[],
  { from, to }: { from: string; to: string },
): Promise<readonly Hint[]> {
  const teams = findings.flatMap(({ lane, key }) =>
    lane === 'no_cost_center' || lane === 'cost_center_mismatch' ? (key.team ?? []) : [],
  )
  if (teams.length === 0) return []
  const rows = await db.execute<Hint>(sql`
    with wanted as (select id, slug from team where slug in (select value from jsonb_array_elements_text(${JSON.stringify(teams)}::text::jsonb))),
    reported as (
      select wanted.slug as team, cost_center.code, sum(usage.requests) as requests
      from wanted
      join series_ownership owner on owner.team_id = wanted.id
      join usage_series series on series.id = owner.series_id
      left join registry_alias alias on alias.kind = 'cost_center' and alias.alias = lower(btrim(series.cost_center))
      join cost_center on cost_center.code = coalesce(alias.target, series.cost_center) and cost_center.archived_at is null
      join usage_daily usage on usage.series_id = series.id and owner.period @> usage.day
      where usage.day >= ${from}::date and usage.day < ${to}::date
      group by 1, 2
    )
    (select distinct on (wanted.slug) wanted.slug as team, 'previous' as kind, cost_center.code, upper(mapping.period)::text as figure
      from wanted join team_cost_center mapping on mapping.team_id = wanted.id
      join cost_center on cost_center.id = mapping.cost_center_id and cost_center.archived_at is null
      where not upper_inf(mapping.period) order by wanted.slug, upper(mapping.period) desc)
    union all
    (select distinct on (team) team, 'reported', code,
        round(100 * requests / sum(requests) over (partition by team), 1)::text from reported order by team, requests desc)`)
  return [...rows]
}

/** Cost centres for one finding: what nine in ten of its calls name is of high confidence; the one it had before of medium. */
export function suggestCostCenters({ lane, key }: FindingRef, hints: readonly Hint[]): Suggestion[] {
  if (lane !== 'no_cost_center' && lane !== 'cost_center_mismatch') return []
  return hints
    .filter(
      ({ team, kind, code }) =>
        team === key.team && (lane === 'no_cost_center' || (kind === 'reported' && code === key.reported_cost_center)),
    )
    .map(({ team, kind, code, figure }): Suggestion => {
      const isSure = kind === 'reported' && Number(figure) >= 90
      return {
        ...{ basis: 'cost_center', confidence: isSure ? 'high' : 'medium' },
        ...{ action: { kind: 'cost_center', cost_center: code }, title: `Map to ${code}` },
        evidence:
          kind === 'previous'
            ? `${team} belonged to ${code} until ${figure}.`
            : `${figure} % of the calls of ${team} that name a cost centre name ${code}.`,
      }
    })
    .toSorted((one, other) => (one.confidence < other.confidence ? -1 : 1))
}

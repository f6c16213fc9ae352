import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { team } from '@/lib/db/schema/registry'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addDays } from '@/lib/time/calendar'
import type { FindingRef } from './finding-ref'
import { readCostCenterHints, suggestCostCenters } from './suggest-cost-centers'
import { suggestByHours } from './suggest-hours'
import { suggestForName } from './suggest-names'

/** What might mend a finding, with why one may think so. */
export interface Suggestion {
  readonly basis: 'key' | 'service' | 'route' | 'hours' | 'name' | 'cost_center'
  readonly confidence: 'high' | 'medium' | 'low'
  readonly action:
    | { readonly kind: 'owner'; readonly team: string }
    | { readonly kind: 'alias_team'; readonly team: string }
    | { readonly kind: 'register_team' }
    | { readonly kind: 'cost_center'; readonly cost_center: string }
  /** `Give to search`. */
  readonly title: string
  /** A sentence with figures. */
  readonly evidence: string
}

export type SuggestibleFinding = FindingRef & { readonly id: string }

/** So many days are looked at. */
export const suggestionDays = 60

/** Fewer calls prove nothing. */
const fewCalls = 20

const keyedBases = { key: 'api_key', service: 'service', route: 'route' } as const
type KeyedBasis = keyof typeof keyedBases
const keyedNames: readonly KeyedBasis[] = ['key', 'service', 'route']
const ownerLanes: ReadonlySet<string> = new Set(['no_owner', 'unknown_team', 'owner_conflict'])
const order = { high: 0, medium: 1, low: 2 } as const

/**
 * What might mend findings, by id, the likeliest first; none for who sees a part of the organisation only, since what speaks for
 * it is about all teams.
 *
 * Of an owner: the team that has most of the other calls with the same key, service or route in the last 60 days, by requests
 * among those that have an owner: from 95 % high (of a route medium, since routes are the same everywhere), from 80 % medium,
 * from 60 % low; fewer than 20 calls are one step less sure. A similar course of the day is always low.
 *
 * @param options.withHours also compares hours, which reads two weeks of all teams: for one finding at a time.
 */
export async function suggestFixes(
  db: Database,
  scope: Scope,
  findings: readonly SuggestibleFinding[],
  { now, withHours = false }: { now: Date; withHours?: boolean },
): Promise<ReadonlyMap<string, readonly Suggestion[]>> {
  if (!scope.everything || findings.length === 0) return new Map()
  const to = addDays(await findReportingDay(db, now), 1)
  const period = { from: addDays(to, -suggestionDays), to }
  const shares = await readShares(db, findings, period)
  const teams = await db.select({ slug: team.slug, archivedFrom: team.archivedFrom }).from(team)
  const slugs = teams.filter(({ archivedFrom }) => archivedFrom === null || archivedFrom >= to).map(({ slug }) => slug)
  const costCenterHints = await readCostCenterHints(db, findings, period)
  const found = new Map<string, Suggestion[]>()
  for (const finding of findings) {
    const { lane, key, id } = finding
    const suggestions: Suggestion[] = []
    if (lane === 'unknown_team' && (key.reported_team ?? null) !== null) {
      suggestions.push(...suggestForName(key.reported_team ?? '', slugs))
    }
    if (ownerLanes.has(lane)) suggestions.push(...keyedNames.flatMap((basis) => suggestOwner(basis, key, shares, slugs)))
    if (withHours && lane === 'no_owner') suggestions.push(...(await suggestByHours(db, key, period.to)))
    suggestions.push(...suggestCostCenters(finding, costCenterHints))
    found.set(
      id,
      suggestions.toSorted((one, other) => order[one.confidence] - order[other.confidence]),
    )
  }
  return found
}

interface Share extends Record<string, unknown> {
  basis: KeyedBasis
  value: string
  team: string
  requests: string
  cost: string
  /** Of all requests that have an owner, in percent. */
  percent: string
}

/** Which teams own how much of what has the same keys, services and routes. */
async function readShares(
  db: Database,
  findings: readonly SuggestibleFinding[],
  { from, to }: { from: string; to: string },
): Promise<Map<string, Share[]>> {
  const wanted = findings
    .filter(({ lane }) => ownerLanes.has(lane))
    .flatMap(({ key }) =>
      keyedNames.flatMap((basis) => {
        const value = key[keyedBases[basis]] ?? null
        return value === null ? [] : [{ basis, value }]
      }),
    )
  if (wanted.length === 0) return new Map()
  const rows = await db.execute<Share>(sql`
    with wanted as (
      select distinct basis, value from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) as wanted (basis text, value text)
    ), alike as materialized (
      select wanted.basis, wanted.value, series.id
      from usage_series series
      left join registry_alias alias on alias.kind = 'service' and alias.alias = lower(btrim(series.service))
      join wanted on wanted.value = case wanted.basis when 'key' then series.api_key
        when 'service' then coalesce(alias.target, series.service) else series.route end
    ), spent as materialized (
      select usage.series_id, owner.team_id, sum(usage.requests) as requests, sum(usage.cost) as cost
      from series_ownership owner
      join usage_daily usage on usage.series_id = owner.series_id and owner.period @> usage.day
      where owner.series_id in (select id from alike) and owner.owner_kind = 'team' and not owner.has_conflict
        and usage.day >= ${from}::date and usage.day < ${to}::date
      group by 1, 2
    )
    select alike.basis, alike.value, team.slug as team, sum(requests)::text as requests, trim_scale(sum(cost))::text as cost,
      round(100 * sum(requests) / sum(sum(requests)) over (partition by alike.basis, alike.value), 1)::text as percent
    from alike join spent on spent.series_id = alike.id join team on team.id = spent.team_id
    group by alike.basis, alike.value, team.slug having sum(requests) > 0
    order by alike.basis, alike.value, sum(requests) desc`)
  const shares = new Map<string, Share[]>()
  for (const row of rows) shares.set(`${row.basis} ${row.value}`, [...(shares.get(`${row.basis} ${row.value}`) ?? []), row])
  return shares
}

function suggestOwner(
  basis: KeyedBasis,
  key: FindingRef['key'],
  shares: ReadonlyMap<string, readonly Share[]>,
  teams: readonly string[],
): Suggestion[] {
  const value = key[keyedBases[basis]] ?? null
  const [most] = value === null ? [] : (shares.get(`${basis} ${value}`) ?? [])
  if (!most || !teams.includes(most.team)) return []
  const confidence = judgeShare(basis, Number(most.percent), Number(most.requests))
  if (confidence === null) return []
  const words = `${most.percent} % of the other calls with the ${basis} ${value} that have an owner are of ${most.team}`
  const evidence = `${words}: ${most.requests} requests and ${most.cost} USD in ${suggestionDays} days.`
  return [{ basis, confidence, action: { kind: 'owner', team: most.team }, title: `Give to ${most.team}`, evidence }]
}

/** How sure a share makes, as `suggestFixes` says. */
export function judgeShare(basis: KeyedBasis, percent: number, requests: number): Suggestion['confidence'] | null {
  const steps = ['high', 'medium', 'low'] as const
  const step = percent >= 95 ? 0 : percent >= 80 ? 1 : percent >= 60 ? 2 : 3
  const least = basis === 'route' ? 1 : 0
  return steps[Math.max(step, least) + (requests < fewCalls ? 1 : 0)] ?? null
}

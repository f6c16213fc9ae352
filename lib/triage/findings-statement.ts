import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import { costVariance } from '@/lib/db/schema/usage'
import { ownerTimeline } from '@/lib/reports/spend/owner-timeline'
import type { Period } from '@/lib/time/calendar'
import { periodInstants } from '@/lib/time/instant'
import { type Lane, laneNames, laneOf } from './lanes'

/** Fields that the contract may ask for, and that a series can lack. */
export const contractFields = ['project_id', 'service', 'feature', 'environment'] as const
export type ContractField = (typeof contractFields)[number]

/** Which fields each environment needs; `*` for every other one and for series that name none. */
export type ExpectedFields = Readonly<Record<string, readonly string[]>>

export interface FindingsQuestion {
  /** Half-open days of the reporting zone. */
  readonly period: Period
  readonly zone: string
  readonly expectedFields: ExpectedFields
  /** Only these; absent: all. What nobody asks for is not looked for. */
  readonly lanes?: readonly Lane[]
}

/**
 * The common table expressions behind every figure of triage, the last of which is `finding_group`: one row for each lane and
 * group with `key`, `key_hash`, `cost`, `requests`, `unknown_requests`, `series`, `first_day`, `last_day` and `routed_team`, the
 * slug of the only team that it points to. `finding` holds what groups are made of.
 *
 * Most usage has no gap, and is not looked at: gaps of a series (no owner, a field missing) are read by series, those of single
 * sums (no price, another cost) by an index of the rows that have one. So the work grows with gaps, never with events.
 * `series_lane` says in which lanes a series is, whether it was used or not.
 */
export function groupFindings(scope: Scope, question: FindingsQuestion): SQL {
  const { period, expectedFields, lanes = laneNames } = question
  const [ofSeries, ofSums] = [pickLanes(seriesRules, lanes), pickLanes(sumRules, lanes)]
  const hasRecords = scope.everything && (lanes.includes('capture_conflict') || lanes.includes('rejected_record'))
  return sql`
    ${ownerTimeline(period)}
    ${gapSeries(scope, period, expectedFields)},
    series_sum as (
      select gap.series_id, gap.from_day, usage.*
      from gap_series gap
      cross join lateral (
        select sum(cost) as cost, sum(requests) as requests, sum(unpriced_requests + missing_token_requests) as unknown,
          min(day) as first_day, max(day) as last_day
        from usage_daily where series_id = gap.series_id and day >= gap.from_day and day < gap.to_day
      ) usage
      where ${anyOf(Object.values(ofSeries))} and usage.requests is not null
    ),
    gap_row as materialized (
      select day, series_id, rate_set_id, cost, requests, unpriced_requests, missing_token_requests, ${costVariance} as has_variance
      from usage_daily where day >= ${period.from}::date and day < ${period.to}::date and has_gap
    ),
    gap_sum as (
      select gap.series_id, gap.from_day, usage.rate_set_id, usage.unpriced_requests > 0 as is_unpriced,
        usage.missing_token_requests > 0 as is_missing_tokens, usage.has_variance, sum(usage.cost) as cost,
        sum(usage.requests) as requests, sum(usage.unpriced_requests) as unpriced_requests,
        sum(usage.missing_token_requests) as missing_token_requests, min(usage.day) as first_day, max(usage.day) as last_day
      from gap_row usage
      join gap_series gap on gap.series_id = usage.series_id and usage.day >= gap.from_day and usage.day < gap.to_day
      group by 1, 2, 3, 4, 5, 6
    ),
    series_lane as (
      select lane.name as lane, lane.key, gap.series_id, gap.from_day, gap.to_day
      from gap_series gap cross join (values (null::bigint)) usage (requests)
      cross join lateral (${laneRows(seriesRules)}) lane
    ),
    finding as (
      select lane.name as lane, lane.key, usage.cost, usage.requests, usage.unknown as unknown_requests, usage.series_id,
        null::int as rate_set_id, gap.from_day, gap.to_day, usage.first_day, usage.last_day, gap.routed_team
      from series_sum usage
      join gap_series gap on gap.series_id = usage.series_id and gap.from_day = usage.from_day
      cross join lateral (${laneRows(ofSeries)}) lane
      ${Object.keys(ofSums).length === 0 ? sql`` : sumFindings(ofSums)}
    ),
    finding_group as materialized (
      select lane, (array_agg(key))[1] as key, key_hash, sum(cost) as cost, sum(requests)::bigint as requests,
        sum(unknown_requests)::bigint as unknown_requests, count(*) as series, min(first_day) as first_day, max(last_day) as last_day,
        case when min(routed_team) = max(last_team) and bool_and(is_routed) then min(routed_team) end as routed_team
      from (
        select lane, key_hash, series_id, (array_agg(key))[1] as key, sum(cost) as cost, sum(requests) as requests,
          sum(unknown_requests) as unknown_requests, min(first_day) as first_day, max(last_day) as last_day,
          min(routed_team) as routed_team, max(routed_team) as last_team, bool_and(routed_team is not null) as is_routed
        from (select ${keyHash(sql`lane`, sql`key`)} as key_hash, finding.* from finding) finding
        group by key_hash, lane, series_id
      ) series group by key_hash, lane
      ${hasRecords ? recordLanes(question) : sql``}
    )`
}

/** What names a group: the same whoever asks, for as long as lane and values are the same. */
export const keyHash = (lane: SQL, key: SQL): SQL => sql`md5(${lane} || ' ' || ${key}::text)::uuid`

/**
 * Each series with its owner on each span of days, what it lacks, and the team that could mend it: the one that runs its
 * service, else its owner, else the one that looks after its key.
 */
function gapSeries(scope: Scope, period: Period, expectedFields: ExpectedFields): SQL {
  const isLacking = (field: ContractField, column: SQL) =>
    sql`case when ${column} is null and coalesce(expected.fields, ${JSON.stringify(expectedFields['*'] ?? [])}::jsonb) ? ${field} then ${field}::text end`
  return sql`
    gap_series as materialized (
      select * from (
        select series.id as series_id, span.from_day, span.to_day,
          source.slug as source, named.service, series.api_key, series.route, named.environment, series.provider, series.model,
          series.service_tier as tier, series.region, owner.reason as owner_reason, owner.has_conflict, owner.owner_kind,
          team.slug as team, team.id as team_id, cost_center.code as cost_center, cost_center.id as cost_center_id,
          coalesce(reported.target, series.cost_center) as reported_cost_center,
          coalesce(series.key_team, series.tag_team) as reported_team,
          nullif(concat_ws(', ', ${isLacking('project_id', sql`coalesce(owner.project_id::text, series.project)`)},
            ${isLacking('service', sql`series.service`)}, ${isLacking('feature', sql`series.feature`)},
            ${isLacking('environment', sql`series.environment`)}), '') as missing,
          coalesce(service_team.slug, team.slug, key_team.slug) as routed_team,
          coalesce(service_team.id, team.id, key_team.id) as routed_team_id
        from usage_series series
        left join source on source.id = series.source_id
        left join registry_alias service_alias
          on service_alias.kind = 'service' and service_alias.alias = lower(btrim(series.service))
        left join registry_alias environment_alias
          on environment_alias.kind = 'environment' and environment_alias.alias = lower(btrim(series.environment))
        cross join lateral (
          select coalesce(service_alias.target, series.service) as service,
            coalesce(environment_alias.target, series.environment) as environment
        ) named
        join series_ownership owner
          on owner.series_id = series.id and owner.period && daterange(${period.from}::date, ${period.to}::date)
        left join team on team.id = owner.team_id
        cross join lateral (
          select greatest(lower(owner.period), ${period.from}::date) as from_day, least(upper(owner.period), ${period.to}::date) as to_day
        ) owned
        left join owner_span timeline on timeline.owner_id = coalesce(owner.team_id, owner.pool_id)
          and timeline.from_day < owned.to_day and timeline.to_day > owned.from_day
        left join cost_center on cost_center.id = timeline.cost_center_id
        cross join lateral (
          select greatest(owned.from_day, timeline.from_day) as from_day, least(owned.to_day, timeline.to_day) as to_day
        ) span
        left join registry_alias reported on reported.kind = 'cost_center' and reported.alias = lower(btrim(series.cost_center))
        left join service on service.slug = named.service
        left join service_team running on running.service_id = service.id and running.period @> span.from_day
        left join team service_team on service_team.id = running.team_id
        left join provider_key on provider_key.key = series.api_key
        left join provider_key_team keeping on keeping.provider_key_id = provider_key.id and keeping.period @> span.from_day
        left join team key_team on key_team.id = keeping.team_id
        left join jsonb_each(${JSON.stringify(expectedFields)}::jsonb) expected (environment, fields)
          on expected.environment = named.environment and expected.environment <> '*'
      ) series
      where ${isRouted(scope)}
    )`
}

/** Who is bounded sees what their teams own, and what is theirs to mend. */
function isRouted({ everything, teamIds, costCenterIds }: Scope): SQL {
  if (everything) return sql`true`
  const ofTeams = teamIds.length === 0 ? sql`false` : sql`series.team_id in ${[...teamIds]}`
  // What somebody else owns is theirs, whoever runs the service.
  const toMend =
    teamIds.length === 0 ? sql`false` : sql`(series.owner_kind = 'none' and series.routed_team_id in ${[...teamIds]})`
  const ofCostCenters = costCenterIds.length === 0 ? sql`false` : sql`series.cost_center_id in ${[...costCenterIds]}`
  return sql`(${ofTeams} or ${toMend} or ${ofCostCenters})`
}

/** Lanes whose gap is one of the series on a span of days: all that it spent then is in it. */
const seriesRules: LaneRules = {
  no_owner: sql`gap.owner_kind = 'none' and gap.owner_reason = 'missing_team'`,
  unknown_team: sql`gap.owner_kind = 'none' and gap.owner_reason <> 'missing_team'`,
  owner_conflict: sql`gap.has_conflict`,
  no_cost_center: sql`gap.owner_kind = 'team' and gap.cost_center is null`,
  cost_center_mismatch: sql`gap.owner_kind = 'team' and gap.reported_cost_center <> gap.cost_center`,
  missing_dimension: sql`gap.missing is not null`,
}

/** Lanes whose gap is one of single sums: what these cost as far as it is known, and the requests that it is about. */
const sumRules: LaneRules = {
  missing_tokens: sql`usage.is_missing_tokens`,
  unpriced: sql`usage.is_unpriced`,
  cost_variance: sql`usage.has_variance`,
}
const requestsOf: Readonly<Partial<Record<Lane, SQL>>> = {
  missing_tokens: sql`usage.missing_token_requests`,
  unpriced: sql`usage.unpriced_requests`,
}

type LaneRules = Readonly<Partial<Record<Lane, SQL>>>

const pickLanes = (rules: LaneRules, lanes: readonly Lane[]): LaneRules =>
  Object.fromEntries(Object.entries(rules).filter(([lane]) => lanes.some((one) => one === lane)))

/** The findings of single sums, after those of series. */
const sumFindings = (rules: LaneRules) => sql`
      union all
      select lane.name, lane.key, usage.cost, lane.requests, usage.unpriced_requests + usage.missing_token_requests, usage.series_id,
        usage.rate_set_id, gap.from_day, gap.to_day, usage.first_day, usage.last_day, gap.routed_team
      from gap_sum usage
      join gap_series gap on gap.series_id = usage.series_id and gap.from_day = usage.from_day
      cross join lateral (${laneRows(rules)}) lane`

const anyOf = (conditions: readonly SQL[]) => sql`(${sql.join([...conditions], sql` or `)})`

const reason = sql`case usage.rate_set_id when 0 then 'unpriced_model' when -1 then 'no_rate_for_tier' when -2 then 'no_rate' else 'unpriced_meter' end`

/** The lanes that a row is in, each with the key of its group. */
function laneRows(rules: LaneRules): SQL {
  const rows = laneNames.flatMap((lane) => {
    const holds = rules[lane]
    if (holds === undefined) return []
    const pairs = laneOf(lane).groupBy.map(
      (name) => sql`${name}::text, ${name === 'reason' ? reason : sql`gap.${sql.identifier(name)}`}`,
    )
    return [
      sql`select ${lane}::text as name, jsonb_build_object(${sql.join(pairs, sql`, `)}) as key,
        ${requestsOf[lane] ?? sql`usage.requests`} as requests where ${holds}`,
    ]
  })
  return sql.join(rows, sql` union all `)
}

/** Groups of records that are not in the roll-ups: contradicting captures, calls that may count twice, and what was refused. */
function recordLanes({ period, zone }: FindingsQuestion): SQL {
  const { start, end } = periodInstants(period, zone)
  const group = (lane: Lane, key: SQL) => sql`${lane}::text as lane, ${key} as key`
  const within = (instant: SQL) =>
    sql`${instant} >= ${start.toISOString()}::timestamptz and ${instant} < ${end.toISOString()}::timestamptz`
  return sql`
      union all
      select lane, key, ${keyHash(sql`lane`, sql`key`)}, coalesce(sum(cost), 0), count(*), count(*) filter (where cost is null), 0,
        min(day), max(day), null
      from (
        select ${group('capture_conflict', sql`jsonb_build_object('source', source.slug, 'kind', capture.kind)`)}, event.cost,
          bucket_day(event.occurred_at, ${zone}) as day
        from usage_capture capture
        join usage_event event on event.event_key = capture.event_key and event.month = capture.month
        left join source on source.id = capture.source_id
        where capture.kind = 'conflict' and ${within(sql`event.occurred_at`)}
        union all
        select ${group('capture_conflict', sql`jsonb_build_object('source', source.slug, 'kind', 'possible_double')`)}, event.cost,
          bucket_day(event.occurred_at, ${zone}) as day
        from usage_double pair
        join usage_event event on event.event_key = pair.other_key and event.month = pair.other_month and not event.is_retracted
        left join source on source.id = pair.other_source_id
        where pair.settlement is null and ${within(sql`event.occurred_at`)}
      ) capture group by lane, key
      union all
      select lane, key, ${keyHash(sql`lane`, sql`key`)}, 0, sum(times), sum(times), 0, min(first_day), max(last_day), null
      from (
        select ${group(
          'rejected_record',
          sql`jsonb_build_object('source', source.slug, 'format', rejected.format, 'path', rejected.errors -> 0 ->> 'path',
            'message', rejected.errors -> 0 ->> 'message')`,
        )}, rejected.times, bucket_day(rejected.first_received_at, ${zone}) as first_day,
          bucket_day(rejected.last_received_at, ${zone}) as last_day
        from rejected_record rejected
        left join source on source.id = rejected.source_id
        where rejected.resolved_at is null and ${within(sql`rejected.last_received_at`)}
      ) rejected group by lane, key`
}

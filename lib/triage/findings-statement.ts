import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import { costVariance } from '@/lib/db/schema/usage'
import { ownerTimeline } from '@/lib/reports/spend/owner-timeline'
import type { Period } from '@/lib/time/calendar'
import { periodInstants } from '@/lib/time/instant'
import type { FindingRef } from './finding-ref'
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
 * slug of the only team that it points to. Its rows are made of `finding`, where `key_values` holds the values of the key in the
 * order of the lane. `series_lane` says in which lanes a series is, whether it was used or not; `sum_finding` has the findings of
 * single sums day by day.
 *
 * Most usage has no gap, and is not looked at: gaps of a series (no owner, a field missing) are read by series, those of single
 * sums (no price, another cost) by an index of the rows that have one. So the work grows with gaps, never with events. Keys get
 * their names and their hash last, when as many are left as there are groups.
 */
export function groupFindings(scope: Scope, question: FindingsQuestion): SQL {
  const { period, expectedFields, lanes = laneNames } = question
  const [ofSeries, ofSums] = [pickLanes(seriesFlags, lanes), pickLanes(sumRules, lanes)]
  const hasRecords = scope.everything && (lanes.includes('capture_conflict') || lanes.includes('rejected_record'))
  return sql`
    ${ownerTimeline(period)}
    ${gapSeries(scope, period, expectedFields)},
    series_lane as materialized (
      select lane.name as lane, lane.key_values, gap.series_id, gap.from_day, gap.to_day, gap.routed_team
      from gap_series gap cross join lateral (${laneRows(ofSeries)}) lane
    ),
    ${seriesSums(period, ofSeries)},
    gap_row as (
      select day, series_id, rate_set_id, cost, requests, unpriced_requests, missing_token_requests, ${costVariance} as has_variance
      from usage_daily where day >= ${period.from}::date and day < ${period.to}::date and has_gap
    ),
    sum_finding as (
      select lane.name as lane, lane.key_values, usage.day, usage.cost, lane.requests,
        usage.unpriced_requests + usage.missing_token_requests as unknown_requests, usage.series_id, gap.routed_team
      from gap_row usage
      join gap_series gap on gap.series_id = usage.series_id and usage.day >= gap.from_day and usage.day < gap.to_day
      cross join lateral (${laneRows(ofSums)}) lane
    ),
    finding as (
      select lane, key_values, cost, requests, unknown_requests, series_id, first_day, last_day, routed_team
      from series_lane join series_sum using (series_id, from_day)
      union all
      select lane, key_values, cost, requests, unknown_requests, series_id, day, day, routed_team from sum_finding
    ),
    finding_group as materialized (
      select lane, key, ${keyHash(sql`lane`, sql`key`)} as key_hash, cost, requests, unknown_requests, series, first_day, last_day, routed_team
      from (
        select lane, ${keyOf} as key, sum(cost) as cost, sum(requests)::bigint as requests,
          sum(unknown_requests)::bigint as unknown_requests, count(*) as series, min(first_day) as first_day, max(last_day) as last_day,
          case when min(routed_team) = max(last_team) and bool_and(is_routed) then min(routed_team) end as routed_team
        from (
          select lane, key_values, series_id, sum(cost) as cost, sum(requests) as requests, sum(unknown_requests) as unknown_requests,
            min(first_day) as first_day, max(last_day) as last_day, min(routed_team) as routed_team, max(routed_team) as last_team,
            bool_and(routed_team is not null) as is_routed
          from finding group by lane, key_values, series_id
        ) series group by lane, key_values
      ) grouped
      ${hasRecords ? recordLanes(question) : sql``}
    )`
}

/** What names a group: the same whoever asks, for as long as lane and values are the same. */
export const keyHash = (lane: SQL, key: SQL): SQL => sql`md5(${lane} || ' ' || ${key}::text)::uuid`

/** The key of a group by name, from its `lane` and `key_values`. */
const keyOf = sql`case lane ${sql.join(
  laneNames.map((lane) => {
    const pairs = laneOf(lane).groupBy.map((name, index) => sql.raw(`'${name}', key_values[${index + 1}]`))
    return sql`when ${sql.raw(`'${lane}'`)} then jsonb_build_object(${sql.join(pairs, sql`, `)})`
  }),
  sql` `,
)} end`

/** The values of a key in the order in which `key_values` has them. */
export const keyValues = ({ lane, key }: FindingRef): (string | null)[] => laneOf(lane).groupBy.map((name) => key[name] ?? null)

/** `series_sum`: what each series that is in some lane used on its span of days. */
function seriesSums({ from, to }: Period, rules: LaneRules): SQL {
  const sums = sql`sum(cost) as cost, sum(requests) as requests,
        sum(unpriced_requests + missing_token_requests) as unknown_requests, min(day) as first_day, max(day) as last_day`
  const few = isFew(sql`series_span where is_whole`)
  return sql`
    series_span as materialized (
      select series_id, from_day, to_day, from_day = ${from}::date and to_day = ${to}::date as is_whole
      from gap_series gap where ${anyOf(Object.values(rules))}
    ),
    series_sum as (
      select span.series_id, span.from_day, usage.*
      from series_span span
      cross join lateral (
        select ${sums} from usage_daily where series_id = span.series_id and day >= span.from_day and day < span.to_day
      ) usage
      where (${few} or not is_whole) and usage.requests is not null
      union all
      select span.series_id, span.from_day, usage.cost, usage.requests, usage.unknown_requests, usage.first_day, usage.last_day
      from (
        select series_id, ${sums} from usage_daily
        where not ${few} and day >= ${from}::date and day < ${to}::date group by series_id
      ) usage
      join series_span span on span.series_id = usage.series_id and span.is_whole
    )`
}

/**
 * Whether the series of some spans are few enough to be read one by one, by the index on them: from half of all on, one scan of
 * the period takes less time. Postgres cannot know how many there will be, and looks before it begins.
 */
export const isFew = (spans: SQL): SQL => sql`(select (select count(*) from ${spans}) * 2 < (select count(*) from usage_series))`

/**
 * Each series with its owner on each span of days, what it lacks, and the team that could mend it: the one that runs its
 * service, else its owner, else the one that looks after its key.
 */
function gapSeries(scope: Scope, period: Period, expectedFields: ExpectedFields): SQL {
  const isLacking = (field: ContractField, column: SQL) =>
    sql`case when ${column} is null and coalesce(expected.fields, ${JSON.stringify(expectedFields['*'] ?? [])}::jsonb) ? ${field} then ${field}::text end`
  // Of a flag Postgres takes it that it holds for half of all; of the comparison itself, in a table that it has no statistics of,
  // that it hardly ever does, and then it joins sums to series one by one.
  const flags = sql.join(
    Object.entries(seriesRules).map(([lane, holds]) => sql`${holds} as ${sql.identifier(lane)}`),
    sql`, `,
  )
  return sql`
    gap_series as materialized (
      select gap.*, ${flags} from (
        select series.id as series_id, span.from_day, span.to_day,
          source.slug as source, named.service, series.api_key, series.route, named.environment, series.provider, series.model,
          series.service_tier as tier, series.region, owner.reason as owner_reason, owner.has_conflict, owner.owner_kind,
          team.slug as team, team.id as team_id, cost_center.code as cost_center, cost_center.id as cost_center_id,
          coalesce(reported.target, series.cost_center) as reported_cost_center,
          coalesce(series.key_team, series.tag_team) as reported_team,
          nullif(concat_ws(', ', ${isLacking('project_id', sql`coalesce(owner.project_id::text, series.project)`)},
            ${isLacking('service', sql`series.service`)}, ${isLacking('feature', sql`series.feature`)},
            ${isLacking('environment', sql`series.environment`)}), '') as missing,
          coalesce(runner.slug, team.slug, keeper.slug) as routed_team, coalesce(runner.id, team.id, keeper.id) as routed_team_id
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
        left join (
          select service.slug as service, running.period, team.id, team.slug
          from service join service_team running on running.service_id = service.id join team on team.id = running.team_id
        ) runner on runner.service = named.service and runner.period @> span.from_day
        left join (
          select provider_key.key, keeping.period, team.id, team.slug
          from provider_key join provider_key_team keeping on keeping.provider_key_id = provider_key.id
          join team on team.id = keeping.team_id
        ) keeper on keeper.key = series.api_key and keeper.period @> span.from_day
        left join jsonb_each(${JSON.stringify(expectedFields)}::jsonb) expected (environment, fields)
          on expected.environment = named.environment and expected.environment <> '*'
      ) gap
      where ${isRouted(scope)}
    )`
}

/** Who is bounded sees what their teams own, and what is theirs to mend. */
function isRouted({ everything, teamIds, costCenterIds }: Scope): SQL {
  if (everything) return sql`true`
  const ofTeams = teamIds.length === 0 ? sql`false` : sql`gap.team_id in ${[...teamIds]}`
  // What somebody else owns is theirs, whoever runs the service.
  const toMend = teamIds.length === 0 ? sql`false` : sql`(gap.owner_kind = 'none' and gap.routed_team_id in ${[...teamIds]})`
  const ofCostCenters = costCenterIds.length === 0 ? sql`false` : sql`gap.cost_center_id in ${[...costCenterIds]}`
  return sql`(${ofTeams} or ${toMend} or ${ofCostCenters})`
}

/** Lanes whose gap is one of the series on a span of days: all that it spent then is in it. Each is a flag of `gap_series`. */
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
  missing_tokens: sql`usage.missing_token_requests > 0`,
  unpriced: sql`usage.unpriced_requests > 0`,
  cost_variance: sql`usage.has_variance`,
}
const requestsOf: Readonly<Partial<Record<Lane, SQL>>> = {
  missing_tokens: sql`usage.missing_token_requests`,
  unpriced: sql`usage.unpriced_requests`,
}

const seriesFlags: LaneRules = Object.fromEntries(
  Object.keys(seriesRules).map((lane) => [lane, sql`gap.${sql.identifier(lane)}`]),
)

type LaneRules = Readonly<Partial<Record<Lane, SQL>>>

const pickLanes = (rules: LaneRules, lanes: readonly Lane[]): LaneRules =>
  Object.fromEntries(Object.entries(rules).filter(([lane]) => lanes.some((one) => one === lane)))

const anyOf = (conditions: readonly SQL[]) => sql`(${sql.join([sql`false`, ...conditions], sql` or `)})`

const reason = sql`case usage.rate_set_id when 0 then 'unpriced_model' when -1 then 'no_rate_for_tier' when -2 then 'no_rate' else 'unpriced_meter' end`

/** The lanes that a row of `gap_series gap`, with its `usage` for those of sums, is in, each with the values of its key. */
function laneRows(rules: LaneRules): SQL {
  const rows = laneNames.flatMap((lane) => {
    const holds = rules[lane]
    if (holds === undefined) return []
    const values = laneOf(lane).groupBy.map((name) => (name === 'reason' ? reason : sql`gap.${sql.identifier(name)}`))
    const requests = lane in sumRules ? (requestsOf[lane] ?? sql`usage.requests`) : sql`null::bigint`
    return [
      sql`select ${lane}::text as name, array[${sql.join(values, sql`, `)}]::text[] as key_values, ${requests} as requests where ${holds}`,
    ]
  })
  return rows.length === 0
    ? sql`select null::text as name, null::text[] as key_values, null::bigint as requests where false`
    : sql.join(rows, sql` union all `)
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

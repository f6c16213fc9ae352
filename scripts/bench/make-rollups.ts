import { sql as query, type SQL } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'

interface RollupSize {
  readonly series: number
  /** Days up to and with `lastDay`. */
  readonly days: number
  readonly lastDay: string
  /** How many calls all of it stands for, roughly. */
  readonly calls: number
  readonly zone: string
}

/** How many models the series use, and how many rate sets a model has: two prices, each with a band for long contexts. */
export const modelCount = 24
export const rateSetsPerModel = 4

/**
 * Roll-ups as the ledger would have left them: a tenth of the series has most of the traffic, one series in 20 is nobody's, one in
 * 10 changed hands, one in 50 days of a series has no price, one series in 40 reports no tokens.
 *
 * A series has one model. The price of each model changes once in the period, of one after the other; every fifth series has a
 * tenth of its calls in a band for long contexts, which is a row of its own on each day. So the rate sets of a model `m` are
 * `1 + 4 m` and three more: its first price, its band, its second price, its band.
 */
export async function makeRollups(db: Database, { series, days, lastDay, calls, zone }: RollupSize): Promise<void> {
  const run = (statement: SQL) => db.execute(statement)
  await run(query`insert into organization (reporting_zone) values (${zone})`)
  await run(
    query`insert into source (slug, format, role, rank) select 'gateway-' || n, 'litellm', 'ledger', 1 from generate_series(1, 4) n`,
  )
  await run(query`insert into team (slug, name) select 'team-' || n, 'Team ' || n from generate_series(1, 40) n`)
  await run(query`insert into cost_center (code, name) select 'cc-' || n, 'Cost centre ' || n from generate_series(1, 12) n`)
  await run(query`insert into business_unit (slug, name) select 'unit-' || n, 'Unit ' || n from generate_series(1, 4) n`)
  await run(query`insert into team_cost_center (team_id, cost_center_id, period)
    select team.id, cost_center.id, '(,)' from (select id, row_number() over (order by slug) as n from team) team
    join (select id, row_number() over (order by code) as n from cost_center) cost_center on cost_center.n = 1 + team.n % 12
    where team.n <= 38`)
  await run(query`insert into cost_center_business_unit (cost_center_id, business_unit_id, period)
    select cost_center.id, unit.id, '(,)' from (select id, row_number() over (order by code) as n from cost_center) cost_center
    join (select id, row_number() over (order by slug) as n from business_unit) unit on unit.n = 1 + cost_center.n % 4`)
  await run(query`insert into usage_series (fingerprint, source_id, provider, model, operation, service_tier, tag_team, tag_basis,
      project, service, feature, environment, api_key, route, outcome, is_retry, missing_tokens, cache_unknown, total_mismatch,
      tier_assumed, is_capped)
    select gen_random_uuid(), 1 + n % 4, (array['openai', 'anthropic', 'google'])[1 + n % 3], 'model-' || n % ${modelCount}::int, 'chat', 'standard',
      case when n % 20 <> 0 then 'team-' || 1 + n % 40 end, case when n % 20 <> 0 then 'metadata' end,
      case when n % 13 <> 0 then 'project-' || n % 70 end, 'service-' || n % 90, 'feature-' || n % 150,
      (array['production', 'staging', 'development'])[1 + n % 7 / 3], 'key-' || n % 60, '/v1/route-' || n % 500,
      case when n % 25 = 0 then 'error' else 'success' end, n % 40 = 0, n % 40 = 7, false, false, true, false
    from generate_series(1, ${series}::int) n`)
  await run(query`insert into series_ownership (series_id, period, owner_kind, team_id, reason, basis)
    select series.id, span.period, case when span.owner is null then 'none' else 'team' end, team.id,
      case when span.owner is null then 'missing_team' end, case when span.owner is not null then 'metadata' end
    from usage_series series
    cross join lateral (
      select daterange(null, null) as period, series.tag_team as owner where series.id % 10 <> 3
      union all select daterange(null, ${lastDay}::date - 18), series.tag_team where series.id % 10 = 3
      union all select daterange(${lastDay}::date - 18, null), 'team-' || 1 + series.id % 37 where series.id % 10 = 3
    ) span
    left join team on team.slug = span.owner`)
  // The weights of the series add up to 13 / 7 · series on average.
  const perRow = calls / (series * days)
  await run(query`insert into usage_daily (day, series_id, rate_set_id, requests, errors, input, cached_input, output, reasoning, cost,
      list_cost, reported_cost, reported_computed_cost, unpriced_requests, missing_token_requests, cache_unknown_requests,
      latency_sum_ms, latency_count)
    select day, id, case when n % 50 = 0 then 0 else 1 + ${rateSetsPerModel}::int * model + 2 * (day >= changed)::int + band end,
      calls, calls / 50, calls * 900, calls * 300, calls * 180, calls * 20, calls * 0.003217000000000000, calls * 0.003300000000000000,
      calls * case when id % 100 = 1 then 0.0040 else 0.0032 end, calls * 0.003217, case when n % 50 = 0 then calls else 0 end,
      case when id % 40 = 7 then calls else 0 end, 0, calls * 800, calls
    from (
      select series.id, day::date as day, series.id + day::date - date '2026-01-01' as n, series.id % ${modelCount}::int as model,
        ${lastDay}::date - ${days}::int * (1 + series.id % ${modelCount}::int) / ${modelCount + 1}::int as changed,
        greatest(1, (${perRow}::numeric * (1 + (series.id * 7919) % 13) / 7)::bigint) as all_calls
      from usage_series series
      cross join generate_series(${lastDay}::date - ${days - 1}::int, ${lastDay}::date, interval '1 day') day
    ) row
    cross join lateral (
      select 0 as band, all_calls - case when id % 5 = 0 and n % 50 <> 0 then all_calls / 10 else 0 end as calls
      union all select 1, all_calls / 10 where id % 5 = 0 and n % 50 <> 0 and all_calls >= 10
    ) part`)
  for (const table of ['usage_daily', 'usage_series', 'series_ownership', 'team']) await run(query.raw(`vacuum analyze ${table}`))
}

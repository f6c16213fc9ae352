/**
 * How fast reports are over roll-ups that stand for 100 million events: 5,000 series on each of 90 days, and each hour of the
 * last 14. `npm run bench:report` makes them in a scratch database and times each question in SQL and to the last byte of the
 * API's answer, beside the aims. `npm run bench:report -- --plans` prints how Postgres goes about each.
 */
import { sql as query, type SQL } from 'drizzle-orm'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import { closeDatabase, type Database, getDatabase } from '@/lib/db/client'
import { migrateDatabase } from '@/lib/db/migrate'
import { createKey } from '@/lib/keys/commands'
import { getStackedMonth } from '@/lib/reports/overview/daily-stack'
import { getOverview, overviewStatement } from '@/lib/reports/overview/queries'
import { getSourceReport } from '@/lib/reports/overview/source-freshness'
import { filterValuesStatement } from '@/lib/reports/spend/filter-values'
import { getFilterValuesReport, getSpendReport } from '@/lib/reports/spend/handler'
import { readReport, spendStatement } from '@/lib/reports/spend/queries'
import { makeSpendParams, toSpendQuery } from '@/lib/reports/spend/search-params'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'

const aims = { sqlMs: 100, lastByteMs: 250 }
const zone = 'Europe/Berlin'
const seriesCount = 5_000
const rounds = 11
const operator = { kind: 'system', name: 'cli' } as const
const month = { from: '2026-05-01', to: '2026-06-01' }
const week = { from: '2026-05-24', to: '2026-05-31' }
const now = new Date('2026-05-30T15:00:00Z')

/** Roll-ups as the ledger would have left them: few series have most of the traffic, one in 50 days of a series has no price. */
async function makeRollups(db: Database): Promise<void> {
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
    join (select id, row_number() over (order by code) as n from cost_center) cost_center on cost_center.n = 1 + team.n % 12`)
  await run(query`insert into cost_center_business_unit (cost_center_id, business_unit_id, period)
    select cost_center.id, unit.id, '(,)' from (select id, row_number() over (order by code) as n from cost_center) cost_center
    join (select id, row_number() over (order by slug) as n from business_unit) unit on unit.n = 1 + cost_center.n % 4`)
  await run(query`insert into usage_series (fingerprint, source_id, provider, model, operation, service_tier, tag_team, tag_basis,
      project, service, feature, environment, api_key, outcome, is_retry, missing_tokens, cache_unknown, total_mismatch, tier_assumed, is_capped)
    select gen_random_uuid(), 1 + n % 4, (array['openai', 'anthropic', 'google'])[1 + n % 3], 'model-' || n % 24, 'chat', 'standard',
      'team-' || 1 + n % 40, 'metadata', 'project-' || n % 70, 'service-' || n % 90, 'feature-' || n % 150,
      (array['production', 'staging', 'development'])[1 + n % 7 / 3], 'key-' || n % 60,
      case when n % 25 = 0 then 'error' else 'success' end, n % 40 = 0, false, false, false, true, false
    from generate_series(1, ${seriesCount}::int) n`)
  // One series in 20 is nobody's; one in 10 changed hands within the month.
  await run(query`insert into series_ownership (series_id, period, owner_kind, team_id, reason, basis)
    select series.id, span.period, case when series.id % 20 = 0 then 'none' else 'team' end, case when series.id % 20 <> 0 then team.id end,
      case when series.id % 20 = 0 then 'missing_team' end, case when series.id % 20 <> 0 then 'metadata' end
    from (select series.id, team.id as team_id, series.tag_team from usage_series series join team on team.slug = tag_team) series
    cross join lateral (
      select daterange(null, null) as period, series.tag_team as owner where series.id % 10 <> 3
      union all select daterange(null, '2026-05-12'), series.tag_team where series.id % 10 = 3
      union all select daterange('2026-05-12', null), 'team-' || 1 + series.id % 37 where series.id % 10 = 3
    ) span
    join team on team.slug = span.owner`)
  const measures = query`requests, errors, input, cached_input, output, reasoning, cost, list_cost, reported_cost, reported_computed_cost,
    unpriced_requests, missing_token_requests, cache_unknown_requests, latency_sum_ms, latency_count`
  const values = (share: SQL) => query`
    case when n % 50 = 0 then 0 else 1 + n % 4 end,
    calls, calls / 50, calls * 900, calls * 300, calls * 180, calls * 20,
    calls * 0.003217000000000000, calls * 0.003300000000000000, calls * 0.0032, calls * 0.003217,
    case when n % 50 = 0 then calls else 0 end, 0, 0, calls * 800, calls
    from (select *, greatest(1, (${share} * (1 + (series.id * 7919) % 13) / 7)::bigint) as calls, series.id + bucket::date - date '2026-01-01' as n
      from usage_series series cross join bucket) row`
  await run(query`with bucket as (select day::date as bucket from generate_series(date '2026-03-02', date '2026-05-30', interval '1 day') day)
    insert into usage_daily (day, series_id, rate_set_id, ${measures}) select bucket, id, ${values(query`222`)}`)
  await run(query`with bucket as (select hour as bucket from generate_series(timestamptz '2026-05-17T00:00Z', timestamptz '2026-05-30T14:00Z', interval '1 hour') hour)
    insert into usage_hourly (hour, series_id, rate_set_id, ${measures}) select bucket, id, ${values(query`9.25`)}`)
  await run(query`insert into usage_archive (id, source_id, received_at, lines, records)
    select n, 1 + n % 4, timestamptz '2026-05-30T15:00Z' - n * interval '10 seconds', 100, '' from generate_series(1, 200000) n`)
  for (const table of ['usage_daily', 'usage_hourly', 'usage_series', 'series_ownership', 'usage_archive', 'team']) {
    await run(query.raw(`vacuum analyze ${table}`))
  }
}

interface Question {
  readonly name: string
  readonly statement: (scope: Scope) => SQL
  /** To the last byte, as the browser or the page gets it. */
  readonly answer: (ask: (path: string) => Promise<number>, scope: Scope) => Promise<number>
}

function spendQuestion(name: string, given: Parameters<typeof makeSpendParams>[0]): Question {
  const params = makeSpendParams({ limit: 10_000, ...given })
  return {
    name,
    statement: (scope) => spendStatement(scope, { zone }, params),
    answer: (ask) => ask(`/api/v1/reports/spend?${toSpendQuery(params)}`),
  }
}

const filterQuestion = { ...month, search: '', limit: 50 }
const questions: readonly Question[] = [
  spendQuestion('month by team and day', { ...month, groupBy: ['team', 'day'] }),
  spendQuestion('month by model × environment', { ...month, groupBy: ['model', 'environment'] }),
  spendQuestion('one team’s week by hour', { ...week, groupBy: ['hour'], filters: { team: ['team-7'] } }),
  {
    name: 'filter values (features of a month)',
    statement: (scope) => filterValuesStatement(scope, zone, 'feature', filterQuestion),
    answer: (ask) => ask(`/api/v1/reports/filter-values?dimension=feature&from=${month.from}&to=${month.to}`),
  },
  {
    name: 'Overview (the month of it in SQL; all of it to the end)',
    statement: (scope) =>
      overviewStatement(scope, zone, {
        period: { from: '2026-05-01', to: '2026-05-31' },
        completeTo: '2026-05-30',
        isPrevious: false,
      }),
    answer: async (_ask, scope) => {
      const db = getDatabase()
      const parts = await Promise.all([
        getOverview(db, scope, { now }),
        getStackedMonth(db, scope, { now, stackBy: 'provider' }),
        getSourceReport(db, scope, now),
      ])
      return JSON.stringify(parts).length
    },
  },
]

/** Median and worst of some rounds, after two that warm up. */
async function time(work: () => Promise<unknown>): Promise<{ medianMs: number; worstMs: number }> {
  const durations: number[] = []
  for (let round = -2; round < rounds; round += 1) {
    const startMs = performance.now()
    await work()
    if (round >= 0) durations.push(performance.now() - startMs)
  }
  durations.sort((left, right) => left - right)
  return { medianMs: durations[Math.floor(rounds / 2)] ?? 0, worstMs: durations.at(-1) ?? 0 }
}

const print = (line: string) => process.stdout.write(`${line}\n`)
const verdict = (ms: number, aimMs: number) => (ms < aimMs ? 'met' : `missed by ${Math.ceil(ms - aimMs)} ms`)

async function main(): Promise<void> {
  const embedded = await startEmbedded({ ephemeral: true })
  process.env.DATABASE_URL = embedded.url
  try {
    await migrateDatabase(embedded.url)
    const db = getDatabase()
    print(`Making roll-ups of ${seriesCount.toLocaleString('en')} series …`)
    await makeRollups(db)
    const [sizes] = await db.execute<{ events: string; daily: string; hourly: string }>(
      query`select (select sum(requests) from usage_daily)::text as events, (select count(*) from usage_daily)::text as daily,
        (select count(*) from usage_hourly)::text as hourly`,
    )
    print(`${sizes?.events} requests in ${sizes?.daily} daily and ${sizes?.hourly} hourly rows`)
    const { secret } = await createKey(db, operator, { name: 'bench', scopes: ['reports:read'], expiresAt: null })
    const scope = scopeFor({ kind: 'system', name: 'cli' }, 'spend.read')
    const ask = async (path: string): Promise<number> => {
      const request = new Request(`http://bench.test${path}`, { headers: { authorization: `Bearer ${secret}` } })
      const handler = path.includes('filter-values') ? getFilterValuesReport : getSpendReport
      const response = await handler(request, { requestId: 'bench', address: '127.0.0.1' })
      const body = await response.text()
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${body}`)
      return body.length
    }
    for (const question of questions) {
      const inSql = await time(() => readReport(db, (tx) => tx.execute(question.statement(scope))))
      const whole = await time(() => question.answer(ask, scope))
      const kilobytes = ((await question.answer(ask, scope)) / 1000).toFixed(0)
      print(
        `${question.name}: SQL ${inSql.medianMs.toFixed(0)} ms (worst ${inSql.worstMs.toFixed(0)}; aim ${aims.sqlMs}, ${verdict(inSql.medianMs, aims.sqlMs)}); ` +
          `last byte ${whole.medianMs.toFixed(0)} ms (worst ${whole.worstMs.toFixed(0)}; aim ${aims.lastByteMs}, ${verdict(whole.medianMs, aims.lastByteMs)}), ${kilobytes} kB`,
      )
      if (process.argv.includes('--plans')) await printPlan(db, question.statement(scope))
    }
  } finally {
    await closeDatabase()
    await embedded.stop()
  }
}

async function printPlan(db: Database, statement: SQL): Promise<void> {
  const lines = await readReport(db, (tx) =>
    tx.execute<{ 'QUERY PLAN': string }>(query`explain (analyze, buffers off) ${statement}`),
  )
  for (const line of lines) print(`    ${line['QUERY PLAN']}`)
}

await main()

/**
 * How fast the engineering screens are answered over roll-ups that stand for 100 million events: 5,000 series on each of 90 days,
 * with latencies by bucket, and each hour of the last 14. `npm run bench:engineering` makes them in a scratch database and times
 * each report to its last row, beside the limit that the machine sets: one plain sum over the same month. `-- --plans` prints how
 * Postgres goes about Explore.
 */
import { sql as query, type SQL } from 'drizzle-orm'
import { scopeFor } from '@/lib/auth/scope'
import { closeDatabase, type Database, getDatabase } from '@/lib/db/client'
import { migrateDatabase } from '@/lib/db/migrate'
import { getExplore } from '@/lib/engineering/explore/queries'
import { exploreParamsSchema } from '@/lib/engineering/explore/schema'
import { exploreStatement, latencyStatement } from '@/lib/engineering/explore/statements'
import { getFeatures } from '@/lib/engineering/features/queries'
import { getKeys } from '@/lib/engineering/keys/queries'
import { getModels } from '@/lib/engineering/models/queries'
import { loadWaste } from '@/lib/engineering/waste/load-waste'
import { publishShippedPrices } from '@/lib/pricing/publish-shipped-prices'
import { readReport } from '@/lib/reports/spend/queries'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'
import { makeRollups } from './make-rollups'

const aimMs = 500
const rounds = 5
const zone = 'Europe/Berlin'
const lastDay = '2026-05-30'
const month = { from: '2026-05-01', to: '2026-05-31' }
const week = { from: '2026-05-24', to: '2026-05-31' }
const now = new Date(`${lastDay}T15:00:00Z`)
const actor = { kind: 'system', name: 'cli' } as const

const print = (line: string) => process.stdout.write(`${line}\n`)

/** Latencies as calls have them: each series on each day in some twelve neighbouring buckets, most in the middle. */
async function makeLatencies(db: Database): Promise<void> {
  await db.execute(query`insert into usage_latency_daily (day, series_id, histogram)
    select day, series_id, sum(latency_histogram(ceil(2 ^ ((30 + series_id % 12 + step) / 4.0))::int) * greatest(1, requests * (7 - abs(step - 6)) / 42))
    from usage_daily cross join generate_series(0, 11) step
    group by day, series_id`)
  await db.execute(query`insert into usage_hourly (hour, series_id, rate_set_id, requests, errors, input, cached_input, output, reasoning,
      cost, list_cost, unpriced_requests, missing_token_requests, cache_unknown_requests)
    select hour, series_id, rate_set_id, requests / 24 + 1, 0, input / 24, cached_input / 24, output / 24, reasoning / 24,
      cost / 24, list_cost / 24, unpriced_requests / 24, missing_token_requests / 24, 0
    from usage_daily cross join lateral generate_series(day::timestamptz, day::timestamptz + interval '23 hours', interval '1 hour') hour
    where day > ${lastDay}::date - 14`)
  for (const table of ['usage_latency_daily', 'usage_hourly']) await db.execute(query.raw(`vacuum analyze ${table}`))
}

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

interface Question {
  readonly name: string
  readonly answer: (db: Database) => Promise<unknown>
}

const scope = scopeFor(actor, 'spend.read')

function exploreQuestion(name: string, given: Record<string, string>): Question {
  const params = exploreParamsSchema.parse(given)
  return { name: `Explore: ${name}`, answer: (db) => getExplore(db, scope, params) }
}

const questions: readonly Question[] = [
  exploreQuestion('cost by model and day', { ...month, group_by: 'model' }),
  exploreQuestion('tokens by service and feature, by day', { ...month, group_by: 'service,feature', measure: 'tokens' }),
  exploreQuestion('p95 latency by model and day', { ...month, group_by: 'model', measure: 'latency_p95' }),
  exploreQuestion('p99 latency by team and model, by day', { ...month, group_by: 'team,model', measure: 'latency_p99' }),
  exploreQuestion('cache hit rate of one team by service', {
    ...month,
    group_by: 'service',
    team: 'team-7',
    measure: 'cache_hit_rate',
  }),
  exploreQuestion('cost of two days by model and hour', {
    from: '2026-05-29',
    to: '2026-05-31',
    group_by: 'model',
    grain: 'hour',
  }),
  exploreQuestion('cost of a week by model and hour', { ...week, group_by: 'model', grain: 'hour' }),
  { name: 'Features', answer: (db) => getFeatures(db, scope, { ...month, filters: {}, by: 'feature' }) },
  { name: 'Models', answer: (db) => getModels(db, scope, { ...month, filters: {} }, { now }) },
  { name: 'Waste', answer: (db) => loadWaste(db, scope, { ...month, filters: {} }) },
  { name: 'Keys', answer: (db) => getKeys(db, scope, { ...month, filters: {} }) },
]

async function main(): Promise<void> {
  const embedded = await startEmbedded({ ephemeral: true })
  process.env.DATABASE_URL = embedded.url
  try {
    await migrateDatabase(embedded.url)
    const db = getDatabase()
    print('Making roll-ups of 5,000 series on 90 days …')
    await makeRollups(db, { series: 5_000, days: 90, lastDay, calls: 100_000_000, zone })
    await makeLatencies(db)
    await publishShippedPrices(db, actor)
    const [sizes] = await db.execute<Record<string, string>>(
      query`select (select sum(requests) from usage_daily)::text as events, (select count(*) from usage_daily)::text as daily,
        (select count(*) from usage_latency_daily)::text as latencies, (select count(*) from usage_hourly)::text as hourly`,
    )
    print(`${sizes?.events} requests in ${sizes?.daily} daily, ${sizes?.hourly} hourly and ${sizes?.latencies} latency rows`)
    const inMonth = query`day >= ${month.from}::date and day < ${month.to}::date`
    const sum = query`select sum(cost), sum(requests), sum(input), sum(output) from usage_daily where ${inMonth}`
    const limit = await time(() => readReport(db, (tx) => tx.execute(sum)))
    print(`limit, one plain sum over the daily rows of the month: ${limit.medianMs.toFixed(0)} ms`)
    for (const { name, answer } of questions) {
      const { medianMs, worstMs } = await time(() => answer(db))
      const verdict = medianMs < aimMs ? 'met' : `missed by ${Math.ceil(medianMs - aimMs)} ms`
      print(
        `${name}: ${medianMs.toFixed(0)} ms (worst ${worstMs.toFixed(0)}; aim ${aimMs}, ${verdict}), ${(medianMs / limit.medianMs).toFixed(1)} × the plain sum`,
      )
    }
    if (process.argv.includes('--plans')) await printPlans(db)
  } finally {
    await closeDatabase()
    await embedded.stop()
  }
}

async function printPlans(db: Database): Promise<void> {
  const params = exploreParamsSchema.parse({ ...month, group_by: 'model', measure: 'latency_p95' })
  const place = { zone, labels: new Map() }
  const explain = async (tx: Database, statement: SQL) => {
    const lines = await tx.execute<{ 'QUERY PLAN': string }>(query`explain (analyze, buffers off) ${statement}`)
    for (const line of lines) print(`    ${line['QUERY PLAN'].slice(0, 200)}`)
  }
  await readReport(db, (tx) => explain(tx, exploreStatement(scope, place, params, 500)))
  await readReport(db, (tx) => explain(tx, latencyStatement(scope, place, params, { ranked: [], steps: 'series' })))
}

await main()

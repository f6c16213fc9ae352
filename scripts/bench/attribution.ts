/**
 * How fast owners change hands: 10,000 series on each of 400 days, roll-ups that stand for 100 million events, and dozens of
 * rules. `npm run bench:attribution` makes them in a scratch database, previews and applies a rule that moves a third, and sets
 * both beside what the same machine needs at least: the same sums without a preview, the same rows without a rule.
 */
import { sql as query, type SQL } from 'drizzle-orm'
import { reattribute } from '@/lib/attribution/attribute-series'
import { createRule, retireRule } from '@/lib/attribution/rules/commands'
import { previewRule } from '@/lib/attribution/rules/preview'
import type { CreateRuleInput } from '@/lib/attribution/rules/schema'
import { scopeFor } from '@/lib/auth/scope'
import { closeDatabase, type Database, getDatabase } from '@/lib/db/client'
import { migrateDatabase } from '@/lib/db/migrate'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'

const aims = { previewMs: 2_000, applyMs: 5_000 }
const sizes = { series: 10_000, days: 400, events: 100_000_000, otherRules: 60 }
const rounds = 5
const operator = { kind: 'system', name: 'cli' } as const

/** The rule that is measured: a third of all series, wherever they were before. */
const third: CreateRuleInput = {
  name: 'A third of everything',
  conditions: [{ dimension: 'environment', operator: 'equals', values: ['production'] }],
  team: 'team-40',
}

async function makeLedger(db: Database): Promise<void> {
  const run = (statement: SQL) => db.execute(statement)
  await run(query`insert into organization (reporting_zone) values ('Europe/Berlin')`)
  await run(
    query`insert into source (slug, format, role, rank) select 'gateway-' || n, 'litellm', 'ledger', 1 from generate_series(1, 4) n`,
  )
  await run(query`insert into team (slug, name) select 'team-' || n, 'Team ' || n from generate_series(1, 40) n`)
  await run(query`insert into usage_series (fingerprint, source_id, provider, model, operation, service_tier, tag_team, tag_basis,
      project, service, feature, environment, api_key, route, outcome, is_retry, missing_tokens, cache_unknown, total_mismatch,
      tier_assumed, is_capped)
    select gen_random_uuid(), 1 + n % 4, (array['openai', 'anthropic', 'google'])[1 + n % 3], 'model-' || n % 24, 'chat', 'standard',
      case when n % 20 <> 0 then 'team-' || 1 + n % 40 end, case when n % 20 <> 0 then 'metadata' end,
      'project-' || n % 70, 'service-' || n % 90, 'feature-' || n % 150, (array['production', 'staging', 'development'])[1 + n % 3],
      'key-' || n % 60, '/v1/route-' || n % 200, 'success', false, false, false, false, true, false
    from generate_series(1, ${sizes.series}::int) n`)
  await run(query`insert into usage_daily (day, series_id, rate_set_id, requests, errors, input, cached_input, output, reasoning, cost, list_cost,
      reported_cost, reported_computed_cost, unpriced_requests, missing_token_requests, cache_unknown_requests, latency_sum_ms, latency_count)
    select date '2026-11-21' - day, id, case when (id + day) % 50 = 0 then 0 else 1 + id % 4 end, calls, 0, calls * 900, calls * 300, calls * 180,
      calls * 20, calls * 0.003217000000000000, calls * 0.0033, calls * 0.0032, calls * 0.003217,
      case when (id + day) % 50 = 0 then calls else 0 end, 0, 0, calls * 800, calls
    from (select id, day, 1 + (id * 7919 + day) % 49 as calls from usage_series cross join generate_series(0, ${sizes.days - 1}::int) day) row`)
  for (let index = 0; index < sizes.otherRules; index += 1) {
    const conditions = [
      { dimension: 'feature', operator: 'one_of' as const, values: [`feature-${index}`, `feature-${index + 70}`] },
      { dimension: 'route', operator: 'prefix' as const, values: [`/v1/route-${index}`] },
    ]
    await createRule(db, operator, { name: `Rule ${index}`, conditions, team: `team-${1 + (index % 39)}`, from: '2026-03-01' })
  }
  await db.transaction((tx) => reattribute(tx, { all: true }))
  for (const table of ['usage_daily', 'usage_series', 'series_ownership', 'team']) await run(query.raw(`vacuum analyze ${table}`))
}

interface Times {
  readonly medianMs: number
  readonly worstMs: number
}

/** Median and worst of some rounds, after one that warms up. */
async function time(work: () => Promise<unknown>, after: () => Promise<unknown> = async () => undefined): Promise<Times> {
  const durations: number[] = []
  for (let round = -1; round < rounds; round += 1) {
    const startMs = performance.now()
    await work()
    if (round >= 0) durations.push(performance.now() - startMs)
    await after()
  }
  durations.sort((left, right) => left - right)
  return { medianMs: durations[Math.floor(rounds / 2)] ?? 0, worstMs: durations.at(-1) ?? 0 }
}

const print = (line: string) => process.stdout.write(`${line}\n`)

function tell(what: string, { medianMs, worstMs }: Times, aimMs: number, limit: Times, limitName: string): void {
  const verdict = worstMs < aimMs ? 'met' : `missed by ${Math.ceil(worstMs - aimMs)} ms`
  print(
    `${what}: ${medianMs.toFixed(0)} ms (worst ${worstMs.toFixed(0)}; aim ${aimMs}, ${verdict}); ` +
      `${limitName}: ${limit.medianMs.toFixed(0)} ms, ratio ${(medianMs / limit.medianMs).toFixed(1)}`,
  )
}

async function main(): Promise<void> {
  const embedded = await startEmbedded({ ephemeral: true })
  process.env.DATABASE_URL = embedded.url
  try {
    await migrateDatabase(embedded.url)
    const db = getDatabase()
    print(`Making roll-ups of ${sizes.series.toLocaleString('en')} series on ${sizes.days} days …`)
    await makeLedger(db)
    const [made] = await db.execute<{ events: string; rows: string }>(
      query`select sum(requests)::text as events, count(*)::text as rows from usage_daily`,
    )
    print(`${made?.events} requests in ${made?.rows} daily rows; ${sizes.otherRules} rules`)
    const scope = scopeFor(operator, 'registry.edit')
    const change = { action: 'create', rule: { ...third, position: 1 } } as const
    const moved = await previewRule(db, scope, change)
    print(`The rule moves ${moved.series} series and $${moved.costUsd} in ${moved.months.length} rows of months and owners`)

    const sums = await time(() => db.execute(query`select count(*), sum(cost), sum(requests) from usage_daily`))
    tell('Preview', await time(() => previewRule(db, scope, change)), aims.previewMs, sums, 'the sum of all roll-ups')

    let ruleId = ''
    const apply = await time(
      async () => {
        ruleId = (await createRule(db, operator, change.rule)).id
      },
      () => retireRule(db, operator, { id: ruleId }),
    )
    const rows = query`(select series_id, period, owner_kind, team_id, reason, basis from series_ownership owned
      join usage_series series on series.id = series_id where environment = 'production')`
    await db.execute(query`create table ownership_copy (like series_ownership including all)`)
    const bulk = await time(
      () =>
        db.execute(
          query`insert into ownership_copy (series_id, period, owner_kind, team_id, reason, basis) select * from ${rows} copied`,
        ),
      () => db.execute(query`truncate ownership_copy`),
    )
    tell('Apply', apply, aims.applyMs, bulk, 'one insert of as many rows')
    tell(
      'Undo',
      await time(
        () => retireRule(db, operator, { id: ruleId }),
        async () => {
          ruleId = (await createRule(db, operator, change.rule)).id
        },
      ),
      aims.applyMs,
      bulk,
      'one insert of as many rows',
    )
  } finally {
    await closeDatabase()
    await embedded.stop()
  }
}

await main()

/**
 * How fast triage answers for the open periods of 10,000 series that stand for 100 million events. `npm run bench:triage` makes
 * their roll-ups in a scratch database and times the first page of findings with all lane totals beside the limit that the
 * machine sets: one sum over the same roll-ups. It then does so again where nobody owns any of them and each has a key of its
 * own, which makes more than 10,000 groups, and mends 500 of these at once. `-- --plans` prints how Postgres goes about it.
 */
import { sql as query } from 'drizzle-orm'
import { defaultContract } from '@/lib/attribution/contract/ingest-contract'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import { closeDatabase, getDatabase } from '@/lib/db/client'
import { migrateDatabase } from '@/lib/db/migrate'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'
import type { Period } from '@/lib/time/calendar'
import { readCoverage } from '@/lib/triage/coverage'
import { groupFindings } from '@/lib/triage/findings-statement'
import { runFix } from '@/lib/triage/fixes/run-fix'
import { undoFix } from '@/lib/triage/fixes/undo'
import { openPeriod } from '@/lib/triage/open-period'
import { findingsStatement, listFindings } from '@/lib/triage/queries'
import { readFindings } from '@/lib/triage/read-findings'
import { findingsQuerySchema } from '@/lib/triage/schema'
import { readTrends } from '@/lib/triage/trend'
import { makeRollups } from './make-rollups'

const aimMs = 300
const bulkAimMs = 3_000
const rounds = 9
const zone = 'Europe/Berlin'
const lastDay = '2026-05-30'
const now = new Date(`${lastDay}T15:00:00Z`)
const ask = findingsQuerySchema.parse({})

const print = (line: string) => process.stdout.write(`${line}\n`)

async function time(work: () => Promise<unknown>): Promise<number> {
  const durations: number[] = []
  for (let round = -2; round < rounds; round += 1) {
    const startMs = performance.now()
    await work()
    if (round >= 0) durations.push(performance.now() - startMs)
  }
  return durations.sort((left, right) => left - right)[Math.floor(rounds / 2)] ?? 0
}

/** Gives up to 500 findings that nobody owns to one team, at once, and takes that back. */
async function timeBulkFix(): Promise<void> {
  const db = getDatabase()
  const actor = { kind: 'system', name: 'cli' } as const
  const query = findingsQuerySchema.parse({ lane: 'no_owner', limit: 500 })
  const { findings } = await listFindings(db, scopeFor(actor, 'triage.read'), query, { now })
  const refs = findings.map(({ lane, key }) => ({ lane, key: { ...key } }))
  const startMs = performance.now()
  // The roll-ups lie in the past: what is open today is not what is open then.
  const { fixId } = await runFix(db, actor, 'owner', { findings: refs, team: 'team-1', from: null })
  const fixMs = performance.now() - startMs
  print(`bulk fix of ${refs.length} findings: ${fixMs.toFixed(0)} ms (aim ${bulkAimMs}, ${fixMs < bulkAimMs ? 'met' : 'MISSED'})`)
  await undoFix(db, actor, { id: fixId })
  print(`undone in ${(performance.now() - startMs - fixMs).toFixed(0)} ms`)
}

async function timeAnswers(scope: Scope, period: Period): Promise<void> {
  const db = getDatabase()
  const sum = query`select sum(cost), sum(requests), sum(unpriced_requests) from usage_daily where day >= ${period.from}::date`
  const limit = await time(() => readFindings(db, (tx) => tx.execute(sum)))
  print(`limit, one sum over the same roll-ups: ${limit.toFixed(0)} ms`)
  const tell = (what: string, ms: number) =>
    print(`${what}: ${ms.toFixed(0)} ms (aim ${aimMs}, ${ms < aimMs ? 'met' : 'MISSED'}; ${(ms / limit).toFixed(1)} × the limit)`)
  const report = await listFindings(db, scope, ask, { now })
  print(`${report.lanes.reduce((total, { groups }) => total + groups, 0)} groups, ${report.unattributed_usd} USD unattributed`)
  tell('lanes and the first page of findings', await time(() => listFindings(db, scope, ask, { now })))
  const fifty = report.findings.slice(0, 50)
  tell('sparklines of fifty findings', await time(() => readTrends(db, scope, period, fifty)))
  tell('coverage by day and month', await time(() => readCoverage(db, scope, period)))
}

async function printPlan(scope: Scope, period: Period): Promise<void> {
  const { expectedFields } = defaultContract
  const groups = groupFindings(scope, { period, zone, expectedFields })
  const statement = findingsStatement(groups, ask, { today: lastDay, userId: null, scope })
  const lines = await readFindings(getDatabase(), (tx) =>
    tx.execute<{ 'QUERY PLAN': string }>(query`explain (analyze, buffers off) ${statement}`),
  )
  for (const line of lines) print(`    ${line['QUERY PLAN']}`)
}

async function main(): Promise<void> {
  const embedded = await startEmbedded({ ephemeral: true })
  process.env.DATABASE_URL = embedded.url
  try {
    await migrateDatabase(embedded.url)
    const db = getDatabase()
    const period = openPeriod(lastDay)
    print('Making roll-ups of 10,000 series on 90 days …')
    await makeRollups(db, { series: 10_000, days: 90, lastDay, calls: 100_000_000, zone })
    const scope = scopeFor({ kind: 'system', name: 'cli' }, 'triage.read')
    await timeAnswers(scope, period)
    if (process.argv.includes('--plans')) await printPlan(scope, period)
    print('The same where nobody owns any series, and each has a key of its own:')
    for (const statement of [
      query`update usage_series set api_key = 'key-' || id, tag_team = null, tag_basis = null`,
      query`update series_ownership set owner_kind = 'none', team_id = null, reason = 'missing_team', basis = null`,
      query`vacuum full analyze usage_series`,
      query`vacuum full analyze series_ownership`,
    ]) {
      await db.execute(statement)
    }
    await timeAnswers(scope, period)
    await timeBulkFix()
  } finally {
    await closeDatabase()
    await embedded.stop()
  }
}

await main()

/**
 * How fast finance answers for a month that stands for 50 million events. `npm run bench:finance` makes roll-ups of 7,000 series
 * on two months in a scratch database and times the statement, beside one plain sum over the same roll-ups, and the FOCUS file of
 * about a million rows as it is streamed, beside a plain COPY of the same rows out of a table; with the most memory it held.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql as query } from 'drizzle-orm'
import postgres from 'postgres'
import { scopeFor } from '@/lib/auth/scope'
import { closeDatabase, type Database, getDatabase } from '@/lib/db/client'
import { migrateDatabase } from '@/lib/db/migrate'
import { askExport } from '@/lib/finance/exports/export-place'
import { streamSnapshot } from '@/lib/finance/exports/stream-snapshot'
import { focusColumns } from '@/lib/finance/focus/columns'
import { writeFocus } from '@/lib/finance/focus/write-focus'
import { readStatement } from '@/lib/finance/statement/queries'
import { readReport } from '@/lib/reports/spend/queries'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'
import { makeRollups, modelCount, rateSetsPerModel } from './make-rollups'

const aims = { statementMs: 500, rowsPerSecond: 20_000 }
const rounds = 7
const zone = 'Europe/Berlin'
const month = '2026-05'
const lastDay = '2026-05-31'
const now = new Date('2026-06-02T15:00:00Z')
const scope = scopeFor({ kind: 'system', name: 'cli' }, 'finance.read')

const print = (line: string) => process.stdout.write(`${line}\n`)
const count = (value: number) => Math.round(value).toLocaleString('en-US')
const megabytes = (bytes: number) => `${count(bytes / 1_000_000)} MB`

async function time(work: () => Promise<unknown>): Promise<number> {
  const durations: number[] = []
  for (let round = -2; round < rounds; round += 1) {
    const startMs = performance.now()
    await work()
    if (round >= 0) durations.push(performance.now() - startMs)
  }
  return durations.sort((left, right) => left - right)[Math.floor(rounds / 2)] ?? 0
}

/** Prices for the rate sets that the roll-ups name, and the month's costs at them: five token classes a roll-up. */
async function priceRollups(db: Database): Promise<void> {
  const rateSets = modelCount * rateSetsPerModel
  const rates = { input: '2', cached_input: '0.5', output: '8', reasoning: '12', request: '0.25' }
  await db.execute(query`insert into rate_set (id, book_id, key, rates_hash, provider, listed_under, model, tier, valid, terms, first_version)
    select n, 1, 'bench ' || n, '', 'openai', 'openai', 'model-' || (n - 1) / ${rateSetsPerModel}::int, 'standard', '(,)', '{}', 1
    from generate_series(1, ${rateSets}::int) n`)
  for (const [meter, rate] of Object.entries(rates)) {
    const per = meter === 'request' ? 1_000 : 1_000_000
    await db.execute(query`insert into rate_set_rate (rate_set_id, meter, published_as, per, list_rate, contract_rate)
      select n, ${meter}, ${meter}, ${per}::bigint, ${rate}::numeric, ${rate}::numeric * 0.9
      from generate_series(1, ${rateSets}::int) n`)
  }
  await db.execute(query`update usage_daily set
      cost = case when rate_set_id > 0 then 0.9 * (input * 2 + cached_input * 0.5 + output * 8 + reasoning * 12 + requests * 250) / 1000000.0 else 0 end,
      list_cost = case when rate_set_id > 0 then (input * 2 + cached_input * 0.5 + output * 8 + reasoning * 12 + requests * 250) / 1000000.0 else 0 end
    where day >= '2026-05-01'`)
  await db.execute(query.raw('vacuum analyze usage_daily'))
}

async function timeStatement(db: Database): Promise<void> {
  const sum = query`select sum(cost), sum(list_cost), sum(requests), sum(unpriced_requests), sum(missing_token_requests) from usage_daily
    where day >= '2026-04-01'`
  const limitMs = await time(() => readReport(db, (tx) => tx.execute(sum)))
  print(`limit, one sum over the roll-ups of the month and the one before: ${limitMs.toFixed(0)} ms`)
  for (const view of ['project', 'model'] as const) {
    const statement = await readStatement(db, scope, { month, view, now })
    const ms = await time(() => readStatement(db, scope, { month, view, now }))
    const verdict = ms < aims.statementMs ? 'met' : 'MISSED'
    print(
      `statement by ${view}, ${count(statement.lines.length)} lines of ${count(statement.total.requests)} requests: ${ms.toFixed(0)} ms ` +
        `(aim ${aims.statementMs}, ${verdict}; ${(ms / limitMs).toFixed(1)} × the limit)`,
    )
  }
}

/** Reads a file to its end and tells how long that took and what memory it held at most, in the first tenth and in all of it. */
async function readFile(body: ReadableStream<Uint8Array> | Readable) {
  const startMs = performance.now()
  const beforeBytes = process.memoryUsage().rss
  let [bytes, lines, peakBytes, earlyPeakBytes, firstByteMs] = [0, 0, beforeBytes, beforeBytes, 0]
  for await (const piece of body) {
    if (firstByteMs === 0) firstByteMs = performance.now() - startMs
    bytes += piece.length
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
    if (lines < 100_000) earlyPeakBytes = peakBytes
  }
  return { bytes, lines, beforeBytes, peakBytes, earlyPeakBytes, ms: performance.now() - startMs }
}

async function openFocus(db: Database) {
  const question = await askExport(db, scope, month)
  return streamSnapshot(async (tx) => {
    const { summary, pieces } = await writeFocus(tx, question)
    return { head: summary, pieces }
  })
}

async function timeFocus(db: Database, url: string): Promise<void> {
  const startMs = performance.now()
  const { head, body } = await openFocus(db)
  const headMs = performance.now() - startMs
  const file = await readFile(body)
  const rows = file.lines - 1
  const speed = rows / ((file.ms + headMs) / 1_000)
  const limit = await timeCopy(db, url, rows)
  print(`limit, COPY of the same rows out of a table: ${count(limit)} rows/s`)
  print(
    `FOCUS file of ${count(rows)} rows, ${megabytes(file.bytes)}, ${head.billed_cost_usd} USD: ${((file.ms + headMs) / 1_000).toFixed(1)} s, ` +
      `first byte after ${headMs.toFixed(0)} ms, ${count(speed)} rows/s (aim ${count(aims.rowsPerSecond)}, ` +
      `${speed >= aims.rowsPerSecond ? 'met' : 'MISSED'}; ${Math.round((speed / limit) * 100)} % of the limit)`,
  )
  print(
    `memory of the process: ${megabytes(file.beforeBytes)} before, at most ${megabytes(file.earlyPeakBytes)} in the first 100,000 rows ` +
      `and ${megabytes(file.peakBytes)} in all`,
  )
}

/** What the machine can do: the same file, loaded into a table of text, copied out again by the same driver. */
async function timeCopy(db: Database, url: string, rows: number): Promise<number> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await client.unsafe(`create unlogged table focus_file (${focusColumns.map((column) => `"${column}" text`).join(', ')})`)
    const { body } = await openFocus(db)
    const target = await client`copy focus_file from stdin with (format csv, header true)`.writable()
    await pipeline(Readable.from(body), target)
    const source = await client`copy focus_file to stdout with (format csv, header true)`.readable()
    const copied = await readFile(source)
    if (copied.lines - 1 !== rows) throw new Error(`${copied.lines - 1} rows were copied, ${rows} were written`)
    return rows / (copied.ms / 1_000)
  } finally {
    await client.end({ timeout: 5 })
  }
}

async function main(): Promise<void> {
  const embedded = await startEmbedded({ ephemeral: true })
  process.env.DATABASE_URL = embedded.url
  try {
    await migrateDatabase(embedded.url)
    const db = getDatabase()
    print('Making roll-ups of 7,000 series on two months …')
    await makeRollups(db, { series: 7_000, days: 61, lastDay, calls: 100_000_000, zone })
    await priceRollups(db)
    await timeStatement(db)
    await timeFocus(db, embedded.url)
  } finally {
    await closeDatabase()
    await embedded.stop()
  }
}

await main()

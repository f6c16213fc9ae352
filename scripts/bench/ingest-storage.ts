/**
 * What storing costs without HTTP: raw COPY of the rows of the events (the yardstick), the ledger's own statements, and bytes
 * on disk. `node --import tsx scripts/bench/ingest-storage.ts [events]` prints all of it.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { migrateDatabase } from '@/lib/db/migrate'
import { loadListPrices } from '@/lib/pricing/load-list-prices'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'
import { type EventRow, eventColumns, toEventRow, utcMonthOf } from '@/lib/usage/event-row'
import { createLedger, type Ledger } from '@/lib/usage/ledger'
import { openLedgerClient } from '@/lib/usage/ledger-client'
import type { NormalizedEvent } from '@/lib/usage/normalized-event'
import { type PublishedPrices, priceNormalizedEvent } from '@/lib/usage/price-normalized-event'
import { verifyLedger } from '@/lib/usage/verify'

/** How fast something was stored. */
export interface StorageFigure {
  readonly eventsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const models = [
  ['openai', 'gpt-4o-mini'],
  ['openai', 'gpt-4o'],
  ['openai', 'gpt-4.1'],
  ['anthropic', 'claude-sonnet-4-6'],
  ['anthropic', 'claude-haiku-4-5'],
  ['google', 'gemini-2.5-pro'],
] as const
const services = ['answers', 'search', 'triage', 'copilot', 'summaries', 'extraction', 'agents', 'evals'] as const

/** Numerical Recipes' linear congruential generator: the same events in every run. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Traffic of one day in order of time, some 300 series of very uneven size, half of the calls traced. */
export function makeBenchEvents(count: number, sourceId = 1): NormalizedEvent[] {
  const random = createRandom(20_260_514)
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T =>
    list[Math.floor(random() ** 2 * list.length)] ?? (list[0] as T)
  return Array.from({ length: count }, (_, index) => {
    const hex = createHash('sha256').update(`bench ${index}`).digest('hex')
    const [provider, model] = pick(models)
    const service = pick(services)
    const environment = random() < 0.8 ? 'production' : random() < 0.5 ? 'staging' : 'development'
    const isError = random() < 0.02
    const inputTokens = Math.floor(100 + random() ** 3 * 20_000)
    const cachedInputTokens = random() < 0.5 ? Math.floor(inputTokens * random()) : 0
    const outputTokens = Math.floor(20 + random() ** 2 * 2_000)
    const occurredAtMs = Date.UTC(2026, 4, 14) + Math.floor((index / count) * 86_400_000)
    const latencyMs = Math.floor(200 + random() ** 3 * 20_000)
    const requestId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
    const traceId = random() < 0.5 ? hex.slice(32) : null
    const record = {
      ...{ timestamp: new Date(occurredAtMs).toISOString(), provider, model, operation: 'chat', request_id: requestId },
      ...{ trace_id: traceId, team_id: `team-${service}`, project_id: 'assistant', service, environment },
      ...{ input_tokens: inputTokens, cached_input_tokens: cachedInputTokens, output_tokens: outputTokens },
      ...{ latency_ms: latencyMs, status: isError ? 'error' : 'success', status_code: isError ? 500 : 200 },
    }
    return {
      eventKey: requestId,
      occurredAtMs,
      dimensions: {
        ...{ sourceId, billingAccount: null, provider, model, requestedModel: null, operation: 'chat', serviceTier: 'standard' },
        ...{ region: null, keyTeam: null, tagTeam: `team-${service}`, tagBasis: 'metadata', costCenter: null },
        ...{ project: 'assistant', service, feature: null, environment, apiKey: null, route: null, labels: [] },
        ...{ outcome: isError ? 'error' : 'success', isRetry: false, missingTokens: false, cacheUnknown: false },
        ...{ totalMismatch: false, tierAssumed: true },
      },
      usage: {
        input_tokens: BigInt(inputTokens),
        cached_input_tokens: BigInt(cachedInputTokens),
        output_tokens: BigInt(outputTokens),
      },
      statusCode: isError ? 500 : 200,
      errorType: isError ? 'server_error' : null,
      ...{ retryCount: null, latencyMs, reportedCost: null, requestId, responseId: null, traceId, spanId: null },
      ...{ conversationId: null, userId: null, tenantId: null, promptHash: null },
      archiveLine: JSON.stringify(record),
    }
  })
}

/** The shipped list prices, under made-up ids. */
export function loadBenchPrices(): PublishedPrices {
  const book = buildPriceBook(loadListPrices())
  return { book, rateSetIds: new Map(book.rateSets.map(({ key, index }) => [key, index])) }
}

/** (a): COPY of the rows that the events become, into the event table with its indexes, from text that was made before. */
export async function measureCopy(
  databaseUrl: string,
  events: readonly NormalizedEvent[],
  prices: PublishedPrices,
  connections = 1,
): Promise<StorageFigure> {
  const rows = events.map((event, index) =>
    toEventRow(
      event,
      utcMonthOf(event.occurredAtMs),
      priceNormalizedEvent(event, prices),
      { seriesId: 1 + (index % 300), statedDimensions: null },
      { archiveId: 1n, archiveLine: index % 1000 },
    ),
  )
  const batches = chunk(rows, 1000).map((batch) => `${batch.map(toCopyLine).join('\n')}\n`)
  const client = postgres(databaseUrl, { max: connections, onnotice: () => {} })
  try {
    for (const month of new Set(rows.map((row) => row.month))) await client`select ensure_usage_partition(${month}::date)`
    const columns = eventColumns.map(({ name }) => name).join(', ')
    return await measure(batches, 1000, connections, async (batch) => {
      const stream = await client.unsafe(`copy usage_event (${columns}) from stdin`).writable()
      stream.end(batch)
      await finished(stream)
    })
  } finally {
    await client.end({ timeout: 5 })
  }
}

const toCopyLine = (row: EventRow) =>
  eventColumns
    .map(({ property }) => row[property])
    .map((value) => (value === null ? '\\N' : value instanceof Date ? value.toISOString() : String(value)))
    .join('\t')

/** (a′): the ledger itself, from normalised events to commit, without HTTP. */
export function measureBooking(
  ledger: Ledger,
  events: readonly NormalizedEvent[],
  { batchSize, connections }: { batchSize: number; connections: number },
): Promise<StorageFigure> {
  return measure(chunk(events, batchSize), batchSize, connections, (batch) => ledger.book(batch))
}

async function measure<T>(
  batches: readonly T[],
  batchSize: number,
  connections: number,
  store: (batch: T) => Promise<unknown>,
): Promise<StorageFigure> {
  const durations: number[] = []
  let next = 0
  const startMs = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
        const sentMs = performance.now()
        await store(batch)
        durations.push(performance.now() - sentMs)
      }
    }),
  )
  const elapsedMs = performance.now() - startMs
  durations.sort((left, right) => left - right)
  const at = (share: number) => durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0
  return { eventsPerSecond: (batches.length * batchSize * 1000) / elapsedMs, p50Ms: at(0.5), p99Ms: at(0.99) }
}

function chunk<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))
}

/** Bytes on disk of each usage table with its indexes and partitions, and of all of them for one event. */
export async function measureDisk(databaseUrl: string): Promise<{ bytesPerEvent: number; tables: Record<string, number> }> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const rows = await client<{ name: string; bytes: string }[]>`
      select regexp_replace(relname, '_[0-9]{6}($|_)', '\\1') as name, sum(pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0)) as bytes
      from pg_class where relname like 'usage\\_%' and relkind in ('r', 'i') group by 1 having sum(pg_relation_size(oid)) > 0 order by 2 desc`
    const [count] = await client<{ events: string }[]>`select count(*) as events from usage_event`
    const tables = Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]))
    const total = Object.values(tables).reduce((sum, bytes) => sum + bytes, 0)
    return { bytesPerEvent: total / Number(count?.events ?? 1), tables }
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** Makes a migrated database with an organisation, empty otherwise. */
export async function makeBenchDatabase(serverUrl: string, name: string): Promise<string> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
  await admin.unsafe(`drop database if exists ${name}`)
  await admin.unsafe(`create database ${name}`)
  await admin.end()
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  await migrateDatabase(url)
  const client = postgres(url, { max: 1, onnotice: () => {} })
  await client`insert into organization (reporting_zone) values ('Europe/Berlin')`
  await client.end()
  return url
}

const print = (label: string, text: string) => process.stdout.write(`${label.padEnd(44)}${text}\n`)
const describe = ({ eventsPerSecond, p50Ms, p99Ms }: StorageFigure) =>
  `${Math.round(eventsPerSecond).toLocaleString('en')} events/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 200_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'ascribe-bench-'))
  const server = await startEmbedded({ dataDir: path.join(folder, 'postgres') })
  try {
    const prices = loadBenchPrices()
    const events = makeBenchEvents(count)
    for (const connections of [1, 4]) {
      const url = await makeBenchDatabase(server.url, 'bench_copy')
      const label = `(a) COPY, ${connections} connection${connections > 1 ? 's' : ''}`
      print(label, describe(await measureCopy(url, events, prices, connections)))
    }
    const shapes = [
      { label: "(a') book, batches of 1,000 on 4 connections", batchSize: 1000, connections: 4 },
      { label: 'book, single events on 64 callers', batchSize: 1, connections: 64 },
    ]
    for (const { label, ...shape } of shapes) {
      const url = await makeBenchDatabase(server.url, 'bench_book')
      const ledger = createLedger({ databaseUrl: url, getPrices: () => prices })
      await ledger.book(makeBenchEvents(1, 2))
      const sent = shape.batchSize === 1 ? events.slice(0, count / 2) : events
      print(label, describe(await measureBooking(ledger, sent.slice(1), shape)))
      await ledger.close()
      const { bytesPerEvent, tables } = await measureDisk(url)
      print('  bytes an event', `${bytesPerEvent.toFixed(0)}: ${JSON.stringify(tables)}`)
      const client = openLedgerClient(url, { max: 1 })
      const report = await verifyLedger(client)
      await client.end()
      if (!report.isSound) throw new Error(`the sums do not hold: ${JSON.stringify(report.differences[0])}`)
    }
  } finally {
    await server.stop()
    // Started by root, the data are not under the folder that was asked for.
    for (const place of [server.dataDir, folder]) rmSync(place, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()

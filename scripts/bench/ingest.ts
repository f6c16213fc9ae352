/**
 * What taking in usage costs, on an empty embedded database that waits for the disk, in one run:
 * (a) COPY of the rows, (a′) the ledger without HTTP, (b) HTTP to commit in batches, (c) one event a request.
 * `npm run bench:ingest -- [events]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { closeDatabase, openDatabase } from '@/lib/db/client'
import { createKey } from '@/lib/keys/commands'
import { createLedger } from '@/lib/usage/ledger'
import { openLedgerClient } from '@/lib/usage/ledger-client'
import { verifyLedger } from '@/lib/usage/verify'
import { startHotApp } from '../start-hot-app'
import { frameRequest, type LoadFigure, runLoad } from './http-load'
import {
  loadBenchPrices,
  makeBenchDatabase,
  makeBenchEvents,
  measureBooking,
  measureCopy,
  measureDisk,
  type StorageFigure,
} from './ingest-storage'
import { watchMemory } from './process-memory'

const batchSize = 1_000
const batchConnections = 4
const singleConnections = 64
const singleSeconds = 12
const aims = { overCopy: 0.3, overBooking: 0.6, singlesPerSecond: 6_000, p99Ms: 50, bytesPerEvent: 350 }

const print = (label: string, text: string) => process.stdout.write(`${label.padEnd(46)}${text}\n`)
const count = (value: number) => Math.round(value).toLocaleString('en')
const times = ({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }) => `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`
const storage = (figure: StorageFigure) => `${count(figure.eventsPerSecond)} events/s, ${times(figure)}`
const aim = (isMet: boolean, text: string) => `(aim ${text}: ${isMet ? 'met' : 'MISSED'})`

async function main(): Promise<void> {
  const events = makeBenchEvents(Number(process.argv[2] ?? 150_000))
  const prices = loadBenchPrices()
  const folder = mkdtempSync(path.join(tmpdir(), 'ascribe-bench-'))
  const nodeArguments = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []
  const app = await startHotApp({ dataDir: folder, nodeArguments })
  try {
    const gigabytes = Math.round(totalmem() / 2 ** 30)
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${gigabytes} GiB, ${platform()} ${arch()}`
    print('machine', `${machine}, Node ${process.versions.node}`)
    print('events', `${count(events.length)}, some 300 series, fsync on`)

    const copies: StorageFigure[] = []
    for (const connections of [1, batchConnections]) {
      await withBenchDatabase(app.databaseUrl, async (url) => {
        const figure = await measureCopy(url, events, prices, connections)
        copies.push(figure)
        print(`(a)  COPY, batches of 1,000 on ${connections}`, storage(figure))
      })
    }
    const copy = Math.max(...copies.map(({ eventsPerSecond }) => eventsPerSecond))

    const booking = await withBenchDatabase(app.databaseUrl, async (url) => {
      const ledger = createLedger({ databaseUrl: url, getPrices: () => prices })
      try {
        await ledger.book(makeBenchEvents(1, 2))
        return await measureBooking(ledger, events, { batchSize, connections: batchConnections })
      } finally {
        await ledger.close()
      }
    })
    print("(a') the ledger, batches of 1,000 on 4", storage(booking))

    await measureHttp({ app, events: events.map(({ archiveLine }) => archiveLine), copy, booking: booking.eventsPerSecond })
  } finally {
    await app.stop()
    await closeDatabase()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface HttpOptions {
  readonly app: Awaited<ReturnType<typeof startHotApp>>
  /** As JSON. */
  readonly events: readonly string[]
  readonly copy: number
  readonly booking: number
}

async function measureHttp({ app, events, copy, booking }: HttpOptions): Promise<void> {
  const port = Number(new URL(app.baseUrl).port)
  const frame = { port, path: '/api/v1/events', key: await makeKey(app.databaseUrl) }
  // The key, the prices, the partition and the series are there before the clock starts, as they are (a′).
  await runLoad({ port, connections: 1, requests: [frameRequest(frame, events[0] ?? '')] })

  const memory = watchMemory({ 'hot process': app.hotPid(), Postgres: app.postgres.pid })
  const batches = chunk(events.slice(1), batchSize).map((batch) => frameRequest(frame, `[${batch.join(',')}]`))
  const inBatches = await runLoad({ port, connections: batchConnections, requests: batches })
  const perSecond = (inBatches.requestsPerSecond * (events.length - 1)) / batches.length
  print('(b)  HTTP to commit, batches of 1,000 on 4', `${count(perSecond)} events/s, ${times(inBatches)}`)
  const { bytesPerEvent } = await measureDisk(app.databaseUrl)

  const singles = await measureSingles(frame, events, {})
  print('(c)  HTTP to commit, single events on 64', describeSingles(singles))
  const half = singles.requestsPerSecond / 2
  const calm = await measureSingles(frame, events, { perSecond: half })
  print('(c½) the same at half that rate', describeSingles(calm))

  const peaks = memory.stop()
  for (const [name, bytes] of Object.entries(peaks)) print(`memory, ${name}, at most`, `${count(bytes / 2 ** 20)} MiB`)
  print(
    'on disk, all usage tables and indexes',
    `${count(bytesPerEvent)} bytes an event ${aim(bytesPerEvent <= aims.bytesPerEvent, `≤ ${aims.bytesPerEvent}`)}`,
  )
  print('(b) / (a)', `${(perSecond / copy).toFixed(2)} ${aim(perSecond / copy >= aims.overCopy, `≥ ${aims.overCopy}`)}`)
  print(
    "(b) / (a')",
    `${(perSecond / booking).toFixed(2)} ${aim(perSecond / booking >= aims.overBooking, `≥ ${aims.overBooking}`)}`,
  )
  print(
    '(c) events/s',
    `${count(singles.requestsPerSecond)} ${aim(singles.requestsPerSecond >= aims.singlesPerSecond, `≥ ${count(aims.singlesPerSecond)}`)}`,
  )
  print('(c½) p99', `${calm.p99Ms.toFixed(1)} ms ${aim(calm.p99Ms < aims.p99Ms, `< ${aims.p99Ms} ms`)}`)
  await verify(app.databaseUrl, events.length + singles.requests + calm.requests)
}

let numbered = 0

/** Events of their own, so that none is a duplicate: the id is that of the event with a number behind it. */
async function measureSingles(
  frame: Parameters<typeof frameRequest>[0],
  events: readonly string[],
  { perSecond }: { perSecond?: number },
): Promise<LoadFigure> {
  const wanted = Math.ceil(singleSeconds * (perSecond ?? 2 * aims.singlesPerSecond))
  const requests = Array.from({ length: wanted }, (_, index) => {
    numbered += 1
    const event = events[index % events.length] ?? ''
    return frameRequest(frame, event.replace(/"request_id":"([^"]{20})[^"]*"/, `"request_id":"$1-${numbered}"`))
  })
  return runLoad({ port: frame.port, connections: singleConnections, requests, perSecond, maxSeconds: singleSeconds })
}

const describeSingles = (figure: LoadFigure) => `${count(figure.requestsPerSecond)} events/s, ${times(figure)}`

async function makeKey(databaseUrl: string): Promise<string> {
  const { db, close } = openDatabase(databaseUrl, { max: 1 })
  try {
    const actor = { kind: 'system', name: 'cli' } as const
    return (await createKey(db, actor, { name: 'Benchmark', scopes: ['ingest'], source: 'benchmark' })).secret
  } finally {
    await close()
  }
}

/** A figure of what was lost on the way means nothing. */
async function verify(databaseUrl: string, expected: number): Promise<void> {
  const client = openLedgerClient(databaseUrl, { max: 1 })
  try {
    const report = await verifyLedger(client)
    if (!report.isSound) throw new Error(`the sums do not hold: ${JSON.stringify(report.differences[0])}`)
    if (report.events !== BigInt(expected)) throw new Error(`${expected} events were sent and ${report.events} are there`)
    print('verified', `${count(expected)} events, and every sum holds`)
  } finally {
    await client.end({ timeout: 5 })
  }
}

async function withBenchDatabase<T>(serverUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = 'ascribe_bench'
  const url = await makeBenchDatabase(serverUrl, name)
  try {
    return await work(url)
  } finally {
    const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
    await admin.unsafe(`drop database ${name} with (force)`)
    // What this one left to be written must not slow the next one down.
    await admin.unsafe('checkpoint')
    await admin.end({ timeout: 5 })
  }
}

function chunk<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))
}

await main()

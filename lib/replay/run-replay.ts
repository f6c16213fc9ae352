import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '@/lib/errors'
import { findPercentile } from './percentiles'
import { readTrace, type Trace, type TraceRow } from './read-trace'
import { type Batch, type SendTotals, sendBatches } from './send-batches'
import { readOffset, toRecord } from './to-record'

export interface ReplayOptions {
  readonly file: string
  readonly baseUrl: string
  readonly key: string
  /** How many times as fast as the trace was recorded; 0: as fast as the server takes it. */
  readonly speed: number
  /** When the first call of the trace is said to have run. */
  readonly startMs: number
  /** Told each line that the server did not take. */
  readonly onFault: (line: number, message: string) => void
  /** Told how much has been answered as stored, after each batch. */
  readonly onStored?: (totals: Readonly<SendTotals>) => void
  readonly patienceMs?: number
}

/** What a replay did. */
export interface ReplayReport extends SendTotals {
  readonly rows: number
  readonly seconds: number
  /** From the first byte of a request to the answer that its events are committed; null where nothing was sent. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

interface ReplayBatch extends Batch {
  readonly rows: readonly TraceRow[]
}

const rowsPerBatch = 1_000
const connections = 4
/** Rows that fall due within this time go together. */
const gatherMs = 100
/** How far ahead of the clock a server takes events. */
const aheadMs = 10 * 60_000

/**
 * Posts a request trace to a running server. The same file from the same start is the same events, so that a second run counts
 * nothing twice.
 *
 * @throws AppError where the file is no trace, ends in the future, or the server takes no events.
 */
export async function runReplay(options: ReplayOptions): Promise<ReplayReport> {
  const { baseUrl, speed, startMs, onFault, onStored, patienceMs } = options
  const trace = await readTrace(options.file)
  refuseFuture(trace, startMs, speed)
  for (const { line, fault } of trace.rows) if (fault !== null) onFault(line, fault)
  const tookMs: number[] = []
  const beganMs = performance.now()
  const totals = await sendBatches<ReplayBatch>(planBatches(trace, options), {
    baseUrl,
    connections,
    patienceMs,
    onSent: (_batch, sent, batchMs) => {
      tookMs.push(batchMs)
      onStored?.(sent)
    },
    onRefused: ({ batch, index, status, errors }) => {
      const why = errors.map(({ path, message }) => `${path} ${message}`).join('; ')
      onFault(batch.rows[index]?.line ?? 0, status === 'conflict' ? 'another record of the same call stands already' : why)
    },
  })
  return {
    ...totals,
    rows: trace.rows.length,
    seconds: (performance.now() - beganMs) / 1000,
    p50Ms: findPercentile(tookMs, 0.5),
    p99Ms: findPercentile(tookMs, 0.99),
  }
}

/** Rows in batches, each as soon as it is due. */
async function* planBatches({ contentHash, rows }: Trace, { key, speed, startMs }: ReplayOptions): AsyncGenerator<ReplayBatch> {
  const pack = (list: readonly TraceRow[]): ReplayBatch => ({
    rows: list,
    records: list.map((row) => toRecord({ contentHash, startMs }, row)),
    key,
  })
  const beganMs = performance.now()
  let waiting: TraceRow[] = []
  let dueMs = 0
  for (const row of rows) {
    // A row that does not say when it was goes with the one before it.
    const offsetMs = readOffset(row)
    if (speed > 0 && offsetMs !== null) {
      const rowDueMs = offsetMs / speed
      if (waiting.length > 0 && rowDueMs > dueMs + gatherMs) {
        await waitUntil(beganMs + dueMs + gatherMs)
        yield pack(waiting)
        waiting = []
      }
      if (waiting.length === 0) dueMs = rowDueMs
    }
    waiting.push(row)
    if (waiting.length < rowsPerBatch) continue
    yield pack(waiting)
    waiting = []
  }
  if (waiting.length === 0) return
  if (speed > 0) await waitUntil(beganMs + dueMs)
  yield pack(waiting)
}

async function waitUntil(atMs: number): Promise<void> {
  const leftMs = atMs - performance.now()
  if (leftMs > 0) await delay(leftMs)
}

/** Told before anything is sent: half a trace that was refused for its dates helps nobody. */
function refuseFuture({ rows }: Trace, startMs: number, speed: number): void {
  const offsets = rows.flatMap((row) => readOffset(row) ?? [])
  const lengthMs = offsets.reduce((longest, offset) => Math.max(longest, offset), 0)
  // Played in its own time from now on, every row is in the past when its turn comes.
  const playedMs = speed > 0 ? lengthMs / speed : 0
  if (startMs + lengthMs <= Date.now() + playedMs + aheadMs) return
  const latest = new Date(Date.now() - lengthMs).toISOString()
  throw new AppError(
    'invalid',
    `The trace would end in the future, and such events are refused: start it at ${latest} or before.`,
  )
}

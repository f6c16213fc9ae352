import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { type Answer, createHttpSender } from './http-sender'

/** Events that are posted together. */
export interface Batch {
  readonly records: readonly unknown[]
  /** The API key, which decides the source. */
  readonly key: string
}

/** A record that the server did not take. */
export interface RefusedRecord<Sent extends Batch = Batch> {
  readonly batch: Sent
  readonly index: number
  readonly status: 'conflict' | 'rejected'
  readonly errors: readonly { path: string; message: string }[]
}

/** What became of everything that was sent. */
export interface SendTotals {
  accepted: number
  duplicates: number
  conflicts: number
  rejected: number
}

interface SendOptions<Sent extends Batch> {
  readonly baseUrl: string
  readonly connections: number
  readonly onRefused?: (refused: RefusedRecord<Sent>) => void
  /** Told after each batch that is stored, with how long it took from its first byte to the commit. */
  readonly onSent?: (batch: Sent, totals: Readonly<SendTotals>, tookMs: number) => void
  /** How long a server that is away is waited for. */
  readonly patienceMs?: number
}

const defaultPatienceMs = 30_000
const [firstPauseMs, longestPauseMs] = [250, 4_000]

const answerSchema = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  conflicts: z.number(),
  rejected: z.number(),
  results: z.array(
    z.object({
      index: z.number(),
      status: z.string(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  ),
})
const problemSchema = z.object({ detail: z.string() })

/**
 * Posts batches to `POST /api/v1/events` on so many connections at once. A batch whose fate is unknown is sent again: events with
 * ids are counted once, however often they come.
 *
 * @throws AppError `unavailable` when the server stays away for longer than the patience; `invalid` for what it refuses whole.
 */
export async function sendBatches<Sent extends Batch>(
  batches: AsyncIterable<Sent> | Iterable<Sent>,
  { baseUrl, connections, onRefused, onSent, patienceMs = defaultPatienceMs }: SendOptions<Sent>,
): Promise<SendTotals> {
  const sender = createHttpSender(baseUrl, connections)
  const totals: SendTotals = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0 }
  const source = toAsyncIterator(batches)
  let hasFailed = false
  const work = async (): Promise<void> => {
    for (let next = await source.next(); !next.done && !hasFailed; next = await source.next()) {
      const batch = next.value
      const startMs = performance.now()
      const answer = await insist(() => sender.post(batch.records, batch.key), baseUrl, patienceMs)
      const { results, ...counts } = readCounts(answer)
      totals.accepted += counts.accepted
      totals.duplicates += counts.duplicates
      totals.conflicts += counts.conflicts
      totals.rejected += counts.rejected
      for (const { index, status, errors } of results) {
        if (status === 'rejected' || status === 'conflict') onRefused?.({ batch, index, status, errors })
      }
      onSent?.(batch, totals, performance.now() - startMs)
    }
  }
  const guarded = () =>
    work().catch((error: unknown) => {
      hasFailed = true
      throw error
    })
  try {
    const ended = await Promise.allSettled(Array.from({ length: connections }, guarded))
    for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason
    return totals
  } finally {
    sender.close()
  }
}

/** Several connections draw from one iterator: an async one answers them one after the other. */
async function* toAsyncIterator<T>(batches: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  yield* batches
}

const isPassing = ({ status }: Answer) => status === 429 || status === 503 || status === 502 || status === 504

/** Tries until there is a lasting answer, with growing pauses. */
async function insist(post: () => Promise<Answer>, baseUrl: string, patienceMs: number): Promise<Answer> {
  const deadlineMs = performance.now() + patienceMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const outcome = await post().then(
      (answer) => ({ answer, error: null }),
      (error: unknown) => ({ answer: null, error }),
    )
    if (outcome.answer !== null && !isPassing(outcome.answer)) return outcome.answer
    const waitMs = Math.min(longestPauseMs, outcome.answer?.retryAfterMs ?? pauseMs)
    if (performance.now() + waitMs > deadlineMs) {
      const reason = outcome.answer === null ? describe(outcome.error) : `it answers ${outcome.answer.status}`
      throw new AppError('unavailable', `${baseUrl} does not take events: ${reason}.`, { cause: outcome.error })
    }
    await delay(waitMs)
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code === 'ECONNREFUSED' ? 'nothing listens there' : error.message || error.name
}

/** 200 and 422 carry the counts; anything else is the whole body's fault, or the key's. */
function readCounts({ status, body }: Answer): z.output<typeof answerSchema> {
  const counts = answerSchema.safeParse(body)
  if (counts.success) return counts.data
  const problem = problemSchema.safeParse(body)
  const detail = problem.success ? problem.data.detail : 'and nothing that can be understood'
  throw new AppError('invalid', `The server answered ${status}: ${detail}`)
}

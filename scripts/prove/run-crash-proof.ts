import { isDeepStrictEqual } from 'node:util'
import { openDatabase } from '@/lib/db/client'
import { createKey } from '@/lib/keys/commands'
import { readTrace } from '@/lib/replay/read-trace'
import { runReplay } from '@/lib/replay/run-replay'
import { type HotApp, startHotApp } from '../start-hot-app'
import { type ReplaySums, sumTrace } from './expected-sums'
import { readStoredSums } from './stored-sums'

/** What is killed in a round. */
export type Victim = 'app' | 'postgres' | 'both'

interface CrashProofOptions {
  /** Empty, or left by an earlier proof. */
  readonly dataDir: string
  /** The trace to replay. */
  readonly file: string
  readonly startMs: number
  /** One round each: how much of the trace is stored when it happens, and to whom. */
  readonly rounds: readonly { readonly victim: Victim; readonly afterShare: number }[]
  readonly say: (line: string) => void
}

/** The replay that is cut off gives up soon; the one after it finishes. */
const cutOffPatienceMs = 2_000

/**
 * Proves that what was answered is stored and nothing is counted twice: replays a trace, kills the app or Postgres or both in the
 * middle of it, starts what died, checks that every sum holds with what is there; at last replays the whole trace again and
 * compares each sum with what was sent.
 *
 * @throws Error naming the first sum that is off.
 */
export async function runCrashProof({ dataDir, file, startMs, rounds, say }: CrashProofOptions): Promise<ReplaySums> {
  const trace = await readTrace(file)
  const expected = sumTrace(trace, startMs)
  let app = await startHotApp({ dataDir })
  try {
    const key = await makeKey(app.databaseUrl)
    for (const { victim, afterShare } of rounds) {
      const answered = await replayUntilKilled(app, {
        file,
        key,
        startMs,
        victim,
        wanted: Math.floor(trace.rows.length * afterShare),
      })
      await app.stop().catch(() => {})
      app = await startHotApp({ dataDir })
      const stored = await readStoredSums(app.databaseUrl)
      assertAgreement(stored)
      const events = Number(stored.events.requests)
      if (events < answered) throw new Error(`${answered} events were answered as committed and ${events} are stored`)
      say(`${victim} killed after ${answered} answers: ${events} events stored, and every sum holds`)
    }
    const last = await runReplay({ ...{ file, key, startMs }, baseUrl: app.baseUrl, speed: 0, onFault: refuseFault })
    say(`replayed again: ${last.accepted} accepted, ${last.duplicates} duplicates`)
    const stored = await readStoredSums(app.databaseUrl)
    assertAgreement(stored)
    assertSame('the events', stored.events, 'what was sent', expected)
    return expected
  } finally {
    await app.stop()
  }
}

interface CutOffReplay {
  readonly file: string
  readonly key: string
  readonly startMs: number
  readonly victim: Victim
  readonly wanted: number
}

/** Replays until so many events are stored, kills, and waits until the replay has given up. Answers how many were answered. */
async function replayUntilKilled(app: HotApp, { file, key, startMs, victim, wanted }: CutOffReplay): Promise<number> {
  let answered = 0
  let isKilled = false
  const shared = { file, key, startMs, baseUrl: app.baseUrl, speed: 0, onFault: refuseFault, patienceMs: cutOffPatienceMs }
  const replay = runReplay({
    ...shared,
    onStored: ({ accepted, duplicates }) => {
      answered = accepted + duplicates
      if (answered < wanted || isKilled) return
      isKilled = true
      kill(app, victim)
    },
  })
  await replay.catch(() => {})
  if (!isKilled) throw new Error(`the replay ended before ${wanted} events were stored`)
  return answered
}

function kill(app: HotApp, victim: Victim): void {
  const pids = [...(victim === 'postgres' ? [] : [app.hotPid()]), ...(victim === 'app' ? [] : [app.postgres.pid])]
  for (const pid of pids) if (pid !== undefined) process.kill(pid, 'SIGKILL')
}

function assertAgreement({ isSound, events, hourly, daily }: Awaited<ReturnType<typeof readStoredSums>>): void {
  if (!isSound) throw new Error('ascribe verify finds sums that differ from their events')
  assertSame('the hourly sums', hourly, 'the events', events)
  assertSame('the daily sums', daily, 'the events', events)
}

function assertSame(what: string, sums: ReplaySums, reference: string, expected: ReplaySums): void {
  if (isDeepStrictEqual({ ...sums }, { ...expected })) return
  throw new Error(`${what} are ${JSON.stringify(sums)}, ${reference} ${JSON.stringify(expected)}`)
}

function refuseFault(line: number, message: string): void {
  throw new Error(`line ${line} of the trace was not taken: ${message}`)
}

async function makeKey(databaseUrl: string): Promise<string> {
  const { db, close } = openDatabase(databaseUrl, { max: 1 })
  try {
    const actor = { kind: 'system', name: 'cli' } as const
    return (await createKey(db, actor, { name: 'Crash proof', scopes: ['ingest'], source: 'crash-proof' })).secret
  } finally {
    await close()
  }
}

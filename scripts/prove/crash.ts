/**
 * `npm run prove:crash [-- TRACE.csv.gz]`: kills app and Postgres in the middle of replays, and checks every sum to the last digit.
 * Without a trace it makes one of 20,000 calls.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runCrashProof } from './run-crash-proof'
import { writeSyntheticTrace } from './synthetic-trace'

const rows = 20_000
const halfHourMs = 30 * 60_000

const folder = mkdtempSync(path.join(tmpdir(), 'ascribe-crash-'))
const say = (line: string) => void process.stdout.write(`${line}\n`)
try {
  const given = process.argv[2]
  const file = given ?? path.join(folder, 'trace.csv.gz')
  if (given === undefined) writeSyntheticTrace(file, rows)
  // Across the edge of a month, where two partitions and their locks take part.
  const now = new Date()
  const startMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1) - halfHourMs
  const sums = await runCrashProof({
    dataDir: path.join(folder, 'data'),
    file,
    startMs,
    rounds: [
      { victim: 'app', afterShare: 0.2 },
      { victim: 'postgres', afterShare: 0.45 },
      { victim: 'both', afterShare: 0.7 },
    ],
    say,
  })
  say(`Σ events = Σ hourly = Σ daily = what was sent: ${sums.requests} calls, ${sums.cost} USD`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCrashProof } from './run-crash-proof'
import { writeSyntheticTrace } from './synthetic-trace'

const folder = mkdtempSync(path.join(tmpdir(), 'ascribe-crash-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rows = 9_000

describe('app and Postgres, killed in the middle of a replay', () => {
  it('keep what was answered, and a second replay ends at the sums of what was sent', { timeout: 180_000 }, async () => {
    const file = path.join(folder, 'trace.csv.gz')
    writeSyntheticTrace(file, rows)
    const said: string[] = []
    const sums = await runCrashProof({
      dataDir: path.join(folder, 'data'),
      file,
      // Across the edge of a month.
      startMs: Date.UTC(2026, 4, 31, 23, 50),
      rounds: [{ victim: 'both', afterShare: 0.3 }],
      say: (line) => said.push(line),
    })
    expect(sums.requests).toBe(String(rows))
    expect(said).toHaveLength(2)
    expect(said[0]).toMatch(/^both killed after [3-8]000 answers: /)
  })
})

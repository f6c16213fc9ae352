/**
 * Reads 100,000 payloads, samples of every format that were changed and broken, as `POST /api/v1/ingest/{format}` would, and ends
 * with 1 where one of them is a failure of ours. `npm run test:fuzz -- 500000 42` reads so many, from that seed.
 */
import fc from 'fast-check'
import { findPayloadFault } from '@/lib/ingest/adapters/testing/check-payload'
import { anyPayload } from '@/lib/ingest/adapters/testing/mutate'

const [runs = 100_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const startMs = performance.now()
const result = fc.check(
  fc.property(anyPayload, (payload) => {
    const fault = findPayloadFault(payload)
    if (fault !== null) throw new Error(fault)
  }),
  { numRuns: runs, seed },
)
const seconds = ((performance.now() - startMs) / 1_000).toFixed(1)
if (result.failed) {
  process.stderr.write(`${fc.defaultReportMessage(result)}\n`)
  process.exitCode = 1
} else {
  process.stdout.write(`${runs.toLocaleString('en-US')} payloads in ${seconds} s, seed ${seed}: no failure\n`)
}

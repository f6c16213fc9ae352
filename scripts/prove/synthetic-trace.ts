import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { createRandom } from '@/lib/demo/usage/random'

const meanGapMs = 180

/** Writes a request trace of so many calls, always the same one, as `npm run replay` reads it. */
export function writeSyntheticTrace(file: string, rows: number): void {
  const random = createRandom('crash proof')
  let offsetMs = 0
  const lines = Array.from({ length: rows }, () => {
    offsetMs += Math.round(random.aroundMedian(meanGapMs, 0.9))
    const input = Math.max(1, Math.round(random.aroundMedian(1_400, 0.8)))
    const output = Math.max(1, Math.round(random.aroundMedian(180, 0.7)))
    const cached = random.chance(0.4) ? Math.floor(input * random.next()) : 0
    return `${offsetMs},${input},${output},${cached}`
  })
  writeFileSync(file, gzipSync(`offset_ms,input_tokens,output_tokens,cached_input_tokens\n${lines.join('\n')}\n`))
}

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAs } from './testing/read-as'

const guide = readFileSync(path.resolve(import.meta.dirname, '../../../docs/guides/sending-usage.md'), 'utf8')
const examples = [...guide.matchAll(/\/api\/v1\/ingest\/([\w-]+) \\\n.*-d '(\{[\s\S]*?\})'\n```/g)].map(
  ([, format = '', body = '']) => ({ format, body }),
)

describe('the guide to sending usage', () => {
  it('has an example for each of the large providers', () => {
    expect(examples.map(({ format }) => format)).toEqual(['openai', 'anthropic', 'google', 'bedrock', 'azure-openai'])
  })

  it.each(examples)('has an example for $format that is taken whole', ({ format, body }) => {
    const { accepted, refused } = readAs(format, body, {}, Date.parse('2026-06-15T12:00:00Z'))
    expect(refused).toEqual([])
    expect(accepted).toHaveLength(1)
    expect(accepted[0]?.event.dimensions).toMatchObject({ tagTeam: 'support-ops', missingTokens: false, totalMismatch: false })
  })
})

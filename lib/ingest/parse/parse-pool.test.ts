import { afterAll, describe, expect, it } from 'vitest'
import { makeRecord, testOptions } from '../testing/records'
import { type ParseOptions, parseBody } from './parse-body'
import { createParsePool } from './parse-pool'

const options: ParseOptions = { normalise: testOptions(), maxRecords: 1_000, isLineByLine: false }
const away = createParsePool({ maxBytesInThread: 0 })
const broken = createParsePool({ maxBytesInThread: 0, workerFile: '/nowhere/at-all.mjs' })
afterAll(() => Promise.all([away.close(), broken.close()]))

const encode = (text: string) => new TextEncoder().encode(text)
const records = Array.from({ length: 501 }, (_, index) =>
  makeRecord({
    request_id: index % 3 === 0 ? undefined : `r-${index}`,
    input_tokens: index % 50 === 0 ? 'many' : 1_000 + index,
    reported_cost_usd: '0.123456789012345678',
    audio_seconds: index % 7 === 0 ? 1.5 : undefined,
    feature: index % 2 === 0 ? 'a "quoted"\nname' : 'other',
    unknown: index === 5 ? 1 : undefined,
  }),
)
const body = JSON.stringify(records)

describe('the parser thread', () => {
  it('answers exactly what the calling thread would', async () => {
    expect(await away.parse(encode(body), options)).toEqual(parseBody(encode(body), options))
  })

  it('keeps bodies apart that are parsed at once', async () => {
    const bodies = [1, 2, 3].map((number) => JSON.stringify([makeRecord({ request_id: `only-${number}` })]))
    const parsed = await Promise.all(bodies.map((text) => away.parse(encode(text), options)))
    expect(parsed.map(({ records: [record] }) => (record?.ok ? record.event.requestId : null))).toEqual([
      'only-1',
      'only-2',
      'only-3',
    ])
  })

  it.each([
    ['{"a":', 'unreadable'],
    ['\xff', 'unreadable'],
    [`[${'{},'.repeat(1_000)}{}]`, 'too_large'],
  ])('refuses a bad body with the same code (%#)', async (text, code) => {
    const bytes = text === '\xff' ? new Uint8Array([0x22, 0xff]) : encode(text)
    await expect(away.parse(bytes, options)).rejects.toMatchObject({ name: 'AppError', code })
  })

  it('is done without where it cannot start', async () => {
    const expected = parseBody(encode(body), options)
    expect(await broken.parse(encode(body), options)).toEqual(expected)
    expect(await broken.parse(encode(body), options)).toEqual(expected)
  })
})

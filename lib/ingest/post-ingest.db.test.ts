import { gzipSync, inflateRawSync } from 'node:zlib'
import pino from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeKey, makeTeam, operator } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { serveHotRoutes } from '@/lib/server/testing/serve-hot-routes'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { samples } from './adapters/testing/samples'
import { openImportSource, reprocessRejected } from './commands'
import { getIngest } from './process-ingest'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)
process.env.AUTH_SECRET = 'a secret of at least thirty-two characters'

/** Nothing that anybody else writes; planted in every prompt, answer and tool argument. */
const secret = 'marmaladeZebraQuorum'
const logged: string[] = []
const answered: string[] = []

let origin = ''
let key = ''

beforeAll(async () => {
  await prepareInstallation(url, readEnv({ REPORTING_ZONE: 'Europe/Berlin' }))
  await makeTeam(db, { slug: 'support-ops' })
  key = (await makeKey(db, { scopes: ['ingest', 'reports:read'] })).secret
  origin = (await serveHotRoutes()).origin
  Object.assign(log, { [pino.symbols.streamSym]: { write: (line: string) => logged.push(line) } })
  log.level = 'trace'
})

interface Answer {
  status: number
  // The answers of a JSON API: each test looks at what it asked for.
  body: Record<string, never> & { results: Record<string, unknown>[]; detail: string }
}

async function send(
  format: string,
  body: unknown,
  options: { headers?: Record<string, string>; key?: string; query?: string } = {},
): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(`${origin}/api/v1/ingest/${format}${options.query ?? ''}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${options.key ?? key}`, 'content-type': 'application/json', ...options.headers },
    body: isRaw ? (body as BodyInit) : JSON.stringify(body),
  })
  const text = await response.text()
  answered.push(text)
  return { status: response.status, body: JSON.parse(text) }
}

const [liteLlm = () => ({})] = samples.litellm ?? []
let count = 0
/** A callback record of a call of its own. */
const callback = (changes: Record<string, unknown> = {}) => {
  count++
  const record = JSON.parse(JSON.stringify(liteLlm(secret)))
  return { ...record, id: `chatcmpl-Own7fQm2Zx9Rt4Lw8K${count}`, response: null, ...changes }
}

describe('POST /api/v1/ingest/{format}', () => {
  it('books a callback of LiteLLM with its owner, its price and its prompt’s hash', async () => {
    const record = callback()
    const { status, body } = await send('litellm', [record], { query: '?results=all' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 1, rejected: 0 })
    expect(body.results[0]).toMatchObject({ index: 0, request_id: record.id, status: 'accepted', cost_usd: '0.000474' })
    const read = await fetch(`${origin}/api/v1/events?request_id=${record.id}`, { headers: { 'x-api-key': key } })
    const { events } = await read.json()
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      provider: 'openai',
      model: 'gpt-4o-mini',
      team_id: 'support-ops',
      cost_center: 'CC-4180',
      service: 'triage',
      feature: 'summarise',
      environment: 'production',
      route: 'fast-chat',
      input_tokens: 1_820,
      cached_input_tokens: 600,
      output_tokens: 410,
      latency_ms: 1_250,
      reported_cost_usd: '0.000474',
      prompt_hash: expect.stringMatching(/^[\w-]{43}\.[\w-]{43}$/),
    })
  })

  it.each([
    ['an array', (records: unknown[]) => JSON.stringify(records), {}],
    ['lines under a JSON content type', (records: unknown[]) => records.map((one) => JSON.stringify(one)).join('\n'), {}],
    ['a wrapper', (records: unknown[]) => JSON.stringify({ records }), {}],
    ['gzip', (records: unknown[]) => gzipSync(JSON.stringify(records)), { 'content-encoding': 'gzip' }],
  ])('takes %s, and the same again is all duplicates', async (_what, encode, headers) => {
    const records = [callback(), callback(), callback()]
    expect((await send('litellm', encode(records), { headers })).body).toMatchObject({ accepted: 3, rejected: 0 })
    expect((await send('litellm', encode(records), { headers })).body).toMatchObject({ accepted: 0, duplicates: 3 })
  })

  it('takes a single object, and a body of megabytes by way of the parser thread', async () => {
    expect((await send('litellm', callback())).body).toMatchObject({ accepted: 1 })
    const long = callback({ messages: [{ role: 'user', content: `${secret} `.repeat(200_000) }] })
    expect((await send('litellm', [long, callback()])).body).toMatchObject({ accepted: 2, rejected: 0 })
  })

  it('answers LiteLLM 200 whatever was refused, since it never sends again, and others 422', async () => {
    const failed = {
      model: 'gpt-4o-mini',
      messages: [{ content: secret }],
      prompt_tokens: 0,
      completion_tokens: 0,
      error_str: secret,
      id: 'x',
    }
    const refused = await send('litellm', [failed])
    expect(refused.status).toBe(200)
    expect(refused.body).toMatchObject({ accepted: 0, rejected: 1 })
    const other = await send('openai', { usage: { prompt_tokens: 4 }, choices: secret })
    expect(other.status).toBe(422)
    expect(other.body).toMatchObject({ rejected: 1, code: 'invalid' })
  })

  it('loses one record to a line that was cut off', async () => {
    const text = [callback(), callback()].map((one) => JSON.stringify(one)).join('\n')
    const { body } = await send('litellm', text.slice(0, -40))
    expect(body).toMatchObject({ accepted: 1, rejected: 1 })
    expect(body.results.find(({ status }) => status === 'rejected')).toMatchObject({
      index: 1,
      errors: [{ message: 'line 2 is not JSON: it is cut off before its end' }],
    })
  })

  it('books each part of an answer at its own model', async () => {
    const [make = () => ({})] = samples.anthropic ?? []
    const { body } = await send('anthropic', make(secret), { query: '?results=all' })
    expect(body).toMatchObject({ accepted: 2 })
    expect(body.results.map(({ index }) => index)).toEqual([0, 0])
    expect((await send('anthropic', make(secret))).body).toMatchObject({ duplicates: 2 })
  })

  it('passes over what is no call, without refusing it', async () => {
    const { status, body } = await send('openai', { object: 'page', data: [] })
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 0, rejected: 0, ignored: 1 })
  })

  it('knows its formats, its keys and whose records a source sends', async () => {
    expect((await send('nonsense', {})).status).toBe(404)
    expect((await send('litellm', {}, { key: `asc_${'x'.repeat(40)}` })).status).toBe(401)
    const reader = await makeKey(db, { scopes: ['reports:read'] })
    expect((await send('litellm', {}, { key: reader.secret })).status).toBe(403)
    await openImportSource(db, operator, { slug: 'bedrock-logs', format: 'bedrock' })
    const other = await makeKey(db, { scopes: ['ingest'], source: 'bedrock-logs' })
    const { status, body } = await send('litellm', [callback()], { key: other.secret })
    expect(status).toBe(409)
    expect(body.detail).toContain('"bedrock-logs" sends bedrock')
    expect((await send('litellm', '')).status).toBe(400)
    expect((await send('litellm', 'hello')).status).toBe(400)
  })

  it('tells two answers without any id apart by their place, and does so again when they are sent again', async () => {
    const one = {
      timestamp: '2026-06-15T09:30:00Z',
      response: { model: 'text-embedding-3-small', usage: { prompt_tokens: 4, total_tokens: 4 } },
    }
    expect((await send('openai', [one, one])).body).toMatchObject({ accepted: 2 })
    expect((await send('openai', [one, one])).body).toMatchObject({ duplicates: 2 })
    expect((await send('openai', [one], { headers: { 'idempotency-key': 'another' } })).body).toMatchObject({ accepted: 1 })
  })
})

describe('ascribe reprocess', () => {
  it('reads a refused record of a gateway again through its adapter, with the hash of its prompt', async () => {
    const ahead = callback({ id: 'later-1', startTime: Date.now() / 1_000 + 7_200, endTime: Date.now() / 1_000 + 7_201 })
    expect((await send('litellm', [ahead])).body).toMatchObject({ rejected: 1 })
    const now = new Date(Date.now() + 10_800_000)
    const { settled } = await reprocessRejected(getIngest(), { now })
    expect(settled).toBeGreaterThanOrEqual(1)
    const [event] = await sql`select prompt_hash, input_tokens::int from usage_event where request_id = 'later-1'`
    expect(event).toMatchObject({ input_tokens: 1_820, prompt_hash: expect.stringMatching(/^[\w-]{43}\./) })
    const again = await reprocessRejected(getIngest(), { now })
    expect(again.settled).toBe(0)
  })
})

describe('prompts', () => {
  it('are nowhere: not in a table, the archive, a log or an answer', async () => {
    for (const [format, makers] of Object.entries(samples)) {
      for (const make of makers) {
        const { body } = await send(format, make(secret))
        expect(body.rejected, `${format}: ${JSON.stringify(body)}`).toBe(0)
        // Refused and broken ones too: their reasons and what is kept of them.
        const text = JSON.stringify(make(secret))
        await send(format, text.slice(0, -25))
        await send(format, text.replaceAll('2026-06-15', '2016-06-15'))
        await send(format, text.replaceAll('"', "'"))
      }
    }
    const found: string[] = []
    const columns = await sql`
      select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`
    for (const { table_name: table, column_name: column } of columns) {
      const [row] = await sql`select count(*)::int as count from ${sql(table)} where ${sql(column)}::text ilike ${`%${secret}%`}`
      if (row?.count > 0) found.push(`${table}.${column}`)
    }
    const archives = await sql`select records from usage_archive`
    expect(archives.length).toBeGreaterThan(0)
    const lines = archives.map(({ records }) => inflateRawSync(records).toString())
    expect(lines.join('\n')).toContain('prompt_tokens')
    for (const text of lines)
      if (text.includes(secret)) found.push(`the archive: ${text.slice(text.indexOf(secret) - 80, text.indexOf(secret) + 40)}`)
    for (const text of [...logged, ...answered]) if (text.includes(secret)) found.push(text.slice(0, 200))
    expect(found).toEqual([])
  })

  it('leave end users out too, unless the contract keeps them', async () => {
    const [row] = await sql`
      select count(*)::int as count from usage_event where user_id is not null or tenant_id is not null`
    expect(row?.count).toBe(0)
    const archives = await sql`select records from usage_archive`
    const text = archives.map(({ records }) => inflateRawSync(records).toString()).join('\n')
    expect(text).not.toContain('somebody@example.com')
  })
})

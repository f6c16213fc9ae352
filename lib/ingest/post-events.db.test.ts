import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { engineerActor, leadActor, makeCostCenter, makeKey, makeTeam, operator } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { revokeKey } from '@/lib/keys/commands'
import { serveHotRoutes } from '@/lib/server/testing/serve-hot-routes'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { reprocessRejected } from './commands'
import { listEvents } from './list-events'
import { getIngest } from './process-ingest'
import { makeRecord } from './testing/records'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)

let origin = ''
let secret = ''

beforeAll(async () => {
  await prepareInstallation(url, readEnv({ REPORTING_ZONE: 'Europe/Berlin' }))
  await makeTeam(db, { slug: 'support-ops' })
  secret = (await makeKey(db, { scopes: ['ingest', 'reports:read'] })).secret
  origin = (await serveHotRoutes()).origin
})

interface Answer {
  status: number
  headers: Headers
  // The answers of a JSON API: each test looks at what it asked for.
  body: Record<string, never> & { results: Record<string, unknown>[]; events: Record<string, unknown>[] }
}

async function send(
  body: BodyInit | unknown,
  { headers = {}, query = '', key = secret }: { headers?: Record<string, string>; query?: string; key?: string | null } = {},
): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(`${origin}/api/v1/events${query}`, {
    method: 'POST',
    headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), 'content-type': 'application/json', ...headers },
    body: isRaw ? (body as BodyInit) : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
}

async function get(path: string, key = secret): Promise<Answer> {
  const response = await fetch(`${origin}${path}`, { headers: { 'x-api-key': key } })
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
}

let count = 0
const nextId = () => `test-${++count}`
const recent = (changes: Record<string, unknown> = {}) =>
  makeRecord({ request_id: nextId(), timestamp: new Date(Date.now() - 3_600_000).toISOString(), ...changes })
const countEvents = async (requestId: unknown) => {
  const [row] = await sql`select count(*)::int as count from usage_event where request_id = ${String(requestId)}`
  return row?.count
}

describe('POST /api/v1/events', () => {
  it('has stored what it answers for, priced and owned', async () => {
    const record = recent()
    const { status, body } = await send(record, { query: '?results=all' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 1, duplicates: 0, conflicts: 0, rejected: 0 })
    // (1,220 × 0.15 + 600 × 0.075 + 410 × 0.6) ÷ 1,000,000
    expect(body.results).toEqual([
      {
        index: 0,
        request_id: record.request_id,
        status: 'accepted',
        findings: ['missing_cost_center'],
        errors: [],
        cost_usd: '0.000474',
      },
    ])
    expect(await countEvents(record.request_id)).toBe(1)
  })

  it.each([
    ['an array', (records: unknown[]) => JSON.stringify(records), {}],
    ['an envelope', (records: unknown[]) => JSON.stringify({ events: records }), {}],
    ['one a line', (records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n'), {}],
    ['gzip', (records: unknown[]) => gzipSync(JSON.stringify(records)), { 'content-encoding': 'gzip' }],
  ])('takes %s, and the same again is all duplicates', async (_what, encode, headers) => {
    const records = [recent(), recent(), recent({ request_id: undefined, model: nextId() })]
    expect((await send(encode(records), { headers })).body).toMatchObject({ accepted: 3 })
    const again = await send(encode(records), { headers })
    expect(again.status).toBe(200)
    expect(again.body).toMatchObject({ accepted: 0, duplicates: 3, rejected: 0 })
  })

  it('takes a large body by way of the parser thread', async () => {
    const records = Array.from({ length: 1_500 }, () => recent())
    expect((await send(records)).body).toMatchObject({ accepted: 1_500, rejected: 0 })
    expect((await send(records)).body).toMatchObject({ accepted: 0, duplicates: 1_500 })
  })

  it('counts the same event once in one batch and in two requests at once', async () => {
    const record = recent()
    expect((await send([record, record])).body).toMatchObject({ accepted: 1, duplicates: 1 })
    const other = recent()
    const both = await Promise.all([send(other), send(other)])
    expect(both.map(({ body }) => body.accepted).sort()).toEqual([0, 1])
    expect(await countEvents(other.request_id)).toBe(1)
  })

  it('keeps the first of two that contradict each other and says so', async () => {
    const record = recent()
    await send(record)
    const { status, body } = await send({ ...record, input_tokens: 9_999 })
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 0, conflicts: 1, results: [{ status: 'conflict' }] })
    expect(body.results[0]?.findings).toContain('capture_conflict')
    const read = await get(`/api/v1/events?request_id=${record.request_id}`)
    expect(read.body.events).toMatchObject([{ input_tokens: 1820, captures: [{ kind: 'conflict' }] }])
  })

  it('never loses the neighbours of a bad record, keeps it redacted and takes it up again', async () => {
    const bad = recent({ input_tokens: -5, messages: 'a secret prompt' })
    const { status, body } = await send([recent(), bad, recent(), 'nonsense'])
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 2, rejected: 2 })
    expect(body.results.filter((result) => result.status === 'rejected')).toMatchObject([
      { index: 1, request_id: bad.request_id, errors: [{ path: 'input_tokens', message: 'must not be negative' }] },
      { index: 3, request_id: null },
    ])
    const kept = () =>
      sql`select record, times, resolved_at from rejected_record where record->'event'->>'request_id' = ${String(bad.request_id)}`
    expect(JSON.stringify(await kept())).not.toContain('secret')
    await send(bad)
    expect(await kept()).toMatchObject([{ times: 2, resolved_at: null }])

    await sql`update rejected_record set record = jsonb_set(record, '{event,input_tokens}', '1820') where record->'event'->>'request_id' = ${String(bad.request_id)}`
    const { refused } = await reprocessRejected(getIngest())
    expect(refused.length).toBeGreaterThan(0)
    expect(await countEvents(bad.request_id)).toBe(1)
    const [after] = await kept()
    expect(after?.resolved_at).not.toBeNull()
    expect((await reprocessRejected(getIngest())).settled).toBe(0)
  })

  it('answers 422 with the reasons where nothing is acceptable', async () => {
    const { status, headers, body } = await send([
      recent({ timestamp: '2099-01-01T00:00:00Z' }),
      recent({ timestamp: undefined }),
    ])
    expect(status).toBe(422)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body).toMatchObject({
      code: 'invalid',
      accepted: 0,
      rejected: 2,
      errors: [{ path: 'events[0].timestamp' }, { path: 'events[1].timestamp' }],
    })
    expect((await send([])).status).toBe(422)
  })

  it('takes equal records without ids under two Idempotency-Keys for two calls, and a replay for none', async () => {
    const record = recent({ request_id: undefined, feature: nextId() })
    const first = await send(record, { headers: { 'idempotency-key': 'a' }, query: '?results=all' })
    expect(first.body.results[0]?.findings).toContain('missing_request_id')
    expect((await send(record, { headers: { 'idempotency-key': 'a' } })).body).toMatchObject({ duplicates: 1 })
    expect((await send(record, { headers: { 'idempotency-key': 'b' } })).body).toMatchObject({ accepted: 1 })
  })

  it('names a dropped field once', async () => {
    const name = nextId()
    expect((await send(recent({ [name]: 1 }))).body).toMatchObject({ dropped_fields: [name] })
    expect((await send(recent({ [name]: 1 }))).body).not.toHaveProperty('dropped_fields')
  })

  it.each([
    ['no key', async () => null, 401],
    ['a garbled key', async () => 'asc_x', 401],
    ['an unknown key', async () => `asc_${'x'.repeat(40)}`, 401],
    ['a key that only reads', async () => (await makeKey(db)).secret, 403],
    ['a key of an evidence source', makeEvidenceKey, 403],
    ['a revoked key', makeRevokedKey, 401],
    ['an expired key', makeExpiredKey, 401],
  ])('refuses %s', async (_what, makeSecret, status) => {
    const key = await makeSecret()
    const record = recent()
    const answer = await send(record, { key })
    expect(answer.status).toBe(status)
    expect(String(answer.body.detail)).not.toContain('internal')
    expect(await countEvents(record.request_id)).toBe(0)
  })

  it('ends a key that is revoked between two requests at once', async () => {
    const made = await makeKey(db, { scopes: ['ingest'] })
    expect((await send(recent(), { key: made.secret })).status).toBe(200)
    await revokeKey(db, operator, { id: made.id })
    expect((await send(recent(), { key: made.secret })).status).toBe(401)
  })

  it.each([
    ['malformed JSON', '{"a":', {}, 400],
    ['an empty body', '', {}, 400],
    ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0x7d]), {}, 400],
    ['truncated gzip', gzipSync('{"a":1,"b":"some more text to cut"}').subarray(0, 30), { 'content-encoding': 'gzip' }, 400],
    ['a gzip bomb', gzipSync(Buffer.alloc(60_000_000)), { 'content-encoding': 'gzip' }, 413],
    ['20 MB and a byte', new Uint8Array(20_000_001), {}, 413],
    ['10,001 events', JSON.stringify(Array.from({ length: 10_001 }, () => 0)), {}, 413],
    ['another encoding', '{}', { 'content-encoding': 'br' }, 415],
    ['an Idempotency-Key without end', '{}', { 'idempotency-key': 'x'.repeat(300) }, 422],
  ])('refuses %s', async (_what, body, headers, status) => {
    const answer = await send(body, { headers })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) })
  })

  it('refuses a damaged large body by way of the parser thread with the same answer', async () => {
    const { status, body } = await send(`[${'{"a":1},'.repeat(40_000)}`)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'unreadable' })
  })
})

describe('GET /api/v1/events', () => {
  it('reads back what was sent, with its price in lines, findings and owner', async () => {
    const record = recent({ trace_id: nextId(), reported_cost_usd: 0.0074, latency_ms: 812.4 })
    await send(record)
    const { body } = await get(`/api/v1/events?trace_id=${record.trace_id}`)
    expect(body.events).toMatchObject([
      {
        ...record,
        timestamp: record.timestamp,
        latency_ms: 812,
        reported_cost_usd: '0.0074',
        cost_usd: '0.000474',
        list_cost_usd: '0.000474',
        price_version: '1',
        findings: ['missing_cost_center', 'cost_variance'],
        owner: 'support-ops',
        ownership_basis: 'tag',
        captures: [],
        lines: [
          { meter: 'input', quantity: '1220', rate: '0.15', per: '1000000', cost_usd: '0.000183' },
          { meter: 'cached_input', quantity: '600', rate: '0.075', per: '1000000', cost_usd: '0.000045' },
          { meter: 'output', quantity: '410', rate: '0.6', per: '1000000', cost_usd: '0.000246' },
        ],
      },
    ])
  })

  it('pages through a span without gap or repetition', async () => {
    const startMs = Date.now() - 40 * 86_400_000
    const records = Array.from({ length: 7 }, (_, index) =>
      recent({ timestamp: new Date(startMs + Math.floor(index / 2)).toISOString() }),
    )
    await send(records)
    const span = `from=${new Date(startMs).toISOString()}&to=${new Date(startMs + 1_000).toISOString()}`
    const seen: unknown[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: Answer = await get(`/api/v1/events?${span}&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...body.events.map((event) => event.request_id))
      cursor = body.next_cursor ?? null
    }
    expect([...seen].sort()).toEqual(records.map((record) => record.request_id).sort())
  })

  it.each([
    ['', 'from'],
    ['?from=yesterday', 'from'],
    ['?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z', 'to'],
    ['?request_id=x&cursor=zzz', 'cursor'],
    ['?request_id=x&limit=5000', 'limit'],
  ])('refuses %j and names the field', async (query, path) => {
    const { status, body } = await get(`/api/v1/events${query}`)
    expect(status).toBe(422)
    expect(body).toMatchObject({ errors: [{ path }] })
  })

  it('shows those who are bounded by teams what their team owned on that day, and nothing else', async () => {
    await makeTeam(db, { slug: 'search' })
    const own = recent()
    const foreign = recent({ team_id: 'search' })
    await send([own, foreign, recent({ team_id: 'nobody-knows' })])
    const from = new Date(Date.now() - 2 * 3_600_000)
    const scope = scopeFor(await engineerActor(db, { teams: ['search'] }), 'spend.read')
    const seen = await listEvents(db, scope, { from, limit: 1_000 })
    expect(seen.map(({ event }) => event.requestId)).toEqual([foreign.request_id])
    const lead = scopeFor(await leadActor(db, { teams: [], costCenters: [(await makeCostCenter(db)).code] }), 'spend.read')
    expect(await listEvents(db, lead, { from, limit: 1_000 })).toEqual([])
  })

  it('is closed to a key that only sends', async () => {
    const { secret: sender } = await makeKey(db, { scopes: ['ingest'] })
    expect((await get('/api/v1/events?request_id=x', sender)).status).toBe(403)
  })
})

describe('GET /api/v1/contract', () => {
  it('describes the event', async () => {
    const { status, body } = await get('/api/v1/contract')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      version: 1,
      schema: { type: 'object', required: ['timestamp', 'provider', 'model'] },
      expected_fields: { '*': ['team_id', 'project_id', 'service', 'environment'] },
      accepted_spellings: { model: ['model_version'] },
    })
  })
})

async function makeEvidenceKey(): Promise<string> {
  const slug = nextId()
  const made = await makeKey(db, { scopes: ['ingest'], source: slug })
  await sql`update source set role = 'evidence' where slug = ${slug}`
  return made.secret
}

async function makeRevokedKey(): Promise<string> {
  const made = await makeKey(db, { scopes: ['ingest'] })
  await revokeKey(db, operator, { id: made.id })
  return made.secret
}

async function makeExpiredKey(): Promise<string> {
  const made = await makeKey(db, { scopes: ['ingest'] })
  await sql`update api_key set expires_at = now() - interval '1 minute' where id = ${made.id}`
  return made.secret
}

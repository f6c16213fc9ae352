import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditorActor, leadActor, makeKey, operator, userActor } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import type { Handler } from '@/lib/http/handler'
import { postEvents } from '@/lib/ingest/post-events'
import { postIngest } from '@/lib/ingest/post-ingest'
import { closeIngest, getIngest } from '@/lib/ingest/process-ingest'
import { makeRecord } from '@/lib/ingest/testing/records'
import { rotateKey } from '@/lib/keys/commands'
import { listKeys } from '@/lib/keys/queries'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { createSource } from './commands'
import { writeExamples } from './examples'
import { getSource, getSources, patchSource, postKeyRotation, postReprocess, postSource, postSourceKey } from './handlers'
import { listSourceViews } from './list-sources'
import { sourceTallySweep } from './prune-job'
import { readSource } from './read-source'

process.env.AUTH_SECRET ??= 'only for tests, thirty-two characters'
const { db, sql, url } = await createTestDatabase()
await pointProcessAt(url)

const context = { requestId: 'test', address: '192.0.2.7' }
let admin = ''

beforeAll(async () => {
  await prepareInstallation(url, readEnv({}))
  admin = (await makeKey(db, { scopes: ['admin'] })).secret
  afterAll(closeIngest)
})

type Asking = Parameters<typeof makeRequest>[1]

// The answers of a JSON API: each test looks at what it asked for.
interface Answer {
  status: number
  body: Record<string, never> & { sources: Record<string, unknown>[]; errors: { path: string }[] }
  text: string
}

async function ask(handler: Handler, path: string, options: Asking = { key: admin }): Promise<Answer> {
  const response = await handler(await makeRequest(path, options), context)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, body: isJson ? JSON.parse(text) : {}, text }
}

let count = 0
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const call = (changes: Record<string, unknown> = {}) =>
  makeRecord({ timestamp: minutesAgo(1), request_id: `source-${++count}`, ...changes })

async function send(slug: string, records: readonly unknown[]): Promise<void> {
  const { secret } = await makeKey(db, { scopes: ['ingest'], source: slug })
  await ask(postEvents, '/api/v1/events', { key: secret, body: records })
  await getIngest().tally.flush()
}

const viewOf = async (slug: string, now = new Date()) => (await listSourceViews(db, { now, seesKeys: true, slug }))[0]

describe('the figures of a source', () => {
  it('tell what became of what arrived, exactly', async () => {
    const first = call()
    await send('exact', [
      first,
      call(),
      call({ model: 'a-model-without-price' }),
      call({ timestamp: minutesAgo(3 * 24 * 60) }),
      call({ input_tokens: -1 }),
      call({ timestamp: 'yesterday' }),
    ])
    await send('exact', [first, { ...first, output_tokens: 999 }])
    await send('another', [call()])
    const view = await viewOf('exact')
    expect(view).toMatchObject({
      format: 'canonical',
      role: 'ledger',
      quiet: { state: 'active' },
      calls: 3,
      openRejections: 2,
      openConflicts: 1,
      arrived: { accepted: 4, duplicates: 1, conflicts: 1, rejected: 2, late: 1 },
    })
    expect(view?.keyPrefixes).toHaveLength(2)
    expect(view?.findings).toMatchObject({ unpriced_model: 1, capture_conflict: 1, unknown_team: 5 })
    expect(view?.withFindings).toBe(5)
    expect(Math.abs((view?.lagMedianMs ?? 0) - 60_000)).toBeLessThan(15_000)
  })

  it('are those of the last 24 hours, and of no other time', async () => {
    await send('yesterday', [call(), call()])
    const later = await viewOf('yesterday', new Date(Date.now() + 25 * 3_600_000))
    expect(later).toMatchObject({ calls: 0, arrived: { accepted: 0 }, lagMedianMs: null, withFindings: 0 })
    expect(later?.quiet).toMatchObject({ state: 'quiet', usualPauseHours: null })
  })

  it('know a habit from the hours in which calls began', async () => {
    const hours = Array.from({ length: 30 }, (_, index) => call({ timestamp: minutesAgo(60 * index + 1) }))
    await send('hourly', hours)
    const quiet = await viewOf('hourly', new Date(Date.now() + 5 * 3_600_000))
    expect(quiet?.quiet).toMatchObject({ state: 'quiet', usualPauseHours: 1 })
  })

  it('of a source that never sent are none', async () => {
    await createSource(db, operator, { slug: 'silent', role: 'evidence' })
    expect(await viewOf('silent')).toMatchObject({
      lastEventAt: null,
      quiet: { state: 'never' },
      calls: 0,
      keyPrefixes: [],
      lagP95Ms: null,
    })
  })

  it('of arrivals are added once, by however many writers', async () => {
    const { tally } = getIngest()
    await send('twice', [call()])
    await Promise.all([tally.flush(), tally.flush()])
    await send('twice', [call()])
    expect((await viewOf('twice'))?.arrived.accepted).toBe(2)
  })

  it('are kept for five weeks', async () => {
    const sweep = (now: Date) => sourceTallySweep.run({ db, now, payload: null })
    await send('old', [call()])
    await sweep(new Date())
    expect((await viewOf('old'))?.arrived.accepted).toBe(1)
    await sweep(new Date(Date.now() + 36 * 86_400_000))
    expect((await viewOf('old'))?.arrived.accepted).toBe(0)
  })
})

describe('the page of a source', () => {
  it('lists refused records with what was kept, captures, unknown fields and the hours', async () => {
    await send('listed', [call({ input_tokens: -1, prompt: 'marmaladeZebraQuorum', shoe_size: 9 }), call({ shoe_size: 7 })])
    const details = await readSource(db, 'listed', { now: new Date(), seesKeys: true })
    expect(details?.rejections).toMatchObject([
      { times: 1, errors: [{ path: 'input_tokens' }], leftOut: expect.arrayContaining(['prompt', 'shoe_size']) },
    ])
    expect(details?.unknownFields.map(({ name, bodies }) => [name, bodies])).toEqual([
      ['prompt', 1],
      ['shoe_size', 1],
    ])
    expect(details?.hours).toHaveLength(48)
    expect(details?.hours.reduce((sum, { calls }) => sum + calls, 0)).toBe(1)
    expect(JSON.stringify(details)).not.toContain('marmaladeZebraQuorum')
    expect(await readSource(db, 'no-such-source', { now: new Date(), seesKeys: true })).toBeNull()
  })
})

describe('examples', () => {
  it('are taken as they stand, apart from the owner that is not registered', async () => {
    const { secret } = await makeKey(db, { scopes: ['ingest'], source: 'exemplary' })
    const source = { slug: 'exemplary', format: 'canonical' }
    const examples = writeExamples({ origin: 'https://ascribe.test', source, secret, now: new Date() })
    expect(examples.map(({ key }) => key)).toEqual(['canonical', 'litellm', 'otel', 'provider'])
    for (const { key, code } of examples) {
      expect(code).toContain('https://ascribe.test/')
      expect(code).toContain(secret)
      const body = /-d '([^']*)'/.exec(code)?.[1]
      if (body === undefined) continue
      const handler = key === 'canonical' ? postEvents : postIngest
      const path = new URL(/https:\S+/.exec(code)?.[0] ?? '').pathname
      expect((await ask(handler, path, { key: secret, body: JSON.parse(body) })).body).toMatchObject({ accepted: 1, rejected: 0 })
    }
  })

  it('of a source for one format do not lead to the endpoint of another', () => {
    const keysOf = (format: string) =>
      writeExamples({ origin: 'https://a.test', source: { slug: 'a', format }, now: new Date() }).map(({ key }) => key)
    expect(keysOf('litellm')).toEqual(['litellm', 'canonical', 'otel'])
    expect(keysOf('openai')).toEqual(['provider', 'canonical', 'otel'])
    expect(keysOf('kong')).toEqual(['canonical', 'otel'])
  })
})

describe('a key that is rotated', () => {
  it('goes on for the overlap, beside its successor', async () => {
    const { id, secret } = await makeKey(db, { scopes: ['ingest'], source: 'rotated', name: 'gateway' })
    const made = await rotateKey(db, operator, { id, overlapHours: 2 })
    const [successor, old] = (await listKeys(db)).filter(({ source }) => source === 'rotated')
    expect(successor).toMatchObject({ id: made.id, name: 'gateway', scopes: ['ingest'], expiresAt: null })
    expect(Math.abs((old?.expiresAt?.getTime() ?? 0) - Date.now() - 2 * 3_600_000)).toBeLessThan(60_000)
    for (const key of [secret, made.secret]) {
      expect((await ask(postEvents, '/api/v1/events', { key, body: call() })).status).toBe(200)
    }
    expect(await sql`select command from audit_entry where subject_id in (${id}, ${made.id}) order by id`).toMatchObject([
      { command: 'key.create' },
      { command: 'key.rotate' },
      { command: 'key.rotate' },
    ])
  })

  it('ends at once without an overlap, and never later than it was to', async () => {
    const { id, secret } = await makeKey(db, { scopes: ['ingest'], source: 'ended' })
    await rotateKey(db, operator, { id, overlapHours: 0 })
    expect((await ask(postEvents, '/api/v1/events', { key: secret, body: call() })).status).toBe(401)
    await expect(rotateKey(db, operator, { id, overlapHours: 1 })).rejects.toMatchObject({ code: 'conflict' })
    const expiresAt = new Date(Date.now() + 3_600_000)
    const short = await makeKey(db, { scopes: ['ingest'], source: 'ended', expiresAt })
    expect((await rotateKey(db, operator, { id: short.id, overlapHours: 720 })).oldExpiresAt).toEqual(expiresAt)
    await expect(rotateKey(db, operator, { id: short.id, overlapHours: 721 })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('sources over HTTP', () => {
  it('are made, changed, listed and given out as a file', async () => {
    const made = await ask(postSource, '/api/v1/sources', { key: admin, body: { slug: 'edge', format: 'kong' } })
    expect(made).toMatchObject({ status: 201, body: { slug: 'edge', role: 'ledger', state: 'never' } })
    const again = await ask(postSource, '/api/v1/sources', { key: admin, body: { slug: 'edge' } })
    expect(again).toMatchObject({ status: 409, body: { errors: [{ path: 'slug' }] } })
    const changed = await ask(patchSource, '/api/v1/sources/edge', {
      key: admin,
      method: 'PATCH',
      body: { role: 'evidence', rank: 3 },
    })
    expect(changed).toMatchObject({ status: 200, body: { format: 'kong', role: 'evidence', rank: 3 } })
    expect(await sql`select command from audit_entry where subject_name = 'edge' order by id`).toMatchObject([
      { command: 'source.create' },
      { command: 'source.edit' },
    ])
    expect((await ask(getSources, '/api/v1/sources')).body.sources.find(({ slug }) => slug === 'edge')).toMatchObject({ rank: 3 })
    const file = (await ask(getSources, '/api/v1/sources?format=csv')).text
    expect(file).toMatch(/^slug,format,role,rank,/)
    expect(file).toContain('\r\nedge,kong,evidence,3,')
    expect((await ask(getSource, '/api/v1/sources/edge')).body).toMatchObject({ rejected_records: [], unknown_fields: [] })
  })

  it.each([
    [{ slug: 'Big Edge' }, 'slug'],
    [{ slug: 'x-edge', format: 'carrier-pigeon' }, 'format'],
    [{ slug: 'x-edge', role: 'judge' }, 'role'],
    [{ slug: 'x-edge', rank: -1 }, 'rank'],
  ])('refuse %o, naming %s', async (body, path) => {
    const answer = await ask(postSource, '/api/v1/sources', { key: admin, body })
    expect(answer.body.errors.map((error) => error.path)).toEqual([path])
    expect(await viewOf('x-edge')).toBeUndefined()
  })

  it('read refused records again, all or one, and say what became of them', async () => {
    await send('mended', [call({ input_tokens: -1 }), call({ output_tokens: -1 })])
    const path = '/api/v1/sources/mended/reprocess'
    expect((await ask(postReprocess, path, { key: admin, body: {} })).body).toMatchObject({ settled: 0, refused: 2 })
    // As if the rule that refused it were another one by now.
    const [mended] = await sql<{ id: string }[]>`
      update rejected_record set record = jsonb_set(record, '{event,input_tokens}', '5000')
      where source_id = (select id from source where slug = 'mended') and errors -> 0 ->> 'path' = 'input_tokens' returning id::text`
    const one = await ask(postReprocess, path, { key: admin, body: { record: mended?.id } })
    expect(one.body).toMatchObject({ settled: 1, refused: 0 })
    expect(await viewOf('mended')).toMatchObject({ calls: 1, openRejections: 1 })
    expect((await ask(postReprocess, path, { key: admin, body: { record: mended?.id } })).status).toBe(404)
    expect((await ask(postReprocess, path, { key: admin, body: { record: 'first' } })).status).toBe(422)
  })

  it('have keys made and rotated; a key of another source is not found', async () => {
    await createSource(db, operator, { slug: 'keyed' })
    const made = await ask(postSourceKey, '/api/v1/sources/keyed/keys', { key: admin, body: { name: 'gateway' } })
    expect(made).toMatchObject({ status: 201, body: { name: 'gateway' } })
    const { id, secret } = made.body as unknown as { id: string; secret: string }
    expect((await ask(postEvents, '/api/v1/events', { key: secret, body: call() })).status).toBe(200)
    const rotate = (slug: string) =>
      ask(postKeyRotation, `/api/v1/sources/${slug}/keys/${id}/rotate`, { key: admin, body: { overlap_hours: 1 } })
    expect((await rotate('silent')).status).toBe(404)
    expect(await rotate('keyed')).toMatchObject({ status: 201, body: { name: 'gateway' } })
    expect((await ask(getSource, '/api/v1/sources/keyed')).text).not.toContain(secret)
  })

  it('are read by finance and auditors, changed by administrators, and closed to leads and programs that report', async () => {
    const finance = await userActor(db, { role: 'finance' })
    const auditor = await auditorActor(db)
    const lead = await leadActor(db)
    const reader = (await makeKey(db)).secret
    for (const { sessionId } of [finance, auditor]) {
      expect((await ask(getSources, '/api/v1/sources', { sessionId })).status).toBe(200)
      const body = { slug: 'not-theirs' }
      expect((await ask(postSource, '/api/v1/sources', { sessionId, body })).status).toBe(403)
      expect((await ask(postReprocess, '/api/v1/sources/exact/reprocess', { sessionId, body: {} })).status).toBe(403)
    }
    const [seen] = (await ask(getSources, '/api/v1/sources', { sessionId: finance.sessionId })).body.sources
    expect(seen).toMatchObject({ key_prefixes: [] })
    for (const options of [{ sessionId: lead.sessionId }, { key: reader }]) {
      expect((await ask(getSources, '/api/v1/sources', options)).status).toBe(403)
      expect((await ask(getSource, '/api/v1/sources/exact', options)).status).toBe(403)
    }
    expect((await ask(getSources, '/api/v1/sources', {})).status).toBe(401)
  })
})

import { createServer } from 'node:net'
import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { z } from 'zod'
import { createTeam } from '@/lib/attribution/team-commands'
import { closeDatabase } from '@/lib/db/client'
import { engineerActor, makeKey, makeSession, makeTeam, makeUser, operator } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { AppError } from '@/lib/errors'
import { revokeKey } from '@/lib/keys/commands'
import type { Handler } from './handler'
import { route } from './route'
import { getWhoami } from './whoami'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url } = await createTestDatabase()
await pointProcessAt(url)
const { secret: key } = await makeKey(db, { name: 'warehouse', scopes: ['reports:read'] })

const context = { requestId: 'request-1', address: '192.0.2.7' }
async function call(handler: Handler, options: Parameters<typeof makeRequest>[1] = {}, path = '/api/v1/things') {
  const response = await handler(await makeRequest(path, options), context)
  return { response, status: response.status, body: await response.json() }
}
const failing = (error: unknown) =>
  route({ permission: null }, async () => {
    throw error
  })

describe('a route', () => {
  it('hands over who asks, what they may see and what they sent, and answers JSON that no cache keeps', async () => {
    const team = await makeTeam(db)
    const { sessionId } = await engineerActor(db, { teams: [team.slug] })
    const handler = route(
      {
        permission: 'spend.read',
        query: z.object({ days: z.coerce.number(), team: z.array(z.string()) }),
        body: z.object({ name: z.string().trim() }),
      },
      async ({ actor, scope, query, body }) => ({ kind: actor.kind, teamIds: scope?.teamIds, query, body }),
    )
    const options = { sessionId, body: { name: ' x ', unknown: 1 } }
    const { response, body } = await call(handler, options, '/api/v1/things?days=7&team=a&team=b')
    expect(body).toEqual({ kind: 'user', teamIds: [team.id], query: { days: 7, team: ['a', 'b'] }, body: { name: 'x' } })
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/json',
      'cache-control': 'private, no-store',
    })
  })

  it('passes a response on as it is', async () => {
    const handler = route({ permission: null }, async () => new Response('a,b', { headers: { 'content-type': 'text/csv' } }))
    const response = await handler(await makeRequest('/', { key }), context)
    expect(await response.text()).toBe('a,b')
    expect(response.headers.get('content-type')).toBe('text/csv')
  })

  it('does not look at the body before it knows who asks', async () => {
    const { status } = await call(
      route({ permission: 'price.edit', body: z.object({}) }, async () => ({})),
      { key, body: 'garbage' },
    )
    expect(status).toBe(403)
  })
})

describe('a refusal', () => {
  const guarded = route(
    {
      permission: 'spend.read',
      query: z.object({ days: z.coerce.number('is a number').optional() }),
      body: z.object({ events: z.array(z.object({ model: z.string('is text') })) }),
      maxBytes: 100,
    },
    async () => ({ done: true }),
  )
  const good = { events: [{ model: 'm' }] }

  it('is 401 with a challenge where nobody is known', async () => {
    const { response, status, body } = await call(guarded, { body: good })
    expect(status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="ascribe"')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(body).toMatchObject({ code: 'unauthenticated', request_id: 'request-1' })
  })

  it('is 401 with the reason where a key is known no longer', async () => {
    const revoked = await makeKey(db, { name: 'old' })
    await revokeKey(db, operator, { id: revoked.id })
    const { response, body } = await call(guarded, { key: revoked.secret, body: good })
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="ascribe"')
    expect(body.detail).toBe('The API key "old" was revoked.')
  })

  it('is 403 where the permission is missing, and names it', async () => {
    const { secret } = await makeKey(db, { scopes: ['ingest'] })
    const { status, body, response } = await call(guarded, { key: secret, body: good })
    expect([status, body.code]).toEqual([403, 'forbidden'])
    expect(body.detail).toContain('"spend.read"')
    expect(response.headers.has('www-authenticate')).toBe(false)
  })

  it('is 403 for a write by cookie from another site', async () => {
    const sessionId = await makeSession(db, (await makeUser(db)).id)
    const { status } = await call(guarded, { sessionId, body: good, headers: { 'sec-fetch-site': 'cross-site' } })
    expect(status).toBe(403)
  })

  it('is 422 with the path of every field at fault', async () => {
    const { status, body } = await call(guarded, { key, body: { events: [{ model: 'm' }, { model: 1 }, {}] } })
    expect(status).toBe(422)
    expect(body.errors).toEqual([
      { path: 'events[1].model', message: 'is text' },
      { path: 'events[2].model', message: 'is text' },
    ])
    const query = await call(guarded, { key, body: good }, '/api/v1/things?days=many')
    expect([query.status, query.body.errors]).toEqual([422, [{ path: 'days', message: 'is a number' }]])
  })

  it('is 413 for a body that is too large, announced or not', async () => {
    const announced = await call(guarded, { key, body: { events: [{ model: 'x'.repeat(200) }] } })
    expect([announced.status, announced.body.code]).toEqual([413, 'too_large'])
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(10).fill(0x20))
      },
    })
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const endless = new Request('http://ascribe.test/', Object.assign({ method: 'POST', body, headers }, { duplex: 'half' }))
    expect((await guarded(endless, context)).status).toBe(413)
  })

  it('is 415 for another type, and 400 with the place for what is no JSON', async () => {
    const typed = await call(guarded, { key, body: good, headers: { 'content-type': 'text/csv' } })
    expect([typed.status, typed.body.code]).toEqual([415, 'unsupported_media_type'])
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const broken = await guarded(new Request('http://ascribe.test/', { method: 'POST', body: '{"events":}', headers }), context)
    expect(broken.status).toBe(400)
    expect(await broken.json()).toMatchObject({ code: 'unreadable', detail: 'The body is not JSON: it breaks at character 10.' })
  })

  it('is what a command says, with its fields', async () => {
    const team = await makeTeam(db)
    const create = route({ permission: null, body: z.object({ slug: z.string() }) }, ({ body }) =>
      createTeam(db, operator, { ...body, name: 'Twin' }),
    )
    const { status, body } = await call(create, { key, body: { slug: team.slug } })
    expect([status, body.errors]).toEqual([409, [{ path: 'slug', message: 'this slug is taken by another team' }]])
  })

  it('tells how long to wait', async () => {
    const { response, status } = await call(failing(new AppError('rate_limited', 'Slow down.', { retryAfterSeconds: 7.5 })), {
      key,
    })
    expect([status, response.headers.get('retry-after')]).toEqual([429, '8'])
  })

  test.each([
    ['an error', new Error('relation "secret_table" does not exist')],
    ['an error of the database', Object.assign(new Error('x', { cause: new Error('secret_table') }), { code: '42P01' })],
    ['a text', 'secret_table'],
  ])('is 500 without a word of the cause where %s was thrown', async (_what, thrown) => {
    const { status, body } = await call(failing(thrown), { key })
    expect([status, body.code, body.request_id]).toEqual([500, 'internal', 'request-1'])
    expect(JSON.stringify(body)).not.toContain('secret_table')
  })
})

describe('without a database', () => {
  it('the answer is 503 and when to try again, and all is well once it is back', async () => {
    // A port that was free a moment ago, so that nobody answers there.
    const server = createServer()
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' ? (address?.port ?? 0) : 0)
      }),
    )
    await new Promise((resolve) => server.close(resolve))
    await closeDatabase()
    vi.stubEnv('DATABASE_URL', `postgres://nobody:hunter2@127.0.0.1:${port}/nothing`)
    const { response, status, body } = await call(getWhoami, { key })
    expect([status, body.code, response.headers.get('retry-after')]).toEqual([503, 'unavailable', '5'])
    expect(JSON.stringify(body)).not.toContain('hunter2')

    await closeDatabase()
    vi.stubEnv('DATABASE_URL', url)
    expect((await call(getWhoami, { key })).status).toBe(200)
  })
})

describe('whoami', () => {
  it('tells a program what its key may do', async () => {
    const { body } = await call(getWhoami, { key })
    expect(body).toMatchObject({ kind: 'key', name: 'warehouse', scopes: ['reports:read'] })
    expect(body.permissions).toContain('spend.read')
    expect(body.permissions).not.toContain('finance.read')
  })

  it('tells a person their role', async () => {
    const user = await makeUser(db, { role: 'auditor', name: 'Ada' })
    const { body } = await call(getWhoami, { sessionId: await makeSession(db, user.id) })
    expect(body).toMatchObject({ kind: 'user', name: 'Ada', email: user.email, role: 'auditor' })
  })
})

import { eq, sql } from 'drizzle-orm'
import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { apiKey } from '@/lib/db/schema/auth'
import { makeKey, makeSession, makeUser, operator } from '@/lib/db/testing/factories'
import { makeRequest, makeSessionCookie } from '@/lib/db/testing/requests'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { revokeKey } from '@/lib/keys/commands'
import { createKeySecret } from './key-secret'
import { findRequestActor } from './request-actor'
import { closeSession } from './sessions'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db } = await createTestDatabase()
const sessionId = await makeSession(db, (await makeUser(db)).id)
const actorOf = async (options: Parameters<typeof makeRequest>[1]) =>
  findRequestActor(db, await makeRequest('/api/v1/whoami', options))

describe('an API key', () => {
  it('is taken from Authorization and from x-api-key', async () => {
    const { id, secret } = await makeKey(db, { name: 'gateway', scopes: ['reports:read', 'finance:read'] })
    const actor = { kind: 'key', id, name: 'gateway', scopes: ['reports:read', 'finance:read'], sourceId: null }
    expect(await actorOf({ key: secret })).toEqual(actor)
    expect(await actorOf({ headers: { authorization: `bearer   ${secret}` } })).toEqual(actor)
    expect(await actorOf({ headers: { 'x-api-key': secret } })).toEqual(actor)
  })

  it('of ingest names its source', async () => {
    const { secret } = await makeKey(db, { scopes: ['ingest'] })
    expect(await actorOf({ key: secret })).toMatchObject({ scopes: ['ingest'], sourceId: expect.any(Number) })
  })

  it('loses scopes that this version does not know', async () => {
    const { id, secret } = await makeKey(db)
    await db
      .update(apiKey)
      .set({ scopes: ['reports:read', 'everything'] })
      .where(eq(apiKey.id, id))
    expect(await actorOf({ key: secret })).toMatchObject({ scopes: ['reports:read'] })
  })

  it('is refused from the moment it is revoked or expired', async () => {
    const revoked = await makeKey(db, { name: 'old gateway' })
    await revokeKey(db, operator, { id: revoked.id })
    await expect(actorOf({ key: revoked.secret })).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'The API key "old gateway" was revoked.',
    })
    const expired = await makeKey(db)
    await db.update(apiKey).set({ expiresAt: new Date() }).where(eq(apiKey.id, expired.id))
    await expect(actorOf({ key: expired.secret })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test.each([
    ['unknown', createKeySecret()],
    ['of another product', 'sk-0123456789'],
    ['empty', ''],
    ['in two pieces', 'asc_one two'],
  ])('is refused where it is %s, also in a signed-in browser', async (_what, secret) => {
    for (const [name, value] of [
      ['authorization', `Bearer ${secret}`],
      ['x-api-key', secret],
    ] as const) {
      await expect(actorOf({ headers: { [name]: value }, sessionId })).rejects.toMatchObject({ code: 'unauthenticated' })
    }
  })

  it('decides alone in a signed-in browser', async () => {
    const { secret } = await makeKey(db)
    expect(await actorOf({ key: secret, sessionId })).toMatchObject({ kind: 'key' })
  })

  it('may write from anywhere, since no browser sends it by itself', async () => {
    const { secret } = await makeKey(db)
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect(await actorOf({ method: 'POST', key: secret, headers })).toMatchObject({ kind: 'key' })
  })

  it('notes its last use, at most once a minute', async () => {
    const { id, secret } = await makeKey(db)
    const lastUse = async () => (await db.select().from(apiKey).where(eq(apiKey.id, id)))[0]?.lastUsedAt
    expect(await lastUse()).toBeNull()
    await actorOf({ key: secret })
    const first = await lastUse()
    await actorOf({ key: secret })
    expect(first).toBeInstanceOf(Date)
    expect(await lastUse()).toEqual(first)
    await db.update(apiKey).set({ lastUsedAt: sql`now() - interval '61 seconds'` }).where(eq(apiKey.id, id))
    await actorOf({ key: secret })
    expect((await lastUse())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Number.POSITIVE_INFINITY)
  })
})

describe('a session’s cookie', () => {
  it('is the person, among other cookies too', async () => {
    expect(await actorOf({ sessionId })).toMatchObject({ kind: 'user', sessionId })
    const cookie = `theme=dark; broken=%; ${await makeSessionCookie(sessionId)}; flag`
    expect(await actorOf({ headers: { cookie } })).toMatchObject({ kind: 'user', sessionId })
  })

  test.each([
    ['no cookie', undefined],
    ['another cookie', 'theme=dark'],
    ['a garbled one', 'ascribe.session=%E0%A4%A'],
    ['one whose name only ends like ours', 'other-ascribe.session=x'],
  ])('is nobody with %s', async (_what, cookie) => {
    expect(await actorOf({ headers: cookie === undefined ? {} : { cookie } })).toBeNull()
  })

  it('is nobody after signing out', async () => {
    const ended = await makeSession(db, (await makeUser(db)).id)
    await closeSession(db, ended)
    expect(await actorOf({ sessionId: ended })).toBeNull()
  })

  test.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }],
    ['our own page, in a browser that only names the origin', { origin: 'http://ascribe.test', host: 'ascribe.test' }],
  ])('may write from %s', async (_where, headers) => {
    const cookie = await makeSessionCookie(sessionId)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(await actorOf({ method, headers: { ...headers, cookie } })).toMatchObject({ kind: 'user' })
    }
  })

  test.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another name of our site', { 'sec-fetch-site': 'same-site' }],
    ['a bookmark', { 'sec-fetch-site': 'none' }],
    ['another origin', { origin: 'https://elsewhere.example', host: 'ascribe.test' }],
    ['an origin that hides itself', { origin: 'null', host: 'ascribe.test' }],
    [
      'another site that claims our origin',
      { 'sec-fetch-site': 'cross-site', origin: 'http://ascribe.test', host: 'ascribe.test' },
    ],
    ['nowhere', {}],
  ])('may not write from %s, and may read', async (_where, headers) => {
    const cookie = await makeSessionCookie(sessionId)
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      await expect(actorOf({ method, headers: { ...headers, cookie } })).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await actorOf({ headers: { ...headers, cookie } })).toMatchObject({ kind: 'user' })
  })
})

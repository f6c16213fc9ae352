import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { closeDatabase } from '@/lib/db/client'
import { makeSession, makeUser } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { authOptions } from './next-auth'
import { findSessionActor } from './sessions'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
vi.stubEnv('AUTH_URL', '')
afterAll(() => vi.unstubAllEnvs())

const { db, url } = await createTestDatabase()
await pointProcessAt(url)

/** What next-auth calls when the sign-in form is sent. */
async function authorize(credentials: Record<string, string>, headers: Record<string, string> = {}) {
  const [provider] = authOptions().providers
  if (provider?.type !== 'credentials') throw new Error('there is no form to sign in with')
  const { authorize: check } = provider.options as Pick<typeof provider, 'authorize'>
  return check(credentials, { headers: { 'x-forwarded-for': randomUUID(), ...headers }, body: {}, query: {}, method: 'POST' })
}

describe('the sign-in exchange', () => {
  it('hands over a session for the right password, and nothing for a wrong one', async () => {
    const user = await makeUser(db)
    const signedIn = await authorize({ email: user.email, password: user.password })
    expect(await findSessionActor(db, signedIn?.sessionId ?? '')).toMatchObject({ id: user.id })
    expect(await authorize({ email: user.email, password: 'wrong horse battery' })).toBeNull()
  })

  it('tells the form that there were too many guesses, in our own words', async () => {
    const { email } = await makeUser(db)
    for (let guess = 0; guess < 10; guess++) await authorize({ email, password: 'wrong horse battery' })
    await expect(authorize({ email, password: 'wrong horse battery' })).rejects.toThrow('Too many failed sign-ins')
  })

  it('puts the session into the cookie and nothing else of the person', async () => {
    const { jwt, session } = authOptions().callbacks ?? {}
    const user = { id: 'u', sessionId: 's', name: 'Ada', email: 'ada@example.com' }
    const fresh = { token: { name: 'Ada', email: 'ada@example.com', sub: 'u' }, user, account: null }
    expect(await jwt?.(fresh)).toEqual({ sid: 's' })
    const stated = { session: { expires: 'then', user: { name: 'Ada' } }, token: {}, user: { ...user, emailVerified: null } }
    expect(await session?.({ ...stated, newSession: null, trigger: 'update' })).toEqual({ expires: 'then' })
  })

  it('ends the session where somebody signs out', async () => {
    const sessionId = await makeSession(db, (await makeUser(db)).id)
    await authOptions().events?.signOut?.({ token: { sid: sessionId }, session: { expires: '' } })
    expect(await findSessionActor(db, sessionId)).toBeNull()
  })

  it('keeps the cookie from scripts and from other sites', () => {
    expect(authOptions().cookies?.sessionToken?.options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: false })
    vi.stubEnv('AUTH_URL', 'https://ascribe.example.com')
    expect(authOptions().cookies?.sessionToken).toMatchObject({ name: '__Secure-ascribe.session', options: { secure: true } })
    vi.stubEnv('AUTH_URL', '')
  })

  it('says nothing of the cause where the database is away', async () => {
    await closeDatabase()
    vi.stubEnv('DATABASE_URL', 'postgres://nobody:hunter2@127.0.0.1:1/nothing')
    const failure = await authorize({ email: 'a@example.com', password: 'x' }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ message: 'Sign-in is not possible for the moment. Try again shortly.' })
    await closeDatabase()
    vi.stubEnv('DATABASE_URL', url)
  })
})

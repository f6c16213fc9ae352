import { randomUUID } from 'node:crypto'
import { eq, like, sql } from 'drizzle-orm'
import { describe, expect, it, test } from 'vitest'
import { rateLimit, userSession } from '@/lib/db/schema/auth'
import { makeUser, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { AppError } from '@/lib/errors'
import { setUserDisabled } from '@/lib/users/commands'
import { createSignInLimiter } from './rate-limit'
import { findSessionActor } from './sessions'
import { signIn } from './sign-in'

const { db } = await createTestDatabase()

/** An address that no other test uses, so that their failures do not add up. */
const someAddress = () => `test-${randomUUID()}`
const from = (address = someAddress()) => ({ address, userAgent: 'vitest' })
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : error)
const attempt = (email: string, password: string, address?: string) =>
  signIn(db, { email, password }, from(address)).then((session) => (session ? 'in' : 'refused'), codeOf)

describe('signing in', () => {
  it('opens a session for the right password', async () => {
    const user = await makeUser(db)
    const session = await signIn(db, user, from())
    expect(session?.userId).toBe(user.id)
    expect(await findSessionActor(db, session?.sessionId ?? '')).toMatchObject({ id: user.id, email: user.email })
  })

  it('notes where from', async () => {
    const user = await makeUser(db)
    const session = await signIn(db, user, { address: '192.0.2.9', userAgent: 'Firefox' })
    const [row] = await db
      .select()
      .from(userSession)
      .where(eq(userSession.id, session?.sessionId ?? ''))
    expect(row).toMatchObject({ address: '192.0.2.9', userAgent: 'Firefox' })
  })

  it('takes the e-mail address in any case and with blanks around it', async () => {
    const user = await makeUser(db, { email: 'Mixed.Case@Example.com' })
    for (const email of ['mixed.case@example.com', ' MIXED.CASE@EXAMPLE.COM ']) {
      expect(await attempt(email, user.password)).toBe('in')
    }
  })

  it('refuses a wrong password, an unknown and a disabled account alike', async () => {
    const user = await makeUser(db)
    const gone = await makeUser(db, { role: 'finance' })
    await setUserDisabled(db, operator, { id: gone.id, disabled: true })
    expect(await attempt(user.email, 'wrong horse battery')).toBe('refused')
    expect(await attempt(user.email, user.password.toUpperCase())).toBe('refused')
    expect(await attempt('nobody@example.com', user.password)).toBe('refused')
    expect(await attempt(gone.email, gone.password)).toBe('refused')
  })

  test.each([
    ['nothing', undefined],
    ['an empty form', {}],
    ['no password', { email: 'a@example.com', password: '' }],
    ['a password too long to hash', { email: 'a@example.com', password: 'x'.repeat(201) }],
    ['an address too long', { email: `${'x'.repeat(320)}@example.com`, password: 'x' }],
    ['what is no address', { email: 'a\u0000@example.com', password: 'x' }],
    ['a list for a text', { email: ['a@example.com'], password: 'x' }],
  ])('refuses %s', async (_what, credentials) => {
    expect(await signIn(db, credentials, from())).toBeNull()
  })
})

describe('the limit on guessing', () => {
  it('shuts an account after ten failures, also for the right password and from elsewhere, and says how long to wait', async () => {
    const user = await makeUser(db)
    for (let guess = 0; guess < 10; guess++) expect(await attempt(user.email, `guess ${guess} of many`)).toBe('refused')
    expect(await attempt(user.email, user.password)).toBe('rate_limited')
    const error = await signIn(db, user, from()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'rate_limited', status: 429 })
    expect(error instanceof AppError && error.retryAfterSeconds).toBeGreaterThan(0)
    expect(error instanceof AppError && error.retryAfterSeconds).toBeLessThanOrEqual(900)
  })

  it('opens again when the quarter of an hour is over', async () => {
    const user = await makeUser(db)
    for (let guess = 0; guess < 11; guess++) await attempt(user.email, `guess ${guess} of many`)
    await db
      .update(rateLimit)
      .set({ expire: sql`now() - interval '1 second'` })
      .where(like(rateLimit.key, `%${user.email}`))
    expect(await attempt(user.email, user.password)).toBe('in')
  })

  it('counts guesses made at once', async () => {
    const user = await makeUser(db)
    const answers = await Promise.all(Array.from({ length: 16 }, (_, guess) => attempt(user.email, `guess ${guess} of many`)))
    expect(answers.filter((answer) => answer === 'refused')).toHaveLength(10)
    expect(answers.filter((answer) => answer === 'rate_limited')).toHaveLength(6)
  })

  it('forgets the failures of an account after the right password', async () => {
    const user = await makeUser(db)
    for (let round = 0; round < 3; round++) {
      for (let guess = 0; guess < 5; guess++) expect(await attempt(user.email, 'wrong horse battery')).toBe('refused')
      expect(await attempt(user.email, user.password)).toBe('in')
    }
  })

  it('shuts an address after fifty failures over any accounts, and no other address', async () => {
    const limiter = createSignInLimiter(db)
    const address = someAddress()
    for (let guess = 0; guess < 50; guess++) await limiter.consume({ email: `${randomUUID()}@example.com`, address })
    const user = await makeUser(db)
    expect(await attempt(user.email, user.password, address)).toBe('rate_limited')
    expect(await attempt(user.email, user.password)).toBe('in')
  })

  it('does not count right passwords against an address that many share', async () => {
    const limiter = createSignInLimiter(db)
    const address = someAddress()
    for (let time = 0; time < 60; time++) {
      const attempted = { email: 'shared@example.com', address }
      await limiter.consume(attempted)
      await limiter.forgive(attempted)
    }
    await expect(limiter.consume({ email: 'shared@example.com', address })).resolves.toBeUndefined()
  })
})

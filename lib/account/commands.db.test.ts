import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { verifyPassword } from '@/lib/auth/password'
import { findSessionActor } from '@/lib/auth/sessions'
import { auditEntry } from '@/lib/db/schema/audit'
import { appUser, userSession } from '@/lib/db/schema/auth'
import { adminActor, auditorActor, keyActor, makeSession, operator, testPassword } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { changePassword, revokeSession } from './commands'
import { listOwnSessions } from './queries'

const { db } = await createTestDatabase()

const newPassword = 'another horse battery'
const hashOf = async (id: string) => (await db.select().from(appUser).where(eq(appUser.id, id)))[0]?.passwordHash

describe('changing one’s own password', () => {
  it('takes the new one from then on and ends the other sessions, not this one', async () => {
    const actor = await auditorActor(db)
    const elsewhere = await makeSession(db, actor.id)
    await changePassword(db, actor, { currentPassword: testPassword, newPassword })
    expect(await verifyPassword(await hashOf(actor.id), newPassword)).toBe(true)
    expect(await findSessionActor(db, elsewhere)).toBeNull()
    expect(await findSessionActor(db, actor.sessionId)).not.toBeNull()
    const entries = await db.select().from(auditEntry).where(eq(auditEntry.actorId, actor.id))
    expect(entries).toMatchObject([{ command: 'account.change_password', before: null, after: { otherSessions: 'ended' } }])
  })

  it('needs the current one, and changes nothing without it', async () => {
    const actor = await adminActor(db)
    const before = await hashOf(actor.id)
    await expect(changePassword(db, actor, { currentPassword: 'a guess', newPassword })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'currentPassword', message: 'is not your password' }],
    })
    expect(await hashOf(actor.id)).toBe(before)
  })

  it('refuses one too short', async () => {
    const actor = await adminActor(db)
    await expect(changePassword(db, actor, { currentPassword: testPassword, newPassword: 'short' })).rejects.toMatchObject({
      errors: [{ path: 'newPassword', message: 'is at least 12 characters' }],
    })
  })

  it('is for people: neither a key nor the operator has an account', async () => {
    for (const actor of [await keyActor(db, { scopes: ['admin'] }), operator]) {
      await expect(changePassword(db, actor, { currentPassword: 'x', newPassword })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})

describe('signing out one of one’s own browsers', () => {
  it('ends that session alone, once', async () => {
    const actor = await adminActor(db)
    const elsewhere = await makeSession(db, actor.id)
    await revokeSession(db, actor, { sessionId: elsewhere })
    expect(await findSessionActor(db, elsewhere)).toBeNull()
    expect(await findSessionActor(db, actor.sessionId)).not.toBeNull()
    await expect(revokeSession(db, actor, { sessionId: elsewhere })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('cannot end anybody else’s', async () => {
    const [mine, theirs] = [await adminActor(db), await adminActor(db)]
    await expect(revokeSession(db, mine, { sessionId: theirs.sessionId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await findSessionActor(db, theirs.sessionId)).not.toBeNull()
  })
})

describe('the list of one’s own sessions', () => {
  it('shows those that still let in, and which one this is', async () => {
    const actor = await adminActor(db)
    await adminActor(db)
    const others = await Promise.all(Array.from({ length: 4 }, () => makeSession(db, actor.id)))
    const [open, revoked, expired, idle] = others
    const change = (id: string | undefined, values: Parameters<ReturnType<typeof db.update<typeof userSession>>['set']>[0]) =>
      db
        .update(userSession)
        .set(values)
        .where(eq(userSession.id, id ?? ''))
    await change(revoked, { revokedAt: sql`now()` })
    await change(expired, { expiresAt: sql`now()` })
    await change(idle, { lastSeenAt: sql`now() - interval '25 hours'` })
    await change(open, { lastSeenAt: sql`now() - interval '1 hour'` })
    const listed = await listOwnSessions(db, actor)
    expect(listed.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
      [actor.sessionId, true],
      [open, false],
    ])
  })
})

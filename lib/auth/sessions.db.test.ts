import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { userSession } from '@/lib/db/schema/auth'
import { makeCostCenter, makeSession, makeTeam, makeUser, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { setUserDisabled, updateUser } from '@/lib/users/commands'
import { closeSession, findSessionActor, openSession } from './sessions'

const { db } = await createTestDatabase()

describe('a session', () => {
  it('names the person with their role, teams and cost centres', async () => {
    const team = await makeTeam(db)
    const costCenter = await makeCostCenter(db)
    const user = await makeUser(db, { role: 'lead', teams: [team.slug], costCenters: [costCenter.code] })
    const sessionId = await makeSession(db, user.id)
    expect(await findSessionActor(db, sessionId)).toEqual({
      kind: 'user',
      id: user.id,
      name: 'A lead',
      email: user.email,
      role: 'lead',
      teamIds: [team.id],
      costCenterIds: [costCenter.id],
      sessionId,
    })
  })

  it('is nobody where the id is unknown', async () => {
    expect(await findSessionActor(db, crypto.randomUUID())).toBeNull()
  })

  it('ends when it is closed, and closing it twice keeps the first end', async () => {
    const sessionId = await makeSession(db, (await makeUser(db)).id)
    await closeSession(db, sessionId)
    const [first] = await db.select().from(userSession).where(eq(userSession.id, sessionId))
    await closeSession(db, sessionId)
    const [second] = await db.select().from(userSession).where(eq(userSession.id, sessionId))
    expect(first?.revokedAt).toBeInstanceOf(Date)
    expect(second).toEqual(first)
    expect(await findSessionActor(db, sessionId)).toBeNull()
  })

  it.each([
    ['a week after sign-in', { expiresAt: sql`now() - interval '1 second'` }],
    ['a day after its last use', { lastSeenAt: sql`now() - interval '24 hours 1 second'` }],
  ])('ends %s', async (_when, values) => {
    const sessionId = await makeSession(db, (await makeUser(db)).id)
    await db.update(userSession).set(values).where(eq(userSession.id, sessionId))
    expect(await findSessionActor(db, sessionId)).toBeNull()
  })

  it('lives on with use: being seen after a minute moves its idle limit', async () => {
    const sessionId = await makeSession(db, (await makeUser(db)).id)
    const seen = new Date(Date.now() - 23 * 3_600_000)
    await db.update(userSession).set({ lastSeenAt: seen }).where(eq(userSession.id, sessionId))
    expect(await findSessionActor(db, sessionId)).not.toBeNull()
    const [row] = await db.select().from(userSession).where(eq(userSession.id, sessionId))
    expect(row?.lastSeenAt.getTime()).toBeGreaterThan(Date.now() - 60_000)
  })

  it('shuts a disabled person out at the next request, and does not come back when they are let in again', async () => {
    const { id } = await makeUser(db, { role: 'finance' })
    const sessionId = await makeSession(db, id)
    await setUserDisabled(db, operator, { id, disabled: true })
    expect(await findSessionActor(db, sessionId)).toBeNull()
    await setUserDisabled(db, operator, { id, disabled: false })
    expect(await findSessionActor(db, sessionId)).toBeNull()
  })

  it('carries a changed role and changed teams at the next request', async () => {
    const { id } = await makeUser(db, { role: 'finance' })
    const sessionId = await makeSession(db, id)
    const team = await makeTeam(db)
    await updateUser(db, operator, { id, name: 'Moved', role: 'engineer', teams: [team.slug] })
    expect(await findSessionActor(db, sessionId)).toMatchObject({ name: 'Moved', role: 'engineer', teamIds: [team.id] })
  })

  it('keeps no more of a browser’s name than fits, and notes the sign-in', async () => {
    const { id } = await makeUser(db)
    const sessionId = await openSession(db, { userId: id, address: '192.0.2.1', userAgent: 'x'.repeat(5000) })
    const [row] = await db.select().from(userSession).where(eq(userSession.id, sessionId))
    expect(row?.userAgent).toHaveLength(300)
    const [{ signedIn } = { signedIn: false }] = await db.execute<{ signedIn: boolean }>(
      sql`select last_sign_in_at is not null as "signedIn" from app_user where id = ${id}`,
    )
    expect(signedIn).toBe(true)
  })
})

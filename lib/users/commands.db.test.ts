import { and, eq, isNull, ne } from 'drizzle-orm'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { verifyPassword } from '@/lib/auth/password'
import { findSessionActor } from '@/lib/auth/sessions'
import { auditEntry } from '@/lib/db/schema/audit'
import { appUser } from '@/lib/db/schema/auth'
import { adminActor, makeCostCenter, makeSession, makeTeam, makeUser, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { createUser, resetPassword, revokeUserSessions, setUserDisabled, updateUser } from './commands'
import { listUsers } from './queries'

const { db } = await createTestDatabase()

const someEmail = () => `${uniqueSlug('user')}@example.com`
const rowOf = async (id: string) => (await db.select().from(appUser).where(eq(appUser.id, id)))[0]
const listed = async (id: string) => (await listUsers(db)).find((user) => user.id === id)
const demoted = (id: string) => ({ id, name: 'Demoted', role: 'finance' as const })
const codesOf = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'done' : outcome.reason.code)).sort()

describe('a new person', () => {
  it('has the given password, and the e-mail address in lower case', async () => {
    const name = uniqueSlug('ada')
    const email = `${name}@example.com`
    const input = { email: ` ${email.toUpperCase()} `, name: 'Ada', role: 'finance', password: 'correct horse battery' } as const
    const { id, madePassword } = await createUser(db, operator, input)
    const row = await rowOf(id)
    expect(madePassword).toBeNull()
    expect(row).toMatchObject({ email, name: 'Ada', role: 'finance' })
    expect(await verifyPassword(row?.passwordHash, 'correct horse battery')).toBe(true)
  })

  it('gets a password made where none is given, told once and stored as a hash only', async () => {
    const { id, madePassword } = await createUser(db, operator, { email: someEmail(), name: 'Ada', role: 'auditor' })
    expect(madePassword).toHaveLength(18)
    const row = await rowOf(id)
    expect(await verifyPassword(row?.passwordHash, madePassword ?? '')).toBe(true)
    const audited = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id))
    expect(audited).toHaveLength(1)
    expect(JSON.stringify(audited[0]?.after)).not.toContain(madePassword)
    expect(audited[0]?.after).not.toHaveProperty('password')
  })

  it('is assigned to the named teams and cost centres, each once', async () => {
    const team = await makeTeam(db)
    const costCenter = await makeCostCenter(db)
    const assigned = { teams: [team.slug, team.slug], costCenters: [costCenter.code] }
    const { id } = await createUser(db, operator, { email: someEmail(), name: 'Lead', role: 'lead', ...assigned })
    expect(await listed(id)).toMatchObject({ teams: [team.slug], costCenters: [costCenter.code] })
  })

  it('does not come to be where a team or cost centre is unknown, and the unknown ones are named', async () => {
    const email = someEmail()
    const team = await makeTeam(db)
    const user = { email, name: 'Lead', role: 'lead', teams: [team.slug, 'nowhere', 'no-one'] } as const
    await expect(createUser(db, operator, { ...user, teams: [...user.teams] })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'teams', message: 'no team is registered as "nowhere", "no-one"' }],
    })
    await expect(createUser(db, operator, { ...user, teams: [], costCenters: ['4711'] })).rejects.toMatchObject({
      errors: [{ path: 'costCenters', message: 'no cost centre is registered as "4711"' }],
    })
    expect(await db.select().from(appUser).where(eq(appUser.email, email))).toEqual([])
  })

  it('is refused under an address that somebody has, in any case', async () => {
    const { email } = await makeUser(db)
    await expect(createUser(db, operator, { email: email.toUpperCase(), name: 'Twin', role: 'admin' })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'email', message: 'somebody already signs in with this e-mail address' }],
    })
  })

  test.each([
    ['email', { email: 'nobody' }, 'is not an e-mail address'],
    ['name', { name: '  ' }, 'is needed'],
    ['name', { name: 'two\nlines' }, 'one line'],
    ['name', { name: 'nul\u0000' }, 'one line'],
    ['name', { name: 'half a pair \ud800' }, 'one line'],
    ['name', { name: 'x'.repeat(121) }, 'at most 120'],
    ['password', { password: 'too short' }, 'at least 12'],
    ['password', { password: 'x'.repeat(201) }, 'at most 200'],
    ['teams', { role: 'lead' as const }, 'without one they would see nothing'],
    ['teams', { role: 'engineer' as const, costCenters: ['x'] }, 'without one they would see nothing'],
    ['teams[0]', { role: 'engineer' as const, teams: ['nul\u0000'] }, 'control characters'],
  ])('is refused with the field %s at fault: %o', async (path, fault, message) => {
    const input = { email: someEmail(), name: 'Someone', role: 'admin' as const, ...fault }
    await expect(createUser(db, operator, input)).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path, message: expect.stringContaining(message) }],
    })
  })
})

describe('a changed person', () => {
  it('has the new name, role and assignments, and no old ones', async () => {
    const [old, fresh] = [await makeTeam(db), await makeTeam(db)]
    const { id } = await makeUser(db, { role: 'lead', teams: [old.slug] })
    await updateUser(db, operator, { id, name: 'Moved', role: 'engineer', teams: [fresh.slug] })
    expect(await listed(id)).toMatchObject({ name: 'Moved', role: 'engineer', teams: [fresh.slug], costCenters: [] })
  })

  it('is unknown where the id is', async () => {
    const id = crypto.randomUUID()
    await expect(updateUser(db, operator, demoted(id))).rejects.toMatchObject({ code: 'not_found' })
    await expect(setUserDisabled(db, operator, { id, disabled: true })).rejects.toMatchObject({ code: 'not_found' })
    await expect(resetPassword(db, operator, { id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeUserSessions(db, operator, { id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the last administrator', () => {
  /** Shuts out all administrators but one, past the commands that would refuse to. */
  async function onlyAdmin() {
    const admin = await adminActor(db)
    await db
      .update(appUser)
      .set({ disabledAt: new Date() })
      .where(and(eq(appUser.role, 'admin'), isNull(appUser.disabledAt), ne(appUser.id, admin.id)))
    return admin
  }
  let admin: Awaited<ReturnType<typeof onlyAdmin>>
  beforeEach(async () => {
    admin = await onlyAdmin()
  })

  it('cannot be demoted', async () => {
    await expect(updateUser(db, admin, demoted(admin.id))).rejects.toMatchObject({ code: 'conflict' })
    expect(await rowOf(admin.id)).toMatchObject({ role: 'admin', name: admin.name })
  })

  it('cannot be disabled, by themselves or by the operator', async () => {
    await expect(setUserDisabled(db, admin, { id: admin.id, disabled: true })).rejects.toThrow('your own account')
    await expect(setUserDisabled(db, operator, { id: admin.id, disabled: true })).rejects.toThrow('only administrator left')
    expect((await rowOf(admin.id))?.disabledAt).toBeNull()
  })

  it('may go once there is another one', async () => {
    const other = await adminActor(db)
    await updateUser(db, other, demoted(admin.id))
    expect(await rowOf(admin.id)).toMatchObject({ role: 'finance' })
  })

  it('stays where two demote each other at once, and the loser is told why', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await onlyAdmin(), await adminActor(db)]
      const outcomes = await Promise.allSettled([updateUser(db, one, demoted(two.id)), updateUser(db, two, demoted(one.id))])
      expect(codesOf(outcomes)).toEqual(['conflict', 'done'])
    }
  })

  it('stays where two disable each other at once, and the loser is told why', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await onlyAdmin(), await adminActor(db)]
      const disable = (id: string) => ({ id, disabled: true })
      const outcomes = await Promise.allSettled([
        setUserDisabled(db, one, disable(two.id)),
        setUserDisabled(db, two, disable(one.id)),
      ])
      expect(codesOf(outcomes)).toEqual(['conflict', 'done'])
    }
  })
})

describe('a disabled person', () => {
  it('has no session left; doing it twice is recorded once', async () => {
    const { id } = await makeUser(db, { role: 'finance' })
    const sessionId = await makeSession(db, id)
    await setUserDisabled(db, operator, { id, disabled: true })
    await setUserDisabled(db, operator, { id, disabled: true })
    expect(await findSessionActor(db, sessionId)).toBeNull()
    expect(await listed(id)).toMatchObject({ sessions: 0, disabledAt: expect.any(Date) })
    const entries = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id))
    expect(entries.map(({ command }) => command)).toEqual(['user.create', 'user.set_disabled'])
  })
})

describe('a new password', () => {
  it('replaces the old one, ends all sessions and is in no record', async () => {
    const { id, password } = await makeUser(db, { role: 'finance' })
    const sessionId = await makeSession(db, id)
    const { madePassword } = await resetPassword(db, operator, { id })
    const row = await rowOf(id)
    expect(await verifyPassword(row?.passwordHash, madePassword ?? '')).toBe(true)
    expect(await verifyPassword(row?.passwordHash, password)).toBe(false)
    expect(await findSessionActor(db, sessionId)).toBeNull()
    const entries = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id))
    expect(JSON.stringify(entries.map(({ before, after }) => [before, after]))).not.toContain(madePassword)
  })

  it('is not told again where it was given', async () => {
    const { id } = await makeUser(db, { role: 'finance' })
    expect(await resetPassword(db, operator, { id, password: 'a given password' })).toEqual({ madePassword: null })
  })
})

describe('signing a person out', () => {
  it('ends all their sessions, and says how many', async () => {
    const { id } = await makeUser(db)
    const sessions = [await makeSession(db, id), await makeSession(db, id)]
    await makeSession(db, (await makeUser(db)).id)
    expect(await listed(id)).toMatchObject({ sessions: 2 })
    expect(await revokeUserSessions(db, operator, { id })).toEqual({ ended: 2 })
    expect(await revokeUserSessions(db, operator, { id })).toEqual({ ended: 0 })
    expect(await listed(id)).toMatchObject({ sessions: 0 })
    for (const sessionId of sessions) expect(await findSessionActor(db, sessionId)).toBeNull()
  })
})

import { eq } from 'drizzle-orm'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { verifyPassword } from '@/lib/auth/password'
import { openDatabase } from '@/lib/db/client'
import { auditEntry } from '@/lib/db/schema/audit'
import { appUser } from '@/lib/db/schema/auth'
import { organization } from '@/lib/db/schema/organization'
import { makeUser, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { claimInstallation, createOrganization } from './commands'
import { prepareInstallation } from './prepare-installation'

// Each test begins with an installation that has nobody.
const untouched = await createTestDatabase()
const raced = await createTestDatabase()
const named = await createTestDatabase()
afterAll(() => vi.unstubAllEnvs())

const setup = { kind: 'system', name: 'setup' } as const
const claim = (n: number) => ({ email: `admin-${n}@example.com`, name: `Admin ${n}`, password: 'correct horse battery' })
const peopleOf = ({ db }: typeof raced) => db.select().from(appUser)

describe('an installation that has nobody', () => {
  it('goes to one of two who claim it at once, and says to the other what to do', async () => {
    const { db } = raced
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => claimInstallation(db, setup, claim(n))))
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refusals).toHaveLength(2)
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ code: 'conflict', message: expect.stringContaining('sign in') })
    expect(await peopleOf(raced)).toMatchObject([{ role: 'admin' }])
    const entries = await db.select().from(auditEntry).where(eq(auditEntry.command, 'installation.claim'))
    expect(entries).toHaveLength(1)
    expect(JSON.stringify(entries[0]?.after)).not.toContain('correct horse')
  })

  it('cannot be claimed once anybody exists, disabled or not', async () => {
    const { db } = raced
    await db.update(appUser).set({ disabledAt: new Date() })
    await expect(claimInstallation(db, setup, claim(9))).rejects.toMatchObject({ code: 'conflict' })
  })

  it('waits for somebody where the environment names nobody', async () => {
    expect(await prepareInstallation(untouched.url, readEnv({}))).toEqual({ isUnclaimed: true })
    expect(await peopleOf(untouched)).toEqual([])
    await makeUser(untouched.db, { role: 'auditor' })
    expect(await prepareInstallation(untouched.url, readEnv({}))).toEqual({ isUnclaimed: false })
  })

  it('gets the administrator whom the environment names, once, however often and by however many processes', async () => {
    const env = readEnv({ ADMIN_EMAIL: 'First@example.com', ADMIN_PASSWORD: 'correct horse battery' })
    const outcomes = await Promise.all([1, 2, 3].map(() => prepareInstallation(named.url, env)))
    expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ isUnclaimed: false })))
    const [admin, ...others] = await peopleOf(named)
    expect(others).toEqual([])
    expect(admin).toMatchObject({ email: 'first@example.com', role: 'admin' })
    expect(await verifyPassword(admin?.passwordHash, 'correct horse battery')).toBe(true)

    const later = readEnv({ ADMIN_EMAIL: 'second@example.com', ADMIN_PASSWORD: 'another horse battery' })
    await prepareInstallation(named.url, later)
    expect(await peopleOf(named)).toEqual([admin])
  })
})

describe('the organisation', () => {
  it('keeps the zone of its first start, since daily roll-ups are keyed by its days', async () => {
    const { db, close } = openDatabase(named.url, { max: 1 })
    try {
      const [before] = await db.select().from(organization)
      expect(before?.reportingZone).toBe('UTC')
      vi.stubEnv('REPORTING_ZONE', 'Asia/Kathmandu')
      await prepareInstallation(named.url, readEnv({ REPORTING_ZONE: 'Asia/Kathmandu' }))
      expect(await createOrganization(db, operator, { reportingZone: 'Asia/Kathmandu' })).toEqual({ isNew: false })
      expect(await db.select().from(organization)).toEqual([before])
    } finally {
      await close()
    }
  })

  it('is one, also where several processes start at once, and its making is recorded once', async () => {
    expect(await named.db.select().from(organization)).toHaveLength(1)
    const entries = await named.db.select().from(auditEntry).where(eq(auditEntry.command, 'organization.create'))
    expect(entries).toHaveLength(1)
    await expect(named.sql`insert into organization (id, reporting_zone) values (2, 'UTC')`).rejects.toThrow(
      'organization_single',
    )
  })

  it('refuses a zone that Postgres would read otherwise', async () => {
    for (const reportingZone of ['+05:30', 'AST', 'Mars/Phobos']) {
      await expect(createOrganization(raced.db, operator, { reportingZone })).rejects.toMatchObject({
        code: 'invalid',
        errors: [{ path: 'reportingZone' }],
      })
    }
  })
})

import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { rateLimit, userSession } from '@/lib/db/schema/auth'
import { jobRun } from '@/lib/db/schema/jobs'
import { makeSession, makeUser } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { housekeeping } from './housekeeping'

const { db } = await createTestDatabase()

const run = () => housekeeping.run({ db, now: new Date(), payload: {} })

describe('housekeeping', () => {
  it('removes what is old, and nothing else', async () => {
    const { id } = await makeUser(db)
    const session = async (expiresAt: ReturnType<typeof sql>) => {
      const sessionId = await makeSession(db, id)
      await db.update(userSession).set({ expiresAt }).where(eq(userSession.id, sessionId))
      return sessionId
    }
    await session(sql`now() - interval '30 days 1 minute'`)
    const kept = [await session(sql`now() - interval '29 days 23 hours'`), await session(sql`now() + interval '1 day'`)]
    await db.insert(rateLimit).values([
      { key: 'spent', points: 1, expire: new Date(Date.now() - 1000) },
      { key: 'counting', points: 1, expire: new Date(Date.now() + 60_000) },
      { key: 'without end', points: 1, expire: null },
    ])
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
    await db.insert(jobRun).values([
      { job: 'old', startedAt: daysAgo(100) },
      { job: 'recent', startedAt: daysAgo(80) },
    ])

    expect(await run()).toBe('removed 1 sessions, 1 counters, 1 runs')
    expect((await db.select().from(userSession)).map((row) => row.id).sort()).toEqual(kept.sort())
    expect((await db.select().from(rateLimit)).map(({ key }) => key).sort()).toEqual(['counting', 'without end'])
    expect((await db.select().from(jobRun)).map(({ job }) => job)).toEqual(['recent'])
  })

  it('may be repeated', async () => {
    await run()
    expect(await run()).toBe('removed 0 sessions, 0 counters, 0 runs')
  })
})

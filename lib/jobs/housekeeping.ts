import { lt, sql } from 'drizzle-orm'
import { rateLimit, userSession } from '@/lib/db/schema/auth'
import { jobRun } from '@/lib/db/schema/jobs'
import type { Job } from './job'

/** Sessions stay for a month after their end, so that "who was signed in then?" has an answer; job runs for three. */
export const housekeeping: Job = {
  name: 'housekeeping',
  description: 'Removes sessions a month after they ended, spent sign-in counters and job runs older than three months.',
  schedule: '17 * * * *',
  async run({ db }) {
    const sessions = await db
      .delete(userSession)
      .where(lt(userSession.expiresAt, sql`now() - interval '30 days'`))
      .returning({ id: userSession.id })
    const counters = await db.delete(rateLimit).where(lt(rateLimit.expire, sql`now()`)).returning({ key: rateLimit.key })
    const runs = await db
      .delete(jobRun)
      .where(lt(jobRun.startedAt, sql`now() - interval '3 months'`))
      .returning({ id: jobRun.id })
    return `removed ${sessions.length} sessions, ${counters.length} counters, ${runs.length} runs`
  },
}

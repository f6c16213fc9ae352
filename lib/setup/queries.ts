import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { apiKey, appUser } from '@/lib/db/schema/auth'
import { jobRun } from '@/lib/db/schema/jobs'
import { costCenter, team } from '@/lib/db/schema/registry'

/** How far an installation has been set up, counted: what the first-steps list ticks off. */
export async function getSetupProgress(db: Database) {
  const [counts] = await db.execute<{
    people: number
    teams: number
    costCenters: number
    ingestKeys: number
    failingJobs: number
  }>(sql`
    select
      (select count(*)::int from ${appUser} where ${appUser.disabledAt} is null) as people,
      (select count(*)::int from ${team} where ${team.archivedAt} is null) as teams,
      (select count(*)::int from ${costCenter} where ${costCenter.archivedAt} is null) as "costCenters",
      (select count(*)::int from ${apiKey}
        where 'ingest' = any(${apiKey.scopes}) and ${apiKey.revokedAt} is null
          and (${apiKey.expiresAt} is null or ${apiKey.expiresAt} > now())) as "ingestKeys",
      (select count(*)::int from (
        select distinct on (${jobRun.job}) ${jobRun.error} as error from ${jobRun}
        where ${jobRun.finishedAt} is not null order by ${jobRun.job}, ${jobRun.startedAt} desc
      ) latest where error is not null) as "failingJobs"`)
  if (!counts) throw new Error('the setup counts were not read')
  return counts
}

/** The counts of `getSetupProgress`. */
export type SetupProgress = Awaited<ReturnType<typeof getSetupProgress>>

import { sql } from 'drizzle-orm'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { Job } from '@/lib/jobs/job'
import { findZone } from '@/lib/reports/spend/queries'
import { dateInZone } from '@/lib/time/instant'
import { readExpectedFields } from './expected-fields'
import { groupFindings } from './findings-statement'
import { recordCrossings } from './limits'
import { openPeriod } from './open-period'
import { readFindings } from './read-findings'

/** Keeps what each lane holds, day by day, for the burn-down, and records which limits are crossed. */
export const triageSnapshot: Job = {
  name: 'triage-snapshot',
  description: 'Notes what each lane of triage holds today, and which of its limits are crossed.',
  schedule: '*/15 * * * *',
  async run({ db, now }) {
    const lanes = await keepSnapshot(db, now)
    const crossed = await recordCrossings(db, now)
    return `${lanes} lanes hold something, ${crossed} limits were newly crossed`
  },
}

/**
 * Writes the rows of the day that `now` is in the reporting zone, in place of earlier ones of the same day. Lanes that hold
 * nothing have no row.
 *
 * @returns how many lanes hold something.
 */
export async function keepSnapshot(db: Database, now: Date): Promise<number> {
  const scope = scopeFor({ kind: 'system', name: 'job' }, 'triage.read')
  const { today, lanes } = await readFindings(db, async (tx) => {
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const groups = groupFindings(scope, { period: openPeriod(today), zone, expectedFields: await readExpectedFields(tx) })
    const lanes = await tx.execute(sql`
      with ${groups}
      select finding_group.lane, count(*)::int as groups, sum(requests)::text as requests, sum(cost)::text as cost,
        sum(unknown_requests) > 0 as is_at_least
      from finding_group left join triage_item item on item.key_hash = finding_group.key_hash
      where not coalesce(item.state = 'accepted' and item.accepted_until >= ${today}::date, false)
      group by 1`)
    return { today, lanes: [...lanes] }
  })
  await db.transaction(async (tx) => {
    await tx.execute(sql`delete from triage_snapshot where day = ${today}::date`)
    await tx.execute(sql`
      insert into triage_snapshot (day, lane, groups, requests, cost, is_at_least)
      select ${today}::date, * from jsonb_to_recordset(${JSON.stringify(lanes)}::text::jsonb)
        as held (lane text, groups int, requests bigint, cost numeric, is_at_least boolean)
      on conflict (day, lane) do update
        set groups = excluded.groups, requests = excluded.requests, cost = excluded.cost, is_at_least = excluded.is_at_least`)
  })
  return lanes.length
}

/** What the lanes held at the end of each day of a month or more, for the burn-down. */
export async function readBurnDown(db: Database, since: string) {
  const rows = await db.execute<{ day: string; lane: string; groups: number; cost: string; is_at_least: boolean }>(sql`
    select day::text, lane, groups, trim_scale(cost)::text as cost, is_at_least from triage_snapshot
    where day >= ${since}::date order by day, lane`)
  return rows.map(({ is_at_least: isAtLeast, cost: costUsd, ...row }) => ({ ...row, costUsd, isAtLeast }))
}

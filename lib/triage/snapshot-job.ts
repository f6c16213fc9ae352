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
    await settleItems(db, now)
    const lanes = await keepSnapshot(db, now)
    const crossed = await recordCrossings(db, now)
    return `${lanes} lanes hold something, ${crossed} limits were newly crossed`
  },
}

/**
 * Marks as resolved what somebody worked on and is not there any more, and as open again what was resolved and came back; both
 * are noted in its history. Doing it twice changes nothing.
 *
 * @returns how many items have another state.
 */
export async function settleItems(db: Database, now: Date): Promise<number> {
  const scope = scopeFor({ kind: 'system', name: 'job' }, 'triage.read')
  const changes = await readFindings(db, async (tx) => {
    const zone = await findZone(tx)
    const period = openPeriod(dateInZone(now, zone))
    const groups = groupFindings(scope, { period, zone, expectedFields: await readExpectedFields(tx) })
    const rows = await tx.execute<{ id: string; was: string; state: string }>(sql`
      with ${groups}
      select item.id, item.state as was, case when item.state = 'resolved' then 'open' else 'resolved' end as state
      from triage_item item
      where item.state <> 'accepted'
        and (item.state = 'resolved') = exists (select from finding_group where finding_group.key_hash = item.key_hash)`)
    return [...rows]
  })
  if (changes.length === 0) return 0
  // Whoever moved an item since, was right.
  const rows = await db.execute<{ id: string }>(sql`
    with moved as (
      update triage_item item set state = change.state, updated_at = ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as change (id uuid, was text, state text)
      where item.id = change.id and item.state = change.was
      returning item.id, change.state
    )
    insert into triage_event (item_id, actor_name, kind, details)
    select id, 'Ascribe', 'state', jsonb_build_object('state', state) from moved returning item_id as id`)
  return rows.length
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

import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { triageEvent } from '@/lib/db/schema/triage'
import { AppError } from '@/lib/errors'
import { findReportingDay, readReportingZone } from '@/lib/registry/registry-version'
import { readExpectedFields } from './expected-fields'
import { describeKey, type FindingRef } from './finding-ref'
import { groupFindings, keyHash } from './findings-statement'
import { laneOf } from './lanes'
import { openPeriod } from './open-period'

/** A group of findings that is spoken of: as it is stored, locked by the transaction. */
export interface TriageItem extends FindingRef {
  readonly id: string
  readonly state: string
  readonly assigneeUserId: string | null
  readonly assigneeTeamId: string | null
  readonly assigneeDesk: string | null
  readonly acceptedReason: string | null
  readonly acceptedUntil: string | null
}

/**
 * The items of groups of findings, made where nobody has touched them before, locked in one order.
 *
 * @throws AppError `not_found` where who acts may not see one of them.
 */
export async function openItems(tx: Database, actor: Actor, refs: readonly FindingRef[]): Promise<TriageItem[]> {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(refs)}::text::jsonb) as wanted (lane text, key jsonb)`
  await refuseForeign(tx, actor, wanted, new Set(refs.map((ref) => JSON.stringify([ref.lane, ref.key]))).size)
  await tx.execute(sql`
    insert into triage_item (lane, group_key, key_hash, state)
    select distinct lane, key, ${keyHash(sql`wanted.lane`, sql`wanted.key`)}, 'open' from ${wanted}
    order by 3 on conflict (key_hash) do nothing`)
  const rows = await tx.execute<TriageItem & Record<string, unknown>>(sql`
    select id, lane, group_key as key, state, assignee_user_id as "assigneeUserId", assignee_team_id as "assigneeTeamId",
      assignee_desk as "assigneeDesk", accepted_reason as "acceptedReason", accepted_until::text as "acceptedUntil"
    from triage_item where key_hash in (select ${keyHash(sql`wanted.lane`, sql`wanted.key`)} from ${wanted})
    order by key_hash for update`)
  return [...rows]
}

/** Who sees a part of the organisation only may touch the findings of that part. */
async function refuseForeign(tx: Database, actor: Actor, wanted: SQL, count: number): Promise<void> {
  const scope = scopeFor(actor, 'triage.edit')
  if (scope.everything) return
  const zone = await readReportingZone(tx)
  const period = openPeriod(await findReportingDay(tx, new Date()))
  const groups = groupFindings(scope, { period, zone, expectedFields: await readExpectedFields(tx) })
  const [seen] = await tx.execute<{ count: string }>(sql`
    with ${groups}
    select count(distinct key_hash)::text as count from finding_group
    where key_hash in (select ${keyHash(sql`wanted.lane`, sql`wanted.key`)} from ${wanted})`)
  if (Number(seen?.count) < count) throw new AppError('not_found', 'No such finding, or none of your teams.')
}

/** Notes what was done about items, in their history. */
export async function noteEvents(
  tx: Database,
  actor: Actor,
  items: readonly Pick<TriageItem, 'id'>[],
  event: { kind: 'comment' | 'assign' | 'state' | 'fix' | 'undo'; comment?: string | null; details?: Record<string, unknown> },
): Promise<void> {
  if (items.length === 0) return
  const { kind, comment = null, details = null } = event
  await tx.insert(triageEvent).values(items.map(({ id }) => ({ itemId: id, actorName: actor.name, kind, comment, details })))
}

/** How the audit log names a group of findings. */
export function itemSubject(item: TriageItem) {
  return { kind: 'finding', id: item.id, name: `${laneOf(item.lane).title}: ${describeKey(item)}`.slice(0, 200) }
}

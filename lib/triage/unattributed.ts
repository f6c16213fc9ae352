import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { Period } from '@/lib/time/calendar'
import { groupFindings } from './findings-statement'
import { isLane, type Lane, laneNames, laneOf } from './lanes'
import { assigneeJoins, assigneeOf } from './queries'
import type { Assignee } from './schema'

/** What nobody owns, of one lane and with one assignee. */
export interface UnattributedPart {
  readonly lane: Lane
  readonly assignee: Assignee
  /** US dollars as exact decimal text; a lower bound where `isAtLeast`. */
  readonly costUsd: string
  readonly requests: string
  readonly isAtLeast: boolean
}

interface PartLine extends Record<string, unknown> {
  lane: string
  assignee: Assignee
  cost: string
  requests: string
  unknown: string
}

/**
 * What nobody owns in a period, by reason and by whom it lies with, most dollars first, whatever its state: the parts add up to
 * what nobody owns, exactly. Within a snapshot that is open.
 */
export async function readUnattributed(
  tx: Database,
  scope: Scope,
  { period, zone }: { period: Period; zone: string },
): Promise<UnattributedPart[]> {
  const lanes = laneNames.filter((lane) => laneOf(lane).isUnattributed)
  // Fields that the contract asks for make findings of their own, of which none is among these lanes.
  const lines = await tx.execute<PartLine>(sql`
    with ${groupFindings(scope, { period, zone, expectedFields: {}, lanes })},
    held as (select finding_group.*, ${assigneeOf} as assignee from finding_group ${assigneeJoins})
    select lane, assignee, trim_scale(sum(cost))::text as cost, sum(requests)::text as requests, sum(unknown_requests)::text as unknown
    from held group by lane, assignee order by sum(cost) desc, lane, assignee::text`)
  return lines.map(({ lane, assignee, cost, requests, unknown }) => {
    if (!isLane(lane)) throw new Error('a finding without a lane')
    return { lane, assignee, costUsd: cost, requests, isAtLeast: unknown !== '0' }
  })
}

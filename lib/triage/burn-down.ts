import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import type { Lane } from './lanes'

/** What a lane held at the end of a day; a lane that held nothing has no row, nor has a day on which nobody looked. */
export interface BurnDownDay {
  readonly day: CalendarDate
  readonly lane: Lane
  readonly groups: number
  readonly costUsd: string
  readonly isAtLeast: boolean
}

/**
 * What lanes held day by day, as it was noted then; nothing is reckoned back. It is about all teams: who sees a part of the
 * organisation has no such history.
 */
export async function readBurnDown(db: Database, scope: Scope, { from, to }: Period): Promise<BurnDownDay[]> {
  if (!scope.everything) return []
  const rows = await db.execute<BurnDownDay & Record<string, unknown>>(sql`
    select day::text as day, lane, groups, trim_scale(cost)::text as "costUsd", is_at_least as "isAtLeast" from triage_snapshot
    where day >= ${from}::date and day < ${to}::date order by day, lane`)
  return [...rows]
}

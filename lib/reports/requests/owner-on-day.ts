import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import type { CalendarDate } from '@/lib/time/calendar'

/** Who owned a series on a day, why, and where it was booked. */
export interface OwnerOnDay extends Record<string, unknown> {
  readonly kind: 'team' | 'pool' | 'none'
  /** Days between which that holds, half-open; null is open. */
  readonly since: CalendarDate | null
  readonly until: CalendarDate | null
  readonly team: string | null
  readonly teamName: string | null
  /** The shared pool that owns it, where one does. */
  readonly pool: string | null
  readonly poolName: string | null
  /** Why nobody does: `missing_team`, `unknown_team`, `archived_team`. */
  readonly reason: string | null
  /** What named the owner. */
  readonly basis: string | null
  readonly costCenter: string | null
  readonly costCenterName: string | null
  readonly businessUnit: string | null
  readonly businessUnitName: string | null
}

/**
 * The owner as reports count it, with the cost centre and business unit of that day.
 *
 * @throws Error where ownership leaves the day out, which `ascribe verify` would have found.
 */
export async function findOwnerOnDay(db: Database, seriesId: number, day: CalendarDate): Promise<OwnerOnDay> {
  const [found] = await db.execute<OwnerOnDay>(sql`
    select owner.owner_kind as kind, lower(owner.period)::text as since, upper(owner.period)::text as until,
      team.slug as team, team.name as "teamName", pool.slug as pool, pool.name as "poolName", owner.reason, owner.basis,
      cost_center.code as "costCenter", cost_center.name as "costCenterName",
      business_unit.slug as "businessUnit", business_unit.name as "businessUnitName"
    from series_ownership owner
    left join team on team.id = owner.team_id
    left join shared_pool pool on pool.id = owner.pool_id
    left join team_cost_center of_team on of_team.team_id = owner.team_id and of_team.period @> ${day}::date
    left join pool_cost_center of_pool on of_pool.pool_id = owner.pool_id and of_pool.period @> ${day}::date
    left join cost_center on cost_center.id = coalesce(of_team.cost_center_id, of_pool.cost_center_id)
    left join cost_center_business_unit parent
      on parent.cost_center_id = cost_center.id and parent.period @> ${day}::date
    left join business_unit on business_unit.id = parent.business_unit_id
    where owner.series_id = ${seriesId} and owner.period @> ${day}::date`)
  if (!found) throw new Error(`series ${seriesId} has no owner, and no reason for that, on ${day}`)
  return found
}

import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { findPeriods } from '@/lib/reports/overview/find-periods'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import { placeSteps } from '../statement/place'
import { toPlace } from '../statement/read-usage'
import type { SameDays } from './make-questions'

/**
 * What lines down to owners spent themselves on the complete days of a running month, and on as many days of the month before.
 * Null on the month's first day. Within a report's snapshot that is open.
 */
export async function readSameDays(
  tx: Database,
  scope: Scope,
  { zone, month, today }: { zone: string; month: string; today: CalendarDate },
): Promise<SameDays | null> {
  const { complete, previous } = findPeriods(month, today)
  if (complete === null) return null
  const now = await readDirectSpend(tx, scope, zone, complete)
  const before = await readDirectSpend(tx, scope, zone, previous)
  return {
    ...{ period: complete, priorPeriod: previous },
    amountsOf: ({ id }) => {
      const [current, prior] = [now.get(id), before.get(id)]
      if (current === undefined && prior === undefined) return null
      return {
        current_usd: formatDecimal(current?.cost ?? 0n),
        prior_usd: prior === undefined ? null : formatDecimal(prior.cost),
        is_at_least: current?.isAtLeast ?? false,
      }
    },
  }
}

interface DirectSpend {
  readonly cost: bigint
  readonly isAtLeast: boolean
}

type OwnerRow = Record<'business_unit' | 'cost_center' | 'team' | 'pool', string | null> & {
  cost: string
  unknown: string
  [column: string]: unknown
}

/** Direct spend by the ids that business units, cost centres and owners have in a statement. */
async function readDirectSpend(tx: Database, scope: Scope, zone: string, period: Period): Promise<Map<string, DirectSpend>> {
  const groupBy = ['business_unit', 'cost_center', 'team', 'pool'] as const
  const measures = ['cost_usd', 'unpriced_requests', 'missing_token_requests'] as const
  const rows = await tx.execute<OwnerRow>(sql`
    with ${groupUsage(scope, { period, zone, groupBy, filters: {}, measures })}
    select business_unit, cost_center, team, pool, trim_scale(coalesce(cost_usd, 0))::text as cost,
      (coalesce(unpriced_requests, 0) + coalesce(missing_token_requests, 0))::text as unknown
    from grouped`)
  const spent = new Map<string, DirectSpend>()
  for (const row of rows) {
    const parts = placeSteps(toPlace(row)).map(({ part }) => part)
    for (const depth of parts.keys()) {
      const id = parts.slice(0, depth + 1).join('/')
      const so = spent.get(id) ?? { cost: 0n, isAtLeast: false }
      spent.set(id, { cost: so.cost + parseDecimal(row.cost), isAtLeast: so.isAtLeast || row.unknown !== '0' })
    }
  }
  return spent
}

import { sql } from 'drizzle-orm'
import { readPoolAllocations } from '@/lib/attribution/pools/read-pool-allocations'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { parseDecimal } from '@/lib/money/decimal'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import type { Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { explainMovement, type MovementMonth } from './explain-movement'
import { findMovementPeriods, type MovementPeriods } from './movement-periods'
import { lineKey, readMovementUsage, type UsageMonth } from './read-usage'
import type { MovementParams, MovementReport } from './schema'
import { toReport } from './to-report'

/**
 * Why a month differs from another, from the roll-ups, rates and policies as they are now, on one snapshot. Those who see a part
 * of the organisation see their teams, without what pools keep or nobody owns.
 *
 * @throws AppError `invalid`, naming the field, where there is nothing to compare: a month that has not begun or has no complete
 *   day, one that is not later than the other, an invoice for days or teams that are not all of a month.
 */
export async function getMovement(db: Database, scope: Scope, params: MovementParams, now: Date): Promise<MovementReport> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const periods = requirePeriods(params, scope, dateInZone(now, zone))
    const usage = await readMovementUsage(tx, scope, zone, periods)
    const prior = await withShares(tx, scope, usage.prior, periods.against, periods.prior)
    const current = await withShares(tx, scope, usage.current, periods.month, periods.current)
    const movement = explainMovement(prior.month, current.month, readStated(params))
    const codes = movement.owners.map(({ kind, code }) => ({ [kind]: code }))
    const [names, asOf] = [await nameOwners(tx, codes), await readInstant(tx)]
    return toReport(movement, {
      ...{ periods, zone, asOf, names, basis: params.basis, isWhole: scope.everything },
      hasPrior: usage.prior.hasUsage,
      atLeast: { prior: prior.atLeast, current: current.atLeast },
    })
  })
}

function requirePeriods(params: MovementParams, scope: Scope, today: string): MovementPeriods {
  const found = findMovementPeriods(params, today)
  if (!found.ok) throw refuse(found.path, found.message)
  if (params.basis === 'invoiced') {
    if (found.periods.isRunning) throw refuse('month', 'is not over: an invoice is compared with a whole month')
    if (!scope.everything) throw refuse('basis', 'is captured for those who see some teams only: an invoice is for all of them')
  }
  return found.periods
}

function refuse(path: string, message: string): AppError {
  return new AppError('invalid', `${path} ${message}.`, { errors: [{ path, message }] })
}

function readStated({ basis, prior_invoice_usd: prior, current_invoice_usd: current }: MovementParams) {
  if (basis !== 'invoiced' || prior === null || current === null) return null
  return { prior: parseDecimal(prior), current: parseDecimal(current) }
}

/** Adds what pools give to teams and keep, as their policies of the month say. */
async function withShares(
  tx: Database,
  scope: Scope,
  { usage, unattributed, atLeast, owners }: UsageMonth,
  month: string,
  period: Period,
): Promise<{ month: MovementMonth; atLeast: ReadonlySet<string> }> {
  const [received, kept, lines] = [new Map<string, bigint>(), new Map<string, bigint>(), new Set(atLeast)]
  // Those who see some teams only receive shares by what all teams own.
  const known = scope.everything ? { usage: [...owners.values()] } : {}
  for (const pool of await readPoolAllocations(tx, scope, month, { period, ...known })) {
    for (const { team, amount } of pool.received) {
      received.set(team, (received.get(team) ?? 0n) + parseDecimal(amount))
      if (pool.isAtLeast) lines.add(lineKey('team', team))
    }
    if (pool.kept !== null) kept.set(pool.pool, parseDecimal(pool.kept))
    if (pool.isAtLeast) lines.add(lineKey('pool', pool.pool))
  }
  return { month: { usage, received, kept: withoutZeros(kept), unattributed }, atLeast: lines }
}

const withoutZeros = (amounts: ReadonlyMap<string, bigint>) => new Map([...amounts].filter(([, amount]) => amount !== 0n))

async function readInstant(tx: Database): Promise<string> {
  const [row] = await tx.execute<{ as_of: string }>(
    sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of`,
  )
  if (!row) throw new Error('the database always knows the time')
  return row.as_of
}

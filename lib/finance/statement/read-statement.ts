import { sql } from 'drizzle-orm'
import { readEstimates } from '@/lib/attribution/estimates/queries'
import type { Scope } from '@/lib/auth/scope'
import { listBudgets } from '@/lib/budgets/queries'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import { findLatestVersion } from '@/lib/pricing/book-store/read-version'
import { findZone } from '@/lib/reports/spend/queries'
import { addDays, type CalendarDate, monthPeriod } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { type Amounts, directOf, noAmounts, totalOf } from './amounts'
import { foldLines, writeLines } from './fold-lines'
import { findLineBudgets } from './line-budgets'
import { monthBefore } from './month-text'
import { dimensionStep, type Leaf, placeSteps } from './place'
import { readExceptions } from './read-exceptions'
import { readBusinessUnits, readLineNames, readPoolTerms } from './read-registry'
import { readUsage, type UsageLeaf } from './read-usage'
import type { Statement, StatementView } from './schema'
import { listApprovedPools, type OwnSpend, type PoolTerms, sharePools, toSharedLeaves } from './share-pools'

/** A statement of everything, before anybody has published it. */
export type Draft = Omit<Statement, 'versions'>

/**
 * The statement of a month as it is now, whole: who may see which lines of it is decided afterwards, so that the cents posted on
 * a line are the same for everybody. Within a snapshot that is open.
 *
 * @param scope one that sees everything.
 * @param options.month `2026-05`, of the reporting zone.
 */
export async function readDraft(
  tx: Database,
  scope: Scope,
  { month, view, now }: { month: string; view: StatementView; now: Date },
): Promise<Draft> {
  if (!scope.everything) throw new Error('a statement is made of everything, and narrowed afterwards')
  const zone = await findZone(tx)
  const today = dateInZone(now, zone)
  const period = monthPeriod(month)
  const [terms, priorTerms] = await readPoolTerms(tx, [month, monthBefore(month)])
  if (!terms || !priorTerms) throw new Error('terms are read for both months')
  const usage = await readUsage(tx, scope, { zone, month, view })
  const estimates = await readEstimateLeaves(tx, scope, { terms, period })
  const leaves = [...usage, ...shareBoth(usage, terms, priorTerms), ...estimates]
  const approvedPools = listApprovedPools(terms)
  const folded = foldLines(leaves.map((leaf) => attributeLeaf(leaf, approvedPools)))
  const nameOf = await readLineNames(tx, folded.lines)
  const budgeted = folded.lines.map(({ id, parent, level, code, owner_kind, filters, amounts }) => {
    return { id, parent, level, code, owner_kind, filters, isOfMonth: isOfMonth(amounts) }
  })
  const budgets = findLineBudgets(await listBudgets(tx, scope, { includesArchived: true }), budgeted, { period, zone })
  const nameOfPool = (slug: string) => terms.pools.find((pool) => pool.slug === slug)?.name ?? slug
  const [clock] = await tx.execute<{ at: string }>(
    sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  )
  return {
    ...{ month, ...period, zone, as_of: clock?.at ?? now.toISOString(), view },
    ...{ state: 'draft', version: null, published_by: null, published_at: null, note: null },
    ...{ is_running: isRunning(period.to, today), price_version: (await findLatestVersion(tx)) ?? 0 },
    ...writeLines(folded, { nameOf, budgets }),
    exceptions: await readExceptions(tx, scope, { period, zone, today, terms, folded, nameOfPool }),
  }
}

/** Whether a month that ends before `to` is not over on a day. */
export const isRunning = (to: CalendarDate, today: CalendarDate): boolean => today < to

/** A team answers for all that is its own, and the approver of a policy for what its pool shares out and keeps. */
function attributeLeaf({ steps, amounts }: Leaf, approvedPools: ReadonlySet<string>): Leaf {
  const isAttributed = steps.some(
    ({ ownerKind, code }) => ownerKind === 'team' || (ownerKind === 'pool' && approvedPools.has(code ?? '')),
  )
  return isAttributed ? { steps, amounts: { ...amounts, attributed: totalOf(amounts) } } : { steps, amounts }
}

const isOfMonth = (amounts: Amounts) => amounts.requests > 0n || totalOf(amounts) !== 0n

/** Leaves by owner and place, as pools weigh them. */
function shareBoth(usage: readonly UsageLeaf[], terms: PoolTerms, priorTerms: PoolTerms): Leaf[] {
  const now = usage.map(({ place, amounts }): OwnSpend => {
    return { place, requests: amounts.requests, cost: directOf(amounts), isAtLeast: amounts.isAtLeast }
  })
  const before = usage.map(({ place, prior }): OwnSpend => {
    return { place, requests: prior.requests, cost: prior.cost, isAtLeast: false }
  })
  const ofMonth = now.filter(({ requests, cost }) => requests > 0n || cost !== 0n)
  const ofPrior = before.filter(({ requests, cost }) => requests > 0n || cost !== 0n)
  return toSharedLeaves(sharePools(terms, ofMonth), sharePools(priorTerms, ofPrior))
}

/** What was reckoned, at the team it is of, or at the cost centre where no team was named. */
async function readEstimateLeaves(
  tx: Database,
  scope: Scope,
  { terms, period }: { terms: PoolTerms; period: { from: CalendarDate; to: CalendarDate } },
): Promise<Leaf[]> {
  const { estimates } = await readEstimates(tx, scope, period)
  const units = estimates.some(({ team }) => team === null)
    ? await readBusinessUnits(tx, addDays(period.to, -1))
    : new Map<string, string | null>()
  return estimates.map(({ team, costCenter, amountInPeriod }) => {
    const seat = terms.teams.find(({ slug }) => slug === team)
    const amounts = { ...noAmounts, estimated: parseDecimal(amountInPeriod) }
    if (team === null) {
      const businessUnit = units.get(costCenter ?? '') ?? null
      return { amounts, steps: [dimensionStep('business_unit', businessUnit), dimensionStep('cost_center', costCenter)] }
    }
    const place = { businessUnit: seat?.businessUnit ?? null, costCenter: seat?.costCenter ?? null }
    return { amounts, steps: placeSteps({ ...place, owner: { kind: 'team', slug: team } }) }
  })
}

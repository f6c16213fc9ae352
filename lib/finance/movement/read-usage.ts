import { inArray, type SQL, sql } from 'drizzle-orm'
import type { OwnerUsage } from '@/lib/attribution/pools/queries'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { rateSet } from '@/lib/db/schema/rate-set'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { meterNames } from '@/lib/pricing/meters'
import { readQuantities, readRates, splitCost } from '@/lib/reports/spend/class-costs'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { listDays } from '@/lib/time/calendar'
import type { MovementCell } from './explain-model'
import type { TeamUsage } from './explain-movement'
import type { MovementPeriods } from './movement-periods'

/** Usage of one owner and model under one price, in one of the two months. */
interface UsageLine extends Record<string, unknown> {
  readonly month: string
  readonly team: string | null
  readonly pool: string | null
  /** As its source sent it. */
  readonly model: string
  readonly model_family: string
  readonly rate_set_id: number
  readonly requests: string
  readonly cost: string
  readonly list_cost: string
  readonly unknown: string
}

/** What was used by teams in one month, and what is not theirs. */
export interface UsageMonth {
  readonly usage: TeamUsage[]
  /** What nobody owns. */
  unattributed: bigint
  /** Whose usage has no known cost in parts; `lineKey` says how lines are named. */
  readonly atLeast: Set<string>
  hasUsage: boolean
  /** What each team and pool owns, by which pools are shared out. */
  readonly owners: Map<string, OwnerUsage>
}

/** The name of an owner, or of one of its models, among those of a month. */
export const lineKey = (kind: string, code: string | null, model?: string) => JSON.stringify([kind, code, model ?? null])

/**
 * Both months by team, model and price, in one pass over the daily roll-ups. A call counts to whoever owned it on its day, and
 * to the family that the price book lists its model under, so that a new dated name is not taken for a new model.
 */
function movementStatement(scope: Scope, zone: string, { month, against, current, prior, isRunning }: MovementPeriods): SQL {
  const period = { from: prior.from, to: current.to }
  const filters = isRunning ? { day: [...listDays(prior), ...listDays(current)] } : { month: [against, month] }
  const measures = ['requests', 'cost_usd', 'list_cost_usd', 'unpriced_requests', 'missing_token_requests'] as const
  const groupBy = ['month', 'team', 'pool', 'model', 'model_family'] as const
  return sql`
    with ${groupUsage(scope, { period, zone, groupBy, filters, measures, meters: meterNames, byRateSet: true })}
    select *, trim_scale(coalesce(cost_usd, 0))::text as cost, trim_scale(coalesce(list_cost_usd, 0))::text as list_cost,
      (coalesce(unpriced_requests, 0) + coalesce(missing_token_requests, 0))::text as unknown
    from grouped`
}

/** Reads what both months come to, those of `against` first. */
export async function readMovementUsage(
  tx: Database,
  scope: Scope,
  zone: string,
  periods: MovementPeriods,
): Promise<{ prior: UsageMonth; current: UsageMonth }> {
  const lines = await tx.execute<UsageLine>(movementStatement(scope, zone, periods))
  const ids = lines.map((line) => line.rate_set_id)
  const [rates, terms] = [await readRates(tx, ids), await readTerms(tx, ids)]
  const families = findFamilies(lines)
  const toMonth = (month: string): UsageMonth => {
    const sums: UsageMonth = { usage: [], unattributed: 0n, atLeast: new Set(), hasUsage: false, owners: new Map() }
    for (const line of lines) {
      if (line.month !== month) continue
      sums.hasUsage = true
      const cells = splitCost(
        { quantities: readQuantities(line), cost: parseDecimal(line.cost), listCost: parseDecimal(line.list_cost) },
        rates.get(line.rate_set_id),
      ).map(
        ({ name: meter, quantity, unpricedQuantity, cost }): MovementCell => ({
          ...{ meter, cost, terms: terms.get(line.rate_set_id) ?? '' },
          quantity: quantity - unpricedQuantity,
        }),
      )
      addLine(sums, { ...line, model: families.get(line.model) ?? line.model_family }, cells)
    }
    return sums
  }
  return { prior: toMonth(periods.against), current: toMonth(periods.month) }
}

/**
 * The family of each name that was priced somewhere: calls of the same name that have no price, because their tokens are not
 * known or they failed, are of that model too, and no model of their own that came or went.
 */
const findFamilies = (lines: readonly UsageLine[]): ReadonlyMap<string, string> =>
  new Map(lines.filter((line) => line.rate_set_id > 0).map(({ model, model_family: family }) => [model, family]))

function addLine(sums: UsageMonth, line: UsageLine, cells: readonly MovementCell[]): void {
  const { team, pool, model, unknown } = line
  const isAtLeast = unknown !== '0'
  if (pool !== null) {
    // What it costs is shared out or kept by it, as its policies say.
    addOwner(sums, 'pool', pool, line)
    return
  }
  if (team === null) {
    sums.unattributed += parseDecimal(line.cost)
    if (isAtLeast) sums.atLeast.add(lineKey('nobody', null))
    return
  }
  addOwner(sums, 'team', team, line)
  sums.usage.push({ team, model, requests: BigInt(line.requests), cells })
  if (isAtLeast) sums.atLeast.add(lineKey('team', team)).add(lineKey('team', team, model))
}

function addOwner({ owners }: UsageMonth, kind: OwnerUsage['kind'], slug: string, line: UsageLine): void {
  const known = owners.get(lineKey(kind, slug))
  owners.set(lineKey(kind, slug), {
    ...{ kind, slug },
    cost: formatDecimal(parseDecimal(known?.cost ?? '0') + parseDecimal(line.cost)),
    requests: (BigInt(known?.requests ?? '0') + BigInt(line.requests)).toString(),
    isAtLeast: (known?.isAtLeast ?? false) || line.unknown !== '0',
  })
}

/**
 * What a price depends on beside its model, as text: a call that moves to another tier, context band, region, hour or account
 * is charged otherwise without any price having changed. When the price was valid is not in it, since that is what a change of
 * price is.
 */
async function readTerms(tx: Database, rateSetIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const ids = [...new Set(rateSetIds)].filter((id) => id > 0)
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({
      id: rateSet.id,
      tier: rateSet.tier,
      bandOver: rateSet.bandOver,
      uplift: rateSet.uplift,
      dailyUtc: rateSet.dailyUtc,
      weekdays: rateSet.weekdays,
      billingAccount: rateSet.billingAccount,
    })
    .from(rateSet)
    .where(inArray(rateSet.id, ids))
  return new Map(rows.map(({ id, ...terms }) => [id, JSON.stringify(Object.values(terms))]))
}

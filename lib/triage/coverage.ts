import { type SQL, sql } from 'drizzle-orm'
import { type EstimatesOfPeriod, readEstimates } from '@/lib/attribution/estimates/queries'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import { isApprovedPool } from '@/lib/reports/spend/approved-pools'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import { joinSeries } from '@/lib/reports/spend/series-key'
import { noLabels, whereInPeriod } from '@/lib/reports/spend/usage-groups'
import { type CalendarDate, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'

/** Spend by how it is owned; the four parts add up to the total, exactly. US dollars as decimal text. */
export interface CoveragePart {
  /** Owned by a team. */
  readonly attributedUsd: string
  /** In a pool whose policy was approved. */
  readonly sharedUsd: string
  /** In a pool that nobody has approved a policy for. */
  readonly unapprovedSharedUsd: string
  readonly unattributedUsd: string
  readonly totalUsd: string
  /** Attributed and approved shared, in percent of the total with two decimals, half away from zero; null where nothing was spent. */
  readonly attributedPercent: string | null
  /** Something in it has no price or no known tokens. */
  readonly isAtLeast: boolean
}

export interface Coverage {
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly zone: string
  readonly asOf: string
  /** Estimates of spend from before usage was recorded stand beside the total, never in it. */
  readonly total: CoveragePart & { readonly estimatedUsd: string }
  /** The days that have usage, in order. */
  readonly days: readonly (CoveragePart & { readonly day: CalendarDate })[]
  readonly months: readonly (CoveragePart & {
    readonly month: string
    readonly targetPercent: string | null
    readonly estimatedUsd: string
  })[]
}

interface CoverageLine extends Record<string, unknown> {
  day: string | null
  month: string | null
  attributed: string
  shared: string
  unapproved: string
  unattributed: string
  total: string
  percent: string | null
  unknown: string
  target: string | null
  as_of: string
}

/** How much of the spend of a period has an owner, by day and month, of one snapshot. Whoever sees a part sees that part's. */
export async function readCoverage(db: Database, scope: Scope, period: Period): Promise<Coverage> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const lines = await tx.execute<CoverageLine>(coverageStatement(scope, period))
    const [total] = lines.filter(({ day, month }) => day === null && month === null)
    if (!total) throw new Error('the statement always answers with a total')
    const estimates = await readEstimates(tx, scope, period)
    const estimatedOf = new Map(await estimateMonths(tx, scope, period, estimates))
    const spentMonths = new Map(lines.flatMap((line) => (line.month === null ? [] : [[line.month, line] as const])))
    return {
      ...{ ...period, zone, asOf: total.as_of, total: { ...toPart(total), estimatedUsd: estimates.total } },
      days: lines.flatMap((line) => (line.day === null ? [] : [{ day: line.day, ...toPart(line) }])),
      months: [...new Set([...spentMonths.keys(), ...estimatedOf.keys()])].toSorted().map((month) => {
        const line = spentMonths.get(month)
        return {
          ...{ month, targetPercent: line?.target ?? null, estimatedUsd: estimatedOf.get(month) ?? '0' },
          ...(line ? toPart(line) : nothing),
        }
      }),
    }
  })
}

const nothing: CoveragePart = {
  ...{ attributedUsd: '0', sharedUsd: '0', unapprovedSharedUsd: '0', unattributedUsd: '0', totalUsd: '0' },
  ...{ attributedPercent: null, isAtLeast: false },
}

/** Estimates by month, for the months that have any. */
async function estimateMonths(
  tx: Database,
  scope: Scope,
  { from, to }: Period,
  { estimates }: EstimatesOfPeriod,
): Promise<[string, string][]> {
  if (estimates.length === 0) return []
  const months: [string, string][] = []
  for (let month = monthPeriod(monthOf(from)); month.from < to; month = monthPeriod(monthOf(month.to))) {
    const part = { from: month.from < from ? from : month.from, to: month.to > to ? to : month.to }
    const { total } = await readEstimates(tx, scope, part)
    if (parseDecimal(total) > 0n) months.push([monthOf(month.from), total])
  }
  return months
}

/**
 * Most usage is of teams. For those who see everything only series that are not, on some days, are looked up: what is left is of
 * teams, since every series has an owner, or nobody, on each day. `looked_up` is not materialised: Postgres would no longer know
 * how few rows there are of a series, and put the roll-ups into a hash table instead.
 */
function coverageStatement(scope: Scope, period: Period) {
  const owners = joinSeries(scope, { period, dimensions: [], filters: {}, hasOwners: true, labels: noLabels })
  const sumWhere = (condition: SQL) => sql`coalesce(sum(cost) filter (where ${condition}), 0)`
  return sql`
    with ${owners.tables}
    looked_up as (
      select series.id as series_id, owner_from.day as from_day, owner_to.day as to_day, owner.owner_kind, owner.pool_id
      from usage_series series ${owners.joins}
      where ${owners.where} and ${scope.everything ? sql`owner.owner_kind <> 'team'` : sql`true`}
    ),
    usage_sum as (
      select usage.day, owner.owner_kind, owner.pool_id, sum(usage.cost) as cost,
        sum(usage.unpriced_requests + usage.missing_token_requests) as unknown
      from usage_daily usage
      ${scope.everything ? sql`left join` : sql`join`} looked_up owner
        on owner.series_id = usage.series_id and usage.day >= owner.from_day and usage.day < owner.to_day
      where ${whereInPeriod(period)}
      group by 1, 2, 3
    ),
    owned as (
      select usage_sum.day, to_char(usage_sum.day, 'YYYY-MM') as month, coalesce(owner_kind, 'team') as owner_kind, cost, unknown,
        ${isApprovedPool(sql`pool.slug`, sql`date_trunc('month', usage_sum.day)::date`)} as is_approved
      from usage_sum left join shared_pool pool on pool.id = usage_sum.pool_id
    ),
    part as (
      select day, month, ${sumWhere(sql`owner_kind = 'team'`)} as attributed,
        ${sumWhere(sql`owner_kind = 'pool' and is_approved`)} as shared,
        ${sumWhere(sql`owner_kind = 'pool' and not is_approved`)} as unapproved,
        ${sumWhere(sql`owner_kind = 'none'`)} as unattributed, coalesce(sum(cost), 0) as total, coalesce(sum(unknown), 0) as unknown
      from owned group by grouping sets ((), (day), (month))
    )
    select day::text, month, trim_scale(attributed)::text as attributed, trim_scale(shared)::text as shared,
      trim_scale(unapproved)::text as unapproved, trim_scale(unattributed)::text as unattributed, trim_scale(total)::text as total,
      round(100 * (attributed + shared) / nullif(total, 0), 2)::text as percent, unknown::text,
      (select attributed_percent::text from triage_target where effective_from <= (month || '-01')::date
        order by effective_from desc limit 1) as target,
      to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of
    from part order by part.day, month`
}

function toPart(line: CoverageLine): CoveragePart {
  return {
    attributedUsd: line.attributed,
    sharedUsd: line.shared,
    unapprovedSharedUsd: line.unapproved,
    unattributedUsd: line.unattributed,
    totalUsd: line.total,
    attributedPercent: line.percent,
    isAtLeast: line.unknown !== '0',
  }
}

import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { sharedValue } from '@/lib/reports/spend/dimension-names'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { addDays, addMonths, type CalendarDate, countDays, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { type DailyStack, readDailyStack } from './daily-stack'
import { findMovers, type TeamMove } from './find-movers'
import type { StackBy } from './search-params'
import { readSourceFreshness, type SourceFreshness } from './source-freshness'

/** Spend of something; US dollars as exact decimal text. */
export interface SpendPart {
  /** The code or day; null is "none": what nobody owns, teams without a cost centre. */
  readonly key: string | null
  readonly costUsd: string
  readonly requests: number
  readonly unpricedRequests: number
  readonly missingTokenRequests: number
  /** Something in it has no price or no known tokens, so that the cost is at least so much. */
  readonly isAtLeast: boolean
}

export interface Overview {
  readonly zone: string
  /** The instant of the snapshot that all figures are from. */
  readonly asOf: string
  /** The month so far, today in it; half-open. */
  readonly period: Period
  readonly total: SpendPart
  /** The days that have usage, in order. */
  readonly days: readonly SpendPart[]
  /** The same days, by what costs most. */
  readonly stack: DailyStack
  /** What costs most first. */
  readonly teams: readonly SpendPart[]
  readonly costCenters: readonly SpendPart[]
  /** What nobody owns, by reason; null for those who see a part of the organisation only. */
  readonly unattributed: { readonly total: SpendPart; readonly reasons: readonly SpendPart[] } | null
  /**
   * What teams and shared pools own of the cost, in percent with two decimals, half away from zero; null where there is no cost,
   * or not theirs to see.
   */
  readonly attributedPercent: string | null
  /** What shared pools own, which is a part of what is attributed and of no team's spend; null where they are not theirs to see. */
  readonly shared: { readonly total: SpendPart; readonly percent: string | null } | null
  /** Complete days of the month beside the same days of last month; null on the month's first day. */
  readonly comparison: {
    readonly period: Period
    readonly previousPeriod: Period
    readonly costUsd: string
    readonly previousCostUsd: string
    /** The cost of the complete days, or of last month's, is a lower bound. */
    readonly isAtLeast: boolean
    readonly isPreviousAtLeast: boolean
    readonly previousDays: readonly SpendPart[]
    /** Largest change first, up or down. */
    readonly movers: readonly TeamMove[]
  } | null
  readonly sources: readonly SourceFreshness[]
  readonly names: OwnerNames
}

/**
 * What Overview shows, of one snapshot.
 * @param options.now decides what today is, in the reporting zone.
 * @param options.month `YYYY-MM`; absent: the current one.
 * @param options.stackBy what the days are told apart by; absent: the provider.
 */
export async function getOverview(
  db: Database,
  scope: Scope,
  { now, month, stackBy = 'provider' }: { now: Date; month?: string; stackBy?: StackBy },
): Promise<Overview> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const { period, complete, previous } = findPeriods(month ?? monthOf(today), today)
    const parts = await readParts(tx, scope, zone, { period, completeTo: complete?.to ?? period.from, isPrevious: false })
    const comparison = complete === null ? null : await readComparison(tx, scope, zone, { complete, previous, parts })
    const stack = await readDailyStack(tx, scope, { period, zone, by: stackBy })
    const sources = await readSourceFreshness(tx, scope, today)
    const unowned = parts.reasons.filter(({ key }) => key !== null)
    const names = await nameOwners(tx, [
      ...parts.teams.map(({ key }) => ({ team: key })),
      ...parts.costCenters.map(({ key }) => ({ cost_center: key })),
      ...(comparison?.movers ?? []).map(({ team }) => ({ team })),
    ])
    const { total, days, teams, costCenters, asOf, attributedPercent } = parts
    const ofOwner = (owner: string | null) => teams.find(({ key }) => key === owner) ?? nothing
    const unattributed = scope.everything ? { total: ofOwner(null), reasons: unowned } : null
    const shared = scope.everything ? { total: ofOwner(sharedValue), percent: parts.sharedPercent } : null
    return {
      ...{ zone, asOf, period, total, days, stack, teams, costCenters, unattributed, shared, comparison, sources, names },
      attributedPercent: scope.everything ? attributedPercent : null,
    }
  })
}

const nothing: SpendPart = {
  ...{ key: null, costUsd: '0', requests: 0, unpricedRequests: 0, missingTokenRequests: 0, isAtLeast: false },
}

/** The month up to today, its complete days, and as many days of the month before, or all that it has. */
export function findPeriods(month: string, today: CalendarDate): { period: Period; complete: Period | null; previous: Period } {
  const whole = monthPeriod(month)
  const tomorrow = addDays(today, 1)
  const period = { from: whole.from, to: whole.to < tomorrow ? whole.to : tomorrow > whole.from ? tomorrow : whole.to }
  const completeTo = whole.to <= today ? whole.to : today
  const complete = completeTo > whole.from ? { from: whole.from, to: completeTo } : null
  const from = addMonths(whole.from, -1)
  if (completeTo === whole.to || complete === null) return { period, complete, previous: { from, to: whole.from } }
  const sameDays = addDays(from, countDays(complete))
  return { period, complete, previous: { from, to: sameDays < whole.from ? sameDays : whole.from } }
}

interface PartLine extends Record<string, unknown> {
  part: 'total' | 'day' | 'team' | 'cost_center' | 'unowned_reason'
  key: string | null
  cost: string
  complete_cost: string
  complete_unknown: string
  requests: string
  unpriced: string
  missing: string
  as_of: string
  attributed_percent: string | null
  shared_percent: string | null
}

interface PartsQuestion {
  readonly period: Period
  /** The days before this one are compared: today is not over. */
  readonly completeTo: CalendarDate
  /** Of the month before only days and teams are shown. */
  readonly isPrevious: boolean
}

/** Totals by day, team, cost centre and reason from one pass over the roll-ups. */
async function readParts(tx: Database, scope: Scope, zone: string, question: PartsQuestion) {
  const lines = await tx.execute<PartLine>(overviewStatement(scope, zone, question))
  const linesOf = (part: PartLine['part']) => lines.filter((line) => line.part === part)
  const [total] = linesOf('total')
  if (!total) throw new Error('the statement always answers with a total')
  return {
    total: toPart(total),
    complete: toCompleteSpend(total),
    completeTeams: linesOf('team').map(toCompleteSpend),
    asOf: total.as_of,
    attributedPercent: total.attributed_percent,
    sharedPercent: total.shared_percent,
    days: linesOf('day').map(toPart),
    teams: linesOf('team').map(toPart),
    costCenters: linesOf('cost_center').map(toPart),
    reasons: linesOf('unowned_reason').map(toPart),
  }
}

/** One pass over the roll-ups of a period, told apart in several ways at once. */
export function overviewStatement(scope: Scope, zone: string, { period, completeTo, isPrevious }: PartsQuestion) {
  const measures = ['requests', 'cost_usd', 'unpriced_requests', 'missing_token_requests'] as const
  const kinds = isPrevious ? (['day', 'team'] as const) : (['day', 'team', 'cost_center', 'unowned_reason'] as const)
  const columns = kinds.map((kind) => sql.identifier(kind))
  const partOf = columns.map((column, index) => sql`when grouping(${column}) = 0 then ${kinds[index]}::text`)
  return sql`
    with ${groupUsage(scope, { period, zone, groupBy: kinds, filters: {}, measures })},
    part as (
      select case ${sql.join(partOf, sql` `)} else 'total' end as part, coalesce(${sql.join(columns, sql`, `)}) as key,
        coalesce(sum(cost_usd), 0) as cost, coalesce(sum(cost_usd) filter (where day < ${completeTo}), 0) as complete_cost,
        coalesce(sum(unpriced_requests + missing_token_requests) filter (where day < ${completeTo}), 0) as complete_unknown,
        coalesce(sum(requests), 0) as requests, coalesce(sum(unpriced_requests), 0) as unpriced,
        coalesce(sum(missing_token_requests), 0) as missing, coalesce(sum(cost_usd) filter (where team is not null), 0) as owned_cost,
        coalesce(sum(cost_usd) filter (where team = ${sharedValue}), 0) as shared_cost
      from grouped group by grouping sets ((), ${sql.join(
        columns.map((column) => sql`(${column})`),
        sql`, `,
      )})
    )
    select part, key, trim_scale(cost)::text as cost, trim_scale(complete_cost)::text as complete_cost,
      complete_unknown::text, requests::text, unpriced::text, missing::text, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of,
      round(100 * owned_cost / nullif(cost, 0), 2)::text as attributed_percent,
      round(100 * shared_cost / nullif(cost, 0), 2)::text as shared_percent
    from part order by part, case when part = 'day' then key end, part.cost desc, key collate "C" nulls last`
}

function toPart(line: PartLine): SpendPart {
  const [unpricedRequests, missingTokenRequests] = [Number(line.unpriced), Number(line.missing)]
  return {
    ...{ key: line.key, costUsd: line.cost, requests: Number(line.requests), unpricedRequests, missingTokenRequests },
    isAtLeast: unpricedRequests + missingTokenRequests > 0,
  }
}

/** The days before today of a line. */
const toCompleteSpend = ({ key, complete_cost, complete_unknown }: PartLine) => ({
  ...{ key, costUsd: complete_cost, isAtLeast: complete_unknown !== '0' },
})

async function readComparison(
  tx: Database,
  scope: Scope,
  zone: string,
  { complete, previous, parts }: { complete: Period; previous: Period; parts: Awaited<ReturnType<typeof readParts>> },
): Promise<NonNullable<Overview['comparison']>> {
  const before = await readParts(tx, scope, zone, { period: previous, completeTo: previous.to, isPrevious: true })
  return {
    period: complete,
    previousPeriod: previous,
    costUsd: parts.complete.costUsd,
    previousCostUsd: before.total.costUsd,
    isAtLeast: parts.complete.isAtLeast,
    isPreviousAtLeast: before.total.isAtLeast,
    previousDays: before.days,
    movers: findMovers(parts.completeTeams, before.teams),
  }
}

import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { isApprovedPool } from '@/lib/reports/spend/approved-pools'
import { sharedValue } from '@/lib/reports/spend/dimension-names'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { type CalendarDate, monthOf, type Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { findMovers, type TeamMove } from './find-movers'
import { findPeriods } from './find-periods'

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
  /** What costs most first. */
  readonly teams: readonly SpendPart[]
  readonly costCenters: readonly SpendPart[]
  /** What nobody owns, by reason; null for those who see a part of the organisation only. */
  readonly unattributed: { readonly total: SpendPart; readonly reasons: readonly SpendPart[] } | null
  /**
   * What teams own of the cost, and shared pools with an approved policy, in percent with two decimals, half away from zero; null
   * where there is no cost, or not theirs to see.
   */
  readonly attributedPercent: string | null
  /**
   * What shared pools own, which is of no team's spend; null where they are not theirs to see. `percent` is what pools with an
   * approved policy own of the cost, a part of what is attributed; `unapprovedUsd` is what the others own, which is not.
   */
  readonly shared: { readonly total: SpendPart; readonly percent: string | null; readonly unapprovedUsd: string } | null
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
  readonly names: OwnerNames
}

/**
 * The figures that Overview shows, of one snapshot.
 * @param options.now decides what today is, in the reporting zone.
 * @param options.month `YYYY-MM`; absent: the current one.
 */
export async function getOverview(db: Database, scope: Scope, { now, month }: { now: Date; month?: string }): Promise<Overview> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const { period, complete, previous } = findPeriods(month ?? monthOf(today), today)
    const parts = await readParts(tx, scope, zone, { period, completeTo: complete?.to ?? period.from, isPrevious: false })
    const comparison = complete === null ? null : await readComparison(tx, scope, zone, { complete, previous, parts })
    const unowned = parts.reasons.filter(({ key }) => key !== null)
    const names = await nameOwners(tx, [
      ...parts.teams.map(({ key }) => ({ team: key })),
      ...parts.costCenters.map(({ key }) => ({ cost_center: key })),
      ...(comparison?.movers ?? []).map(({ team }) => ({ team })),
    ])
    const { total, days, teams, costCenters, asOf, attributedPercent } = parts
    const ofOwner = (owner: string | null) => teams.find(({ key }) => key === owner) ?? nothing
    const unattributed = scope.everything ? { total: ofOwner(null), reasons: unowned } : null
    const shared = scope.everything
      ? { total: ofOwner(sharedValue), percent: parts.sharedPercent, unapprovedUsd: parts.unapprovedUsd }
      : null
    return {
      ...{ zone, asOf, period, total, days, teams, costCenters, unattributed, shared, comparison, names },
      attributedPercent: scope.everything ? attributedPercent : null,
    }
  })
}

const nothing: SpendPart = {
  ...{ key: null, costUsd: '0', requests: 0, unpricedRequests: 0, missingTokenRequests: 0, isAtLeast: false },
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
  unapproved: string
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
    unapprovedUsd: total.unapproved,
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
  // Of the month before nobody asks what was attributed.
  const groupBy = isPrevious ? kinds : ([...kinds, 'pool'] as const)
  const isApproved = isPrevious ? sql`false` : isApprovedPool(sql`grouped.pool`, sql`${period.from}::date`)
  const isShared = sql`team = ${sharedValue}`
  const columns = kinds.map((kind) => sql.identifier(kind))
  const partOf = columns.map((column, index) => sql`when grouping(${column}) = 0 then ${kinds[index]}::text`)
  return sql`
    with ${groupUsage(scope, { period, zone, groupBy, filters: {}, measures })},
    owned as (select grouped.*, ${isApproved} as is_approved from grouped),
    part as (
      select case ${sql.join(partOf, sql` `)} else 'total' end as part, coalesce(${sql.join(columns, sql`, `)}) as key,
        coalesce(sum(cost_usd), 0) as cost, coalesce(sum(cost_usd) filter (where day < ${completeTo}), 0) as complete_cost,
        coalesce(sum(unpriced_requests + missing_token_requests) filter (where day < ${completeTo}), 0) as complete_unknown,
        coalesce(sum(requests), 0) as requests, coalesce(sum(unpriced_requests), 0) as unpriced,
        coalesce(sum(missing_token_requests), 0) as missing, coalesce(sum(cost_usd) filter (where team <> ${sharedValue}), 0) as team_cost,
        coalesce(sum(cost_usd) filter (where ${isShared} and is_approved), 0) as shared_cost,
        coalesce(sum(cost_usd) filter (where ${isShared} and not is_approved), 0) as unapproved_cost
      from owned group by grouping sets ((), ${sql.join(
        columns.map((column) => sql`(${column})`),
        sql`, `,
      )})
    )
    select part, key, trim_scale(cost)::text as cost, trim_scale(complete_cost)::text as complete_cost,
      complete_unknown::text, requests::text, unpriced::text, missing::text, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of,
      round(100 * (team_cost + shared_cost) / nullif(cost, 0), 2)::text as attributed_percent,
      round(100 * shared_cost / nullif(cost, 0), 2)::text as shared_percent,
      trim_scale(unapproved_cost)::text as unapproved
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

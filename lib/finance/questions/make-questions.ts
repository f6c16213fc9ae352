import type { Period } from '@/lib/time/calendar'
import type { Statement, StatementLine } from '../statement/schema'
import { joinOwners, sumAmounts } from './join-owners'
import { rankAllocation } from './rank-allocation'
import { type GrowthAmounts, isCostCenterLine, isTeamLine, rankGrowth, totalsOf } from './rank-growth'
import { rankProportion } from './rank-proportion'
import { rankUnattributed } from './rank-unattributed'
import type { Questions } from './schema'

/** Direct spend of the complete days of a month that is running, beside the same days of the month before. */
export interface SameDays {
  readonly period: Period
  readonly priorPeriod: Period
  /** Null: the line has neither. */
  readonly amountsOf: (line: StatementLine) => GrowthAmounts | null
}

/**
 * The four questions of a month, all from its one statement.
 *
 * @param sameDays of a running month, whose total so far nobody should hold against a whole month; null on its first day.
 */
export function makeQuestions(statement: Statement, priorPeriod: Period, sameDays: SameDays | null): Questions {
  const { month, from, to, zone, as_of, is_running, total, lines, exceptions } = statement
  const owners = joinOwners(lines)
  const partsOf = new Map(owners.map(({ line, parts }) => [line.id, parts]))
  const amountsOf = !is_running ? totalsOf : (sameDays?.amountsOf ?? (() => null))
  const teamAmounts = ({ id }: StatementLine) => sumAmounts((partsOf.get(id) ?? []).map(amountsOf))
  const ownerLines = owners.map(({ line }) => line)
  return {
    ...{ month, from, to, zone, as_of, is_running },
    ...{ total_usd: total.total_usd, direct_usd: total.direct_usd, requests: total.requests, is_at_least: total.is_at_least },
    growth: {
      basis: is_running ? 'direct' : 'total',
      period: is_running ? (sameDays?.period ?? null) : { from, to },
      prior_period: sameDays?.priorPeriod ?? priorPeriod,
      teams: rankGrowth(ownerLines.filter(isTeamLine), teamAmounts),
      cost_centers: rankGrowth(lines.filter(isCostCenterLine), amountsOf),
    },
    allocation: rankAllocation(lines),
    proportion: rankProportion(ownerLines, total),
    unattributed: rankUnattributed(exceptions),
  }
}

import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { describeChange } from '@/lib/money/describe-change'
import { formatPercent } from '@/lib/money/format'
import { type DimensionName, isTimeDimension } from './dimension-names'
import type { SpendReport, SpendRow, SpendSums } from './report-schema'

/** Cost of a thousand requests, to 18 places, half to even; null where there was no request. */
export function costPerThousand({ cost_usd, requests }: Pick<SpendSums, 'cost_usd' | 'requests'>): string | null {
  if (requests === 0) return null
  return formatDecimal(divideHalfEven(parseDecimal(cost_usd) * 1_000n, BigInt(requests)))
}

/** `12.5%` of the total; null where there is none. Of what is known: an unpriced request is in neither part nor whole. */
export function shareText(row: Pick<SpendSums, 'cost_usd'>, { total }: Pick<SpendReport, 'total'>): string | null {
  return formatPercent(row.cost_usd, total.cost_usd)
}

/** What a row is known by: its values in the order of the grouping. */
export const rowKey = (groupBy: readonly DimensionName[], row: SpendRow): string =>
  JSON.stringify(groupBy.map((name) => row[name] ?? null))

/** Whether rows of two periods are the same things, which days and hours are not. */
export function hasChange({ comparison }: Pick<SpendReport, 'comparison'>, groupBy: readonly DimensionName[]): boolean {
  return comparison !== null && !groupBy.some(isTimeDimension)
}

/** The cost of each row in the period compared with; null for a row that it did not have. */
export function costsBefore({ comparison }: Pick<SpendReport, 'comparison'>, groupBy: readonly DimensionName[]) {
  const costs = new Map((comparison?.rows ?? []).map((row) => [rowKey(groupBy, row), row.cost_usd]))
  return (row: SpendRow): string | null => costs.get(rowKey(groupBy, row)) ?? null
}

/** The change of each row as it reads on screen: `+12.5%`, `new`. */
export function changeTexts(report: Pick<SpendReport, 'comparison'>, groupBy: readonly DimensionName[]) {
  const before = costsBefore(report, groupBy)
  return (row: SpendRow): string => describeChange(row.cost_usd, before(row)).text
}

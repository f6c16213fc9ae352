import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { otherKey, seriesLimit } from '@/components/charts/chart-data'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { spendOptions } from '@/lib/reports/spend/client'
import { type DimensionName, noneValue, type TimeDimension } from '@/lib/reports/spend/dimension-names'
import { mergeNames, type OwnerNames, type SpendReport, type SpendRow, type SpendSums } from '@/lib/reports/spend/report-schema'
import { maxRows, type SpendParams } from '@/lib/reports/spend/schema'
import { makeSpendParams, toSpendQuery } from '@/lib/reports/spend/search-params'
import { chartDimension, type SpendQuestion } from './address'

/** One step of the chart: exact cost by series, and which of them are lower bounds. */
export interface ChartStep {
  /** As the report writes it: an hour in UTC, a day or a month of the reporting zone. */
  readonly at: string
  readonly values: Readonly<Record<string, string>>
  readonly atLeast: readonly string[]
}

/** What the chart draws. Other is what is left of the report's own totals, so that no series is cut off unseen. */
export interface SpendChartAnswer {
  readonly grain: TimeDimension
  /** Null: nothing but the total is drawn. */
  readonly dimension: DimensionName | null
  /** Values of the dimension, what costs most first; `~none` for rows without one. */
  readonly keys: readonly string[]
  /** How many values are in Other. */
  readonly otherCount: number
  readonly steps: readonly ChartStep[]
  readonly period: { readonly from: string; readonly to: string }
  readonly zone: string
  readonly asOf: string
  readonly names: OwnerNames
}

/** Key of the only series of a chart that is not stacked. */
export const totalKey = '~total'

type ReadSpend = (params: SpendParams) => Promise<SpendReport>

/**
 * Asks for the totals by step and the largest values, then for those values by step. Whoever reads decides where from: the
 * page in-process, the browser through the API.
 */
export async function readSpendChart(read: ReadSpend, { table, grain, pins }: SpendQuestion): Promise<SpendChartAnswer> {
  const { from, to, filters } = table
  const dimension = chartDimension(table)
  const ask = (groupBy: readonly DimensionName[], limit: number, more: SpendParams['filters'] = {}) =>
    read(makeSpendParams({ from, to, groupBy, filters: { ...filters, ...more }, limit }))
  const [totals, largest] = await Promise.all([ask([grain], maxRows), dimension === null ? null : ask([dimension], seriesLimit)])
  const dearest = dimension === null || largest === null ? [] : largest.rows.map((row) => row[dimension] ?? noneValue)
  const keys = [...new Set([...pinnedKeys({ table, pins }), ...dearest])].slice(0, seriesLimit)
  const parts = dimension === null || keys.length === 0 ? null : await ask([grain, dimension], maxRows, { [dimension]: keys })
  // What is pinned may have no usage in the period: then it is in no count either.
  const drawn = new Set(parts?.rows.map((row) => (dimension === null ? null : (row[dimension] ?? noneValue))))
  const otherCount = Math.max(0, (largest?.row_count ?? 0) - drawn.size)
  return {
    ...{
      grain,
      dimension,
      keys: keys.filter((key) => drawn.has(key)),
      otherCount,
      period: { from, to },
      zone: totals.zone,
      asOf: totals.as_of,
    },
    steps: toSteps({ grain, dimension, hasOther: otherCount > 0 }, totals, parts),
    names: mergeNames(largest?.names ?? totals.names, parts?.names ?? totals.names),
  }
}

/** The values of the chart's dimension among the pinned rows, of those that the filters leave. */
function pinnedKeys({ table, pins }: Pick<SpendQuestion, 'table' | 'pins'>): string[] {
  const name = chartDimension(table)
  if (name === null) return []
  const index = table.groupBy.indexOf(name)
  const isLeft = (key: string) => table.filters[name]?.includes(key) ?? true
  return [...new Set(pins.map((pin) => pin[index] ?? noneValue))].filter(isLeft)
}

interface Cut {
  readonly grain: TimeDimension
  readonly dimension: DimensionName | null
  readonly hasOther: boolean
}

function toSteps({ grain, dimension, hasOther }: Cut, totals: SpendReport, parts: SpendReport | null): ChartStep[] {
  const rowsAt = new Map<string, SpendRow[]>()
  for (const row of parts?.rows ?? []) rowsAt.set(row[grain] ?? '', [...(rowsAt.get(row[grain] ?? '') ?? []), row])
  return totals.rows.map((total) => {
    const at = total[grain] ?? ''
    if (dimension === null) return toStep(at, [[totalKey, total]])
    const rows = rowsAt.get(at) ?? []
    const step = toStep(
      at,
      rows.map((row) => [row[dimension] ?? noneValue, row]),
    )
    return hasOther ? withOther(step, total, rows) : step
  })
}

function toStep(at: string, sums: readonly (readonly [string, SpendSums])[]): ChartStep {
  return {
    at,
    values: Object.fromEntries(sums.map(([key, { cost_usd }]) => [key, cost_usd])),
    atLeast: sums.filter(([, { is_at_least }]) => is_at_least).map(([key]) => key),
  }
}

/** The total of a step less what is drawn of it. */
function withOther({ at, values, atLeast }: ChartStep, total: SpendSums, drawn: readonly SpendSums[]): ChartStep {
  const rest = drawn.reduce((sum, row) => sum - parseDecimal(row.cost_usd), parseDecimal(total.cost_usd))
  const openIn = ({ unpriced_requests, missing_token_requests }: SpendSums) => unpriced_requests + missing_token_requests
  const isOpen = drawn.reduce((count, row) => count - openIn(row), openIn(total)) > 0
  return { at, values: { ...values, [otherKey]: formatDecimal(rest) }, atLeast: isOpen ? [...atLeast, otherKey] : atLeast }
}

/** The chart in the browser; the page fills the same key in-process. */
export function spendChartOptions(question: SpendQuestion) {
  const { table, grain } = question
  const { from, to, filters } = table
  const dimension = chartDimension(table)
  const asked = makeSpendParams({ from, to, filters, groupBy: dimension === null ? [] : [dimension] })
  return queryOptions({
    queryKey: ['spend', 'chart', grain, toSpendQuery(asked).toString(), pinnedKeys(question)],
    queryFn: ({ client }): Promise<SpendChartAnswer> =>
      readSpendChart((params) => client.fetchQuery(spendOptions(params)), question),
    placeholderData: keepPreviousData,
  })
}

import { requestsHref, spendHref } from '@/components/spend/spend-href'
import type { PeriodParams } from '@/lib/engineering/period-params'
import type { WasteKind, WasteReport, WasteRow } from '@/lib/engineering/waste/schema'
import { type DimensionName, noneValue } from '@/lib/reports/spend/dimension-names'

type Filters = PeriodParams['filters']

/** What of usage a kind looks at, as far as filters can say it. */
function filtersOf({ kind }: Pick<WasteKind, 'kind'>, report: Pick<WasteReport, 'sandbox_environments'>): Filters {
  if (kind === 'failed_calls') return { outcome: ['error'], attempt: ['first'] }
  if (kind === 'retries') return { attempt: ['retry'] }
  return kind === 'development' ? { environment: report.sandbox_environments } : {}
}

/** The requests behind a row: all of its use, where filters cannot tell those that the rule means. */
export function rowHref(period: PeriodParams, report: WasteReport, kind: WasteKind, row: WasteRow): string {
  const ofRow: Filters = Object.fromEntries(kind.dimensions.map((name) => [name, [row[name] ?? noneValue]]))
  return requestsHref({ ...period, filters: { ...period.filters, ...filtersOf(kind, report), ...ofRow } })
}

/** What an owner spent on a kind, told apart by what is finer. */
export function teamHref(period: PeriodParams, report: WasteReport, kind: WasteKind, team: string | null): string {
  const groupBy: readonly DimensionName[] = kind.dimensions.filter((name) => name !== 'team').slice(0, 2)
  const filters = { ...period.filters, ...filtersOf(kind, report), team: [team ?? noneValue] }
  return spendHref({ period, groupBy, filters, compare: 'none' })
}

/** All requests of a trace. */
export const traceHref = (id: string): string => `/spend/requests?${new URLSearchParams({ trace_id: id })}`

import { type DimensionName, type FixedDimension, isLabelDimension } from '@/lib/reports/spend/dimension-names'
import type { SpendRow } from '@/lib/reports/spend/report-schema'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { addDays, addMonths } from '@/lib/time/calendar'
import { only, requestsHref, spendHref } from './spend-href'

/** Where a dimension leads: from who pays over who runs it and what for to the model, and then to the requests. */
const finerDimension: Readonly<Record<FixedDimension, DimensionName | null>> = {
  business_unit: 'cost_center',
  cost_center: 'team',
  team: 'service',
  pool: 'service',
  reported_team: 'service',
  project: 'service',
  product_line: 'service',
  environment: 'service',
  source: 'service',
  unowned_reason: 'service',
  owner_conflict: 'team',
  service: 'model',
  feature: 'model',
  provider: 'model',
  billing_account: 'model',
  model_family: 'model',
  operation: 'model',
  tier: 'model',
  region: 'model',
  api_key: 'model',
  route: 'model',
  month: 'team',
  day: 'team',
  hour: 'team',
  model: null,
  outcome: null,
  attempt: null,
}

/** The next finer dimension that is not settled yet; null where only the requests are finer. */
export function findFinerDimension(params: Pick<SpendParams, 'groupBy' | 'filters'>): DimensionName | null {
  const isSettled = (name: DimensionName) => params.groupBy.includes(name) || params.filters[name]?.length === 1
  let next = params.groupBy.at(-1) ?? null
  while (next !== null && isSettled(next)) next = isLabelDimension(next) ? 'model' : finerDimension[next]
  return next
}

type Narrowing = Pick<SpendParams, 'from' | 'to' | 'filters'>

/** The question narrowed to one value: a day or month becomes the period, anything else a filter. */
export function narrowTo(name: DimensionName, value: string | null, { from, to, filters }: Narrowing): Narrowing {
  if (value !== null && (name === 'day' || name === 'month')) {
    const first = name === 'day' ? value : `${value}-01`
    const end = name === 'day' ? addDays(value, 1) : addMonths(first, 1)
    return { from: first > from ? first : from, to: end < to ? end : to, filters }
  }
  return { from, to, filters: { ...filters, [name]: only(value) } }
}

/** The next finer view of what one row holds. */
export function rowHref(params: SpendParams, row: SpendRow): string {
  const values = params.groupBy.map((name) => [name, row[name] ?? null] as const)
  return finerHref(params, values)
}

/** The next finer view of what one colour of the chart holds. */
export function seriesHref(params: SpendParams, name: DimensionName, value: string | null): string {
  return finerHref({ ...params, groupBy: [name] }, [[name, value]])
}

function finerHref(params: SpendParams, values: readonly (readonly [DimensionName, string | null])[]): string {
  const narrowed = values.reduce<Narrowing>((narrowing, [name, value]) => narrowTo(name, value, narrowing), params)
  const next = findFinerDimension({ groupBy: params.groupBy, filters: narrowed.filters })
  if (next === null) return requestsHref(narrowed)
  const { from, to, filters } = narrowed
  return spendHref({ period: { from, to }, groupBy: [next], filters, compare: params.compare ?? 'none' })
}

import { requestsHref, spendHref } from '@/components/spend/spend-href'
import type { LineLevel, Statement, StatementLine, StatementView } from '@/lib/finance/statement/schema'
import type { DimensionName } from '@/lib/reports/spend/dimension-names'
import type { Period } from '@/lib/time/calendar'

interface StatementPlace {
  /** `YYYY-MM`. */
  readonly month: string
  /** Null: the month as it is now. */
  readonly version?: number | null
  readonly view?: StatementView
  /** A line that is opened and marked. */
  readonly line?: string
}

/** The page of a month or of a published version, which is its permanent address. */
export function statementPageHref({ month, version = null, view = 'project', line }: StatementPlace): string {
  const path = version === null ? `/finance/${month}` : `/finance/${month}/versions/${version}`
  const query = new URLSearchParams({ ...(view === 'project' ? {} : { view }), ...(line === undefined ? {} : { line }) })
  return query.size === 0 ? path : `${path}?${query}`
}

type Filters = StatementLine['filters']

/** What a line breaks down into on the Spend page; the finest leads to requests. */
function findFinerDimension(level: LineLevel, view: StatementView): DimensionName | null {
  if (level === 'business_unit') return 'cost_center'
  if (level === 'cost_center') return 'team'
  if (level === 'owner') return view === 'model' ? 'model_family' : 'project'
  return level === 'route' ? null : 'model'
}

/** The direct spend of a line, cut one step finer; the finest leads to its requests. */
export function lineSpendHref(
  { level, filters }: Pick<StatementLine, 'level' | 'filters'>,
  statement: Pick<Statement, 'view'> & Period,
): string {
  const { from, to, view } = statement
  const finer = findFinerDimension(level, view)
  if (finer === null) return requestsHref({ from, to, filters })
  return spendHref({ period: { from, to }, groupBy: [finer], filters })
}

/** The direct spend of a whole month. */
export const monthSpendHref = ({ from, to }: Period): string => spendHref({ period: { from, to }, groupBy: ['cost_center'] })

/** The requests of a line, all or those of an attempt. */
export function lineRequestsHref(filters: Filters, { from, to }: Period, narrower: Filters = {}): string {
  return requestsHref({ from, to, filters: { ...filters, ...narrower } })
}

/** Why a month differs from the one before. */
export function movementHref(month: string): string {
  return `/finance/movement?${new URLSearchParams({ month })}`
}

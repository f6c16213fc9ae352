import { formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { addTerms, compare, type WasteItem, writeTerm } from './item'
import { dimensionsOfKind, type WasteDimension, type WasteKindName } from './kinds'
import type { WasteKind, WasteRow } from './schema'

export const maxShownRows = 100
const maxShownTerms = 12

/** Written to while items are added up. */
interface Sum {
  readonly key: string
  /** One of those that are alike. */
  readonly item: WasteItem
  readonly details: Set<string>
  cost: Usd
  requests: bigint
  unknownRequests: bigint
}

/** How much of a kind is listed, and whether more may be unknown than its items say. */
interface SummaryOptions {
  readonly maxRows: number
  /** Some of the usage was not looked at yet. */
  readonly isPartial: boolean
}

/** What a rule found as a report shows it: by owner, by use, and how it is reckoned. Everything sums to the kind's cost. */
export function summariseKind(kind: WasteKindName, items: readonly WasteItem[], options: SummaryOptions): WasteKind {
  const dimensions = dimensionsOfKind[kind]
  const total = items.reduce(addItem, emptyTotal)
  const rows = addUp(items, dimensions)
  const terms = addTerms(items.flatMap((item) => item.terms))
  const shown = terms.slice(0, maxShownTerms)
  const rest = total.cost - shown.reduce((sum, { amount }) => sum + amount, 0n)
  return {
    kind,
    dimensions: [...dimensions],
    ...writeFigures({ ...total, isAtLeast: options.isPartial }),
    unknown_requests: total.unknownRequests.toString(),
    teams: addUp(items, ['team']).map((sum) => ({ team: sum.item.use.team ?? null, ...writeFigures(sum) })),
    rows: rows.slice(0, options.maxRows).map((sum) => writeRow(sum, dimensions)),
    row_count: rows.length,
    terms: shown.map(writeTerm),
    term_count: terms.length,
    terms_rest_usd: formatDecimal(rest),
  }
}

const emptyTotal = { cost: 0n, requests: 0n, unknownRequests: 0n }

const addItem = (sum: typeof emptyTotal, { cost, requests, unknownRequests }: typeof emptyTotal) => ({
  cost: sum.cost + cost,
  requests: sum.requests + requests,
  unknownRequests: sum.unknownRequests + unknownRequests,
})

/** Items that are alike in some dimensions, what cost most first, then by name. */
function addUp(items: readonly WasteItem[], dimensions: readonly WasteDimension[]): Sum[] {
  const sums = new Map<string, Sum>()
  for (const item of items) {
    const key = JSON.stringify(dimensions.map((name) => item.use[name] ?? null))
    const sum = sums.get(key) ?? { key, item, details: new Set(), cost: 0n, requests: 0n, unknownRequests: 0n }
    sums.set(key, sum)
    if (item.detail !== null) sum.details.add(item.detail)
    sum.cost += item.cost
    sum.requests += item.requests
    sum.unknownRequests += item.unknownRequests
  }
  return [...sums.values()].sort((left, right) => compare(right.cost, left.cost) || compare(left.key, right.key))
}

function writeFigures({ cost, requests, unknownRequests, isAtLeast = false }: typeof emptyTotal & { isAtLeast?: boolean }) {
  return { cost_usd: formatDecimal(cost), requests: requests.toString(), is_at_least: isAtLeast || unknownRequests > 0n }
}

function writeRow(sum: Sum, dimensions: readonly WasteDimension[]): WasteRow {
  return {
    ...Object.fromEntries(dimensions.map((name) => [name, sum.item.use[name] ?? null])),
    detail: sum.details.size === 0 ? null : [...sum.details].join(', '),
    ...writeFigures(sum),
  }
}

import { AppError } from '@/lib/errors'
import type { LineLevel, Statement, StatementFigures, StatementLine } from '@/lib/finance/statement/schema'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { noneValue } from '@/lib/reports/spend/dimension-names'

/** A line of a statement with the lines above it. */
export interface PlacedLine {
  readonly line: StatementLine
  /** The line itself and those above it, by level. */
  readonly place: Readonly<Partial<Record<LineLevel, StatementLine>>>
  /** Nothing lies below it. */
  readonly isLeaf: boolean
}

/** What a file is about: a whole statement, or the part of it that one cost centre bears. */
export interface StatementPart {
  readonly statement: Statement
  /** Null: the whole, as far as the reader sees it. */
  readonly costCenter: StatementLine | null
  readonly total: StatementFigures
  readonly lines: readonly PlacedLine[]
}

/** Finds each line's place in the tree; the order stays. */
export function placeLines(lines: readonly StatementLine[]): PlacedLine[] {
  const places = new Map<string, PlacedLine['place']>()
  const parents = new Set(lines.map(({ parent }) => parent))
  return lines.map((line) => {
    const place = { ...(line.parent === null ? {} : places.get(line.parent)), [line.level]: line }
    places.set(line.id, place)
    return { line, place, isLeaf: !parents.has(line.id) }
  })
}

/**
 * The part of a statement that a file is about.
 *
 * @param costCenter its code; `~none` for what belongs to no cost centre; null for everything.
 * @throws AppError `not_found` where the statement has no such cost centre: the reader may not see it, or there is none.
 */
export function selectPart(statement: Statement, costCenter: string | null): StatementPart {
  const placed = placeLines(statement.lines)
  if (costCenter === null) return { statement, costCenter: null, total: statement.total, lines: placed }
  const code = costCenter === noneValue ? null : costCenter
  const lines = placed.filter(({ place }) => place.cost_center !== undefined && place.cost_center.code === code)
  const heads = lines.flatMap(({ line }) => (line.level === 'cost_center' ? [line] : []))
  const [head] = heads
  if (head === undefined) throw new AppError('not_found', `The statement of ${statement.month} has no cost centre of that code.`)
  return { statement, costCenter: head, total: sumFigures(heads), lines }
}

const amounts = [
  ...(['direct_usd', 'shared_received_usd', 'shared_given_usd', 'adjustments_usd', 'total_usd', 'posted_usd'] as const),
  ...(['success_usd', 'retry_usd', 'failure_usd', 'list_usd', 'attributed_usd', 'estimated_usd'] as const),
]

/**
 * The figures of lines together: of a cost centre that changed its business unit within the month, which has a line under each.
 * A budget covers the cost centre, not the line, and counts once.
 */
export function sumFigures(lines: readonly StatementFigures[]): StatementFigures {
  const [first] = lines
  if (first === undefined) throw new RangeError('there is nothing to add up')
  if (lines.length === 1) return first
  const sum = (values: readonly string[]) => formatDecimal(values.reduce((total, value) => total + parseDecimal(value), 0n))
  const priors = lines.flatMap(({ prior_total_usd }) => prior_total_usd ?? [])
  const count = (name: 'requests' | 'unpriced_requests' | 'missing_token_requests') =>
    lines.reduce((total, line) => total + line[name], 0)
  return {
    ...first,
    ...Object.fromEntries(amounts.map((name) => [name, sum(lines.map((line) => line[name]))])),
    requests: count('requests'),
    unpriced_requests: count('unpriced_requests'),
    missing_token_requests: count('missing_token_requests'),
    prior_total_usd: priors.length === 0 ? null : sum(priors),
    budget_usd: lines.find(({ budget_usd }) => budget_usd !== null)?.budget_usd ?? null,
    is_at_least: lines.some(({ is_at_least }) => is_at_least),
  }
}

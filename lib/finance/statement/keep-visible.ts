import type { Reach } from '@/lib/budgets/reach'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import type { Statement, StatementFigures, StatementLine } from './schema'

type Whole = Pick<Statement, 'total' | 'lines' | 'exceptions'>

/**
 * What a reader who is bounded sees of a statement of everything: the lines of their teams, and all of their cost centres. The
 * lines above add up what is visible below them, and nothing of others shows through: neither their names nor their sums, nor a
 * budget that covers more, nor what nobody owns. What is posted on a line stays what it is in the whole statement.
 */
export function keepVisible<Part extends Whole>(statement: Part, reach: Reach): Part {
  if (reach.everything) return statement
  const below = groupByParent(statement.lines)
  const ofCostCenters = (below.get(null) ?? []).flatMap((unit) => {
    const kept = (below.get(unit.id) ?? []).flatMap((costCenter) => keepCostCenter(costCenter, below, reach))
    return kept.length === 0 ? [] : [{ unit: { ...unit, ...sumLines(kept.map(({ line }) => line)) }, kept }]
  })
  const units = ofCostCenters.toSorted((one, other) => compareLines(one.unit, other.unit))
  return {
    ...statement,
    total: sumLines(units.map(({ unit }) => unit)),
    lines: units.flatMap(({ unit, kept }) => [
      unit,
      ...kept.toSorted((one, other) => compareLines(one.line, other.line)).flatMap(({ line, rest }) => [line, ...rest]),
    ]),
    exceptions: [],
  }
}

/** A statement narrowed to one cost centre, by code; `~none` is what belongs to none. Empty where it has no such lines. */
export function keepCostCenterOnly<Part extends Whole>(statement: Part, code: string): Part {
  return keepVisible(statement, { everything: false, teams: new Set(), costCenters: new Set([code]) })
}

/** The lines below each line, by its id. */
type Below = ReadonlyMap<string | null, readonly StatementLine[]>

function groupByParent(lines: readonly StatementLine[]): Below {
  const below = new Map<string | null, StatementLine[]>()
  for (const line of lines) {
    const siblings = below.get(line.parent)
    if (siblings) siblings.push(line)
    else below.set(line.parent, [line])
  }
  return below
}

function keepCostCenter(line: StatementLine, below: Below, reach: Reach): { line: StatementLine; rest: StatementLine[] }[] {
  const owners = below.get(line.id) ?? []
  const withAllBelow = (one: StatementLine): StatementLine[] => [one, ...(below.get(one.id) ?? []).flatMap(withAllBelow)]
  if (reach.costCenters.has(line.code ?? noneValue)) return [{ line, rest: owners.flatMap(withAllBelow) }]
  const own = owners.filter(({ owner_kind, code }) => owner_kind === 'team' && code !== null && reach.teams.has(code))
  if (own.length === 0) return []
  return [{ line: { ...line, ...sumLines(own) }, rest: own.flatMap(withAllBelow) }]
}

type AmountName = Exclude<keyof StatementFigures, 'requests' | 'prior_total_usd' | 'budget_usd' | CountName | 'is_at_least'>
type CountName = 'requests' | 'unpriced_requests' | 'missing_token_requests'

/** The figures of some lines together. There is no budget of just these. */
export function sumLines(lines: readonly StatementFigures[]): StatementFigures {
  const sum = (values: readonly string[]) => formatDecimal(values.reduce((total, value) => total + parseDecimal(value), 0n))
  const usd = (name: AmountName) => sum(lines.map((line) => line[name]))
  const count = (name: CountName) => lines.reduce((total, line) => total + line[name], 0)
  const priors = lines.flatMap(({ prior_total_usd }) => prior_total_usd ?? [])
  return {
    requests: count('requests'),
    direct_usd: usd('direct_usd'),
    shared_received_usd: usd('shared_received_usd'),
    shared_given_usd: usd('shared_given_usd'),
    adjustments_usd: usd('adjustments_usd'),
    total_usd: usd('total_usd'),
    posted_usd: usd('posted_usd'),
    prior_total_usd: priors.length === 0 ? null : sum(priors),
    success_usd: usd('success_usd'),
    retry_usd: usd('retry_usd'),
    failure_usd: usd('failure_usd'),
    list_usd: usd('list_usd'),
    attributed_usd: usd('attributed_usd'),
    estimated_usd: usd('estimated_usd'),
    budget_usd: null,
    unpriced_requests: count('unpriced_requests'),
    missing_token_requests: count('missing_token_requests'),
    is_at_least: lines.some(({ is_at_least }) => is_at_least),
  }
}

/** By what is visible: the order of the whole statement would tell how much others spent. */
function compareLines(one: StatementLine, other: StatementLine): number {
  if ((one.code === null) !== (other.code === null)) return one.code === null ? 1 : -1
  const [left, right] = [parseDecimal(one.total_usd), parseDecimal(other.total_usd)]
  if (left !== right) return left > right ? -1 : 1
  return one.id < other.id ? -1 : 1
}

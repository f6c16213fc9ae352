import type { LineLevel, StatementFigures } from '@/lib/finance/statement/schema'
import { csvResponse, FigureText } from '@/lib/http/csv-response'
import { statementFileName } from './file-name'
import type { PlacedLine, StatementPart } from './place-lines'

type Cell = string | number | FigureText | null

/** The columns of each level's code and name; `pool` is the one that shares. */
const placeNames = [
  ['business_unit', 'business_unit'],
  ['cost_center', 'cost_center'],
  ['owner', 'owner'],
  ['shared', 'pool'],
  ['project', 'project'],
  ['model_family', 'model_family'],
  ['route', 'route'],
] as const satisfies readonly (readonly [LineLevel, string])[]

const amounts = [
  ...(['direct_usd', 'shared_received_usd', 'shared_given_usd', 'adjustments_usd', 'total_usd', 'posted_usd'] as const),
  ...(['prior_total_usd', 'success_usd', 'retry_usd', 'failure_usd', 'list_usd', 'attributed_usd', 'estimated_usd'] as const),
  'budget_usd',
] as const satisfies readonly (keyof StatementFigures)[]
const counts = ['requests', 'unpriced_requests', 'missing_token_requests'] as const satisfies readonly (keyof StatementFigures)[]

/**
 * All lines of a statement, of every level, as CSV: amounts as exact decimal text, each level's code and name in columns of
 * their own. The lines of one `level` add up to the total as far as that level reaches; those with `is_leaf` always do.
 */
export function statementCsv(part: StatementPart): Response {
  const { statement, lines } = part
  const { month, from, to, zone, as_of, view, state, version, price_version } = statement
  const head = { month, from, to, zone, as_of, view, state, version, price_version }
  const rows = lines.map((placed): Record<string, Cell> => ({ ...head, ...describePlace(placed), ...readFigures(placed.line) }))
  return csvResponse(statementFileName('statement', part), columns, rows)
}

const columns: readonly string[] = [
  ...['month', 'from', 'to', 'zone', 'as_of', 'view', 'state', 'version', 'price_version', 'level', 'is_leaf', 'line'],
  ...placeNames.flatMap(([, name]) => [name, `${name}_name`]),
  'owner_kind',
  ...counts,
  ...amounts,
  'is_at_least',
]

function describePlace({ line, place, isLeaf }: PlacedLine): Record<string, Cell> {
  return {
    level: line.level,
    is_leaf: String(isLeaf),
    line: line.id,
    ...Object.fromEntries(
      placeNames.flatMap(([level, name]) => [
        [name, place[level]?.code ?? null],
        [`${name}_name`, place[level]?.name ?? null],
      ]),
    ),
    owner_kind: place.owner?.owner_kind ?? null,
  }
}

function readFigures(line: StatementFigures): Record<string, Cell> {
  return {
    ...Object.fromEntries(counts.map((name) => [name, line[name]])),
    ...Object.fromEntries(amounts.map((name) => [name, figureOf(line[name])])),
    is_at_least: String(line.is_at_least),
  }
}

/** A credit begins with a minus and is a number all the same. */
const figureOf = (amount: string | null) => (amount === null ? null : new FigureText(amount))

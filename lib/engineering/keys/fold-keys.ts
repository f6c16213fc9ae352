import { formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { type KeyRow, type KeysReport, type KeyUse, maxKeys } from './schema'

/** What was spent with a combination of values. */
export interface Spent {
  readonly cost: Usd
  readonly requests: bigint
  /** Requests whose cost is not known. */
  readonly open: bigint
}

/** Usage of one key with one combination of what it was used with. */
export interface KeyCell extends Spent {
  readonly key: string | null
  readonly team: string | null
  readonly service: string | null
  readonly environment: string | null
  readonly model: string | null
}

/** What a key was used with in the days before; null is a value as well. */
export interface KnownUse {
  readonly environments: ReadonlySet<string | null>
  readonly models: ReadonlySet<string | null>
}

const mostNamed = 3
const mostModels = 5

export const nothing: Spent = { cost: 0n, requests: 0n, open: 0n }

export const add = (one: Spent, other: Spent): Spent => ({
  cost: one.cost + other.cost,
  requests: one.requests + other.requests,
  open: one.open + other.open,
})

export const toFigures = ({ cost, requests, open }: Spent) => ({
  cost_usd: formatDecimal(cost),
  requests: Number(requests),
  is_at_least: open > 0n,
})

/** Adds cells up by a value of theirs, what costs most first. */
export function sumBy<Cell extends Spent, Value>(
  cells: readonly Cell[],
  pick: (cell: Cell) => Value,
): { readonly value: Value; readonly spent: Spent }[] {
  const sums = new Map<Value, Spent>()
  for (const cell of cells) sums.set(pick(cell), add(sums.get(pick(cell)) ?? nothing, cell))
  return [...sums]
    .map(([value, spent]) => ({ value, spent }))
    .sort((one, other) => compareSpent(one.spent, other.spent) || compareText(String(one.value), String(other.value)))
}

function compareSpent(one: Spent, other: Spent): number {
  if (one.cost !== other.cost) return one.cost > other.cost ? -1 : 1
  return one.requests === other.requests ? 0 : one.requests > other.requests ? -1 : 1
}

const compareText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/**
 * Marks what is new: values that something known was never used with. Of what was not known at all nothing is marked, since
 * all of it is new.
 */
export function markUses(
  sums: readonly { readonly value: string | null; readonly spent: Spent }[],
  known: ReadonlySet<string | null> | null,
): KeyUse[] {
  return sums.map(({ value, spent }) => ({ value, ...toFigures(spent), is_new: known !== null && !known.has(value) }))
}

/** The report's rows: a key each, with what it is used for and what of that is new. */
export function foldKeys(
  cells: readonly KeyCell[],
  known: ReadonlyMap<string | null, KnownUse>,
): Pick<KeysReport, 'total' | 'keys' | 'key_count' | 'rest'> {
  const cellsOf = new Map<string | null, KeyCell[]>()
  for (const cell of cells) {
    const own = cellsOf.get(cell.key)
    if (own) own.push(cell)
    else cellsOf.set(cell.key, [cell])
  }
  const sums = sumBy(cells, ({ key }) => key)
  const [listed, beyond] = [sums.slice(0, maxKeys), sums.slice(maxKeys)]
  const together = (of: typeof sums) => of.reduce((sum, { spent }) => add(sum, spent), nothing)
  return {
    total: toFigures(together(sums)),
    keys: listed.map(({ value }) => foldKey(value, cellsOf.get(value) ?? [], known.get(value) ?? null)),
    key_count: sums.length,
    rest: beyond.length === 0 ? null : { count: beyond.length, ...toFigures(together(beyond)) },
  }
}

function foldKey(key: string | null, cells: readonly KeyCell[], known: KnownUse | null): KeyRow {
  const teams = sumBy(cells, ({ team }) => team)
  const services = sumBy(cells, ({ service }) => service)
  const models = markUses(
    sumBy(cells, ({ model }) => model),
    known?.models ?? null,
  )
  return {
    key,
    ...toFigures(cells.reduce<Spent>(add, nothing)),
    teams: teams.slice(0, mostNamed).map(({ value }) => value),
    team_count: teams.length,
    services: services.slice(0, mostNamed).map(({ value }) => value),
    service_count: services.length,
    environments: markUses(
      sumBy(cells, ({ environment }) => environment),
      known?.environments ?? null,
    ),
    models: models.filter(({ is_new }, index) => is_new || index < mostModels),
    model_count: models.length,
    is_new: known === null,
  }
}

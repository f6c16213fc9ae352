import { findAmount } from '@/lib/budgets/amendments'
import type { BudgetRecord } from '@/lib/budgets/queries'
import type { Usd } from '@/lib/money/usd'
import type { Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import type { BareLine } from './fold-lines'
import type { LineLevel } from './schema'

type Budget = Pick<BudgetRecord, 'filters' | 'periodKind' | 'archivedAt' | 'amendments'>

interface BudgetedLine extends BareLine {
  /** Whether it has usage in the month; what is left of the month before has no budget to keep to. */
  readonly isOfMonth: boolean
}

/** What a budget must name for it to be about lines of a level and of no other. */
const ownNames: Readonly<Partial<Record<LineLevel, readonly string[]>>> = {
  business_unit: ['business_unit'],
  cost_center: ['cost_center'],
  owner: ['team', 'pool'],
  project: ['project'],
  model_family: ['model_family'],
  route: ['route'],
}

/**
 * The monthly budgets that cover exactly one line, by its id; under null that of everything. A budget covers a line where it is
 * the only one of its level that the budget's filters leave: that of a team which changed its cost centre within the month covers
 * neither of its two lines. Of several budgets of a line the lowest counts, being the first to be used up.
 */
export function findLineBudgets(
  budgets: readonly Budget[],
  lines: readonly BudgetedLine[],
  { period, zone }: { period: Period; zone: string },
): ReadonlyMap<string | null, Usd> {
  const found = new Map<string | null, Usd>()
  for (const { filters, periodKind, archivedAt, amendments } of budgets) {
    if (periodKind !== 'month' || (archivedAt !== null && dateInZone(archivedAt, zone) < period.to)) continue
    const amount = findAmount(amendments, period)
    const id = amount === null ? undefined : findLine(filters, lines)
    if (amount === null || id === undefined) continue
    const lowest = found.get(id)
    if (lowest === undefined || amount < lowest) found.set(id, amount)
  }
  return found
}

/** The id of the line that filters leave alone of its level; null for everything, undefined where there is no such line. */
function findLine(filters: Budget['filters'], lines: readonly BudgetedLine[]): string | null | undefined {
  const names = Object.keys(filters)
  if (names.length === 0) return null
  const left = lines.filter(
    (line) =>
      line.isOfMonth &&
      ownNames[line.level]?.some((name) => names.includes(name)) &&
      names.every((name) => filters[name]?.length === 1 && filters[name][0] === line.filters[name]?.[0]),
  )
  return left.length === 1 ? left[0]?.id : undefined
}

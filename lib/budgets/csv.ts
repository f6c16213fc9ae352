import { CsvError, parse } from 'csv-parse/sync'
import { AppError } from '@/lib/errors'
import { readScope, writeScope } from './describe-scope'
import type { BudgetView } from './list-burns'

/** What of a budget a CSV file sets. The file that is given out has more columns, which are ignored on the way in. */
export const ruleColumns = [
  'slug',
  'name',
  'scope',
  'period',
  'amount_usd',
  'from',
  'owner_email',
  'actual_thresholds',
  'forecast_thresholds',
  'full_action',
  'critical',
] as const

export const figureColumns = [
  'status',
  'period_start',
  'period_end',
  'spend_usd',
  'is_at_least',
  'used_percent',
  'left_usd',
  'days_left',
  'run_rate_usd',
  'forecast_usd',
  'forecast_low_usd',
  'forecast_high_usd',
  'runs_out_on',
] as const

export const budgetColumns = [...ruleColumns, ...figureColumns] as const
export type BudgetColumn = (typeof budgetColumns)[number]

/** The rows of a CSV file of budgets: lists are separated by blanks, scopes written as in the address of the spend report. */
export function toCsvRows(budgets: readonly BudgetView[]): Record<BudgetColumn, string | number | null>[] {
  return budgets.map(({ burn, ...budget }) => ({
    slug: budget.slug,
    name: budget.name,
    scope: writeScope(budget.filters),
    period: budget.periodKind,
    amount_usd: burn.amountUsd,
    from: burn.period.from,
    owner_email: budget.ownerEmail,
    actual_thresholds: budget.actualThresholds.join(' '),
    forecast_thresholds: budget.forecastThresholds.join(' '),
    full_action: budget.fullAction,
    critical: budget.critical.map(writeScope).join(' '),
    status: burn.status,
    period_start: burn.period.from,
    period_end: burn.period.to,
    spend_usd: burn.spendUsd,
    is_at_least: String(burn.isAtLeast),
    used_percent: burn.usedPercent,
    left_usd: burn.leftUsd,
    days_left: burn.daysLeft,
    run_rate_usd: burn.runRateUsd,
    forecast_usd: burn.forecast.expectedUsd,
    forecast_low_usd: burn.forecast.lowUsd,
    forecast_high_usd: burn.forecast.highUsd,
    runs_out_on: burn.runsOutOn,
  }))
}

/** A row of a file, as the schema of a budget takes it; a column that the file does not have is absent. */
export interface CsvBudget {
  /** Counted from 1, the header being the first. */
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
}

const maxRows = 2_000

/**
 * Reads a CSV file of budgets.
 *
 * @throws AppError `unreadable` where it is none, `invalid` for columns that are missing or not known.
 */
export function readBudgetsCsv(text: string): CsvBudget[] {
  const [header = [], ...rows] = parseRows(text)
  const names = header.map((name) => name.trim().toLowerCase())
  const missing = ['slug', 'name', 'amount_usd'].filter((name) => !names.includes(name))
  const unknown = names.filter((name) => !budgetColumns.some((column) => column === name))
  const faults = [
    ...missing.map((name) => ({ path: name, message: 'is a column that the file needs' })),
    ...unknown.map((name) => ({ path: name || 'header', message: `is no column of budgets: use ${ruleColumns.join(', ')}` })),
    ...(rows.length > maxRows ? [{ path: 'file', message: `has at most ${maxRows} rows` }] : []),
  ]
  if (faults.length > 0) throw new AppError('invalid', 'The file needs other columns.', { errors: faults })
  return rows.map((cells, index) => ({
    line: index + 2,
    values: toValues(Object.fromEntries(names.map((name, position) => [name, (cells[position] ?? '').trim()]))),
  }))
}

/** Cells, with the apostrophe taken off that keeps a spreadsheet from running text as a formula. */
export function parseRows(text: string): string[][] {
  try {
    const rows = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true })
    return rows.map((cells) => cells.map((cell) => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new AppError('unreadable', `The file is not CSV: ${error.message}.`, { cause: error })
  }
}

const words = (text: string) => text.split(/[\s;]+/).filter((word) => word !== '')

function toValues(cells: Readonly<Record<string, string>>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, cell] of Object.entries(cells)) {
    if (name === 'scope') values.filters = readScope(cell)
    else if (name === 'critical') values.critical = words(cell).map(readScope)
    else if (name === 'actual_thresholds' || name === 'forecast_thresholds') values[name] = words(cell)
    else if (name === 'owner_email') values.owner_email = cell
    else if (name === 'from') values.from = cell === '' ? null : cell
    else if (ruleColumns.some((column) => column === name) && cell !== '') values[name] = cell
  }
  return values
}

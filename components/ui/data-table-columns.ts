import type { ReactNode } from 'react'
import { parseDecimal } from '@/lib/money/decimal'

/** A plain cell: text, a whole number or a decimal string; null is unknown. */
export type CellValue = string | number | bigint | null

/**
 * What a column holds. `money`: decimal string of USD. `count`: whole number. `number`: any decimal, shown by `render`.
 * All but `text` are right-aligned, sort by exact value and stay numbers in the CSV.
 */
export type ColumnKind = 'text' | 'money' | 'count' | 'number'

export interface Column<Row> {
  key: string
  header: string
  kind?: ColumnKind
  /** The exact value: what is sorted by and what the CSV holds. */
  value: (row: Row) => CellValue
  /** What the cell shows, where the kind's own way does not do. */
  render?: (row: Row) => ReactNode
  /** False for columns whose order means nothing. Default true. */
  sortable?: boolean
  /** False for columns of buttons and of what another column holds already: the file leaves them out. */
  csv?: false
  /** Why a null is unknown, read out with it. */
  unknownReason?: string
  /** CSS width or minimum of the column. */
  width?: number | string
}

export type SortDirection = 'ascending' | 'descending'

export interface Sort {
  column: string
  direction: SortDirection
}

export const isNumeric = (kind: ColumnKind | undefined): boolean => kind !== undefined && kind !== 'text'

const textOrder = new Intl.Collator('en-US', { numeric: true, sensitivity: 'base' })

/**
 * Rows in the order of one column; equal rows keep theirs. Amounts are compared exactly, digit for digit, and unknown values
 * come last in both directions, because they are neither the smallest nor the largest.
 */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | null): readonly Row[] {
  const column = sort && columns.find((candidate) => candidate.key === sort.column)
  if (!column) return rows
  const direction = sort.direction === 'ascending' ? 1 : -1
  const keyed = rows.map((row) => ({ row, key: sortKey(column.value(row), column.kind) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    return direction * compareKeys(a.key, b.key)
  })
  return keyed.map(({ row }) => row)
}

function sortKey(value: CellValue, kind: ColumnKind = 'text'): string | bigint | null {
  if (value === null) return null
  return kind === 'text' ? value.toString() : parseDecimal(value.toString(), { rounding: 'half-even' })
}

function compareKeys(a: string | bigint, b: string | bigint): number {
  if (typeof a === 'string' || typeof b === 'string') return textOrder.compare(a.toString(), b.toString())
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a click on a header asks for: numbers start with the largest, text with A; a second click turns it round. */
export function nextSort<Row>(column: Column<Row>, current: Sort | null): Sort {
  if (current?.column === column.key) {
    return { column: column.key, direction: current.direction === 'ascending' ? 'descending' : 'ascending' }
  }
  return { column: column.key, direction: isNumeric(column.kind) ? 'descending' : 'ascending' }
}

import { parseDecimal } from '@/lib/money/decimal'
import type { StatementLine } from '../statement/schema'

/** What every ranked row says of its line. */
export function describeLine({ id, level, owner_kind, code, name, filters, is_at_least }: StatementLine) {
  return { line_id: id, level, owner_kind, code, name, filters, is_at_least }
}

/** The largest amount first; equal ones by the line's id, so that an order is the same each time. */
export function rankBy<Row extends { readonly line_id: string }>(rows: readonly Row[], amountOf: (row: Row) => string): Row[] {
  return rows
    .map((row) => ({ row, amount: parseDecimal(amountOf(row)) }))
    .sort((left, right) => {
      if (left.amount !== right.amount) return left.amount > right.amount ? -1 : 1
      return left.row.line_id < right.row.line_id ? -1 : 1
    })
    .map(({ row }) => row)
}

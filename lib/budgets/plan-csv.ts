import { AppError } from '@/lib/errors'
import { parseRows } from './csv'

/**
 * Reads a plan: two columns, `month` (2026-10) and `amount_usd`, with or without a header.
 *
 * @throws AppError `unreadable` where it is no CSV, `invalid` where a row has other columns.
 */
export function readPlanCsv(text: string): { month: string; amount_usd: string }[] {
  const rows = parseRows(text)
  const isHeader = rows[0]?.[0]?.trim().toLowerCase() === 'month'
  return rows.slice(isHeader ? 1 : 0).map((cells, index) => {
    const [month, amount] = cells.map((cell) => cell.trim())
    if (month !== undefined && amount !== undefined && cells.length === 2) return { month, amount_usd: amount }
    const message = `line ${index + (isHeader ? 2 : 1)} has two columns: a month such as 2026-10, and an amount`
    throw new AppError('invalid', `plan: ${message}.`, { errors: [{ path: 'months', message }] })
  })
}

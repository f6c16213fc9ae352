import { stringify } from 'csv-stringify/browser/esm/sync'
import { type CellValue, type Column, isNumeric } from './data-table-columns'

/** A number on its way into the CSV; wrapped so that the writer can tell `-5` from text that a spreadsheet would run. */
interface NumberCell {
  decimal: string
}

/**
 * The rows as CSV: headers as shown, amounts exact and ungrouped, unknown as the word `unknown` (an empty cell would count as
 * 0 in a spreadsheet). Text that begins like a formula is quoted with an apostrophe; negative numbers are not.
 */
export function writeCsv<Row>(rows: readonly Row[], shown: readonly Column<Row>[]): string {
  const columns = shown.filter(({ csv }) => csv !== false)
  const records = rows.map((row) => columns.map((column) => csvCell(column.value(row), isNumeric(column.kind))))
  return stringify([columns.map((column) => column.header), ...records], {
    escape_formulas: true,
    cast: { object: (cell) => ({ value: readDecimal(cell), escape_formulas: false }) },
  })
}

function csvCell(value: CellValue, numeric: boolean): string | NumberCell {
  if (value === null) return 'unknown'
  return numeric ? { decimal: value.toString() } : value.toString()
}

function readDecimal(cell: object): string {
  return 'decimal' in cell && typeof cell.decimal === 'string' ? cell.decimal : ''
}

/** Hands a file to the browser's downloads. The mark at the start tells spreadsheets that it is UTF-8. */
export function downloadCsv(fileName: string, csv: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName.endsWith('.csv') ? fileName : `${fileName}.csv`
  link.click()
  URL.revokeObjectURL(url)
}

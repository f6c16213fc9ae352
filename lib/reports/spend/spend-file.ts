import writeExcelFile from 'write-excel-file/node'
import { csvResponse } from '@/lib/http/csv-response'
import { type DimensionName, dimensionLabels, type MeasureName, measureNames } from './dimension-names'
import type { SpendReport, SpendRow } from './report-schema'
import type { SpendParams } from './schema'

type FileColumn = DimensionName | MeasureName | 'is_at_least'

const isMoney = (column: FileColumn) => column.endsWith('_usd')

/**
 * The report's rows as a file. Amounts in CSV are the same exact text as in JSON. A cell of a workbook is a number, which
 * spreadsheets keep to 15 digits. Where the file does not hold all rows, `x-next-cursor` says where they go on.
 */
export async function fileResponse(report: SpendReport, params: SpendParams, format: 'csv' | 'xlsx'): Promise<Response> {
  const columns: FileColumn[] = [...params.groupBy, ...measureNames, 'is_at_least']
  const name = fileName(report, params)
  const response = format === 'csv' ? csvOf(name, columns, report.rows) : await xlsxOf(name, columns, report.rows)
  if (report.next_cursor !== null) response.headers.set('x-next-cursor', report.next_cursor)
  return response
}

const fileName = ({ from, to }: SpendReport, { groupBy }: SpendParams) =>
  ['spend', ...groupBy.map((name) => name.replaceAll('_', '-')), from, to].join('-')

function csvOf(name: string, columns: readonly FileColumn[], rows: readonly SpendRow[]): Response {
  const cells = rows.map((row) => Object.fromEntries(columns.map((column) => [column, toCsvCell(row, column)])))
  return csvResponse(name, columns, cells as Record<FileColumn, string | number | null>[])
}

function toCsvCell(row: SpendRow, column: FileColumn): string | number | null {
  const value = row[column] ?? null
  return typeof value === 'boolean' ? String(value) : value
}

async function xlsxOf(name: string, columns: readonly FileColumn[], rows: readonly SpendRow[]): Promise<Response> {
  const heading = columns.map((column) => ({ value: headingOf(column), fontWeight: 'bold' as const }))
  const cells = rows.map((row) => columns.map((column) => toCell(row, column)))
  const workbook = await writeExcelFile([heading, ...cells], {
    columns: columns.map((column) => ({ width: isMoney(column) ? 18 : 16 })),
    stickyRowsCount: 1,
    sheet: 'Spend',
  }).toBuffer()
  return new Response(new Uint8Array(workbook), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${name}.xlsx"`,
      'cache-control': 'private, no-store',
    },
  })
}

const headingOf = (column: FileColumn) =>
  Object.hasOwn(dimensionLabels, column) ? dimensionLabels[column as DimensionName] : column

/** Text is a string cell, never a formula, whatever it begins with. */
function toCell(row: SpendRow, column: FileColumn) {
  const value = row[column] ?? null
  if (value === null) return null
  if (isMoney(column)) return { type: Number, value: Number(value), format: '#,##0.00####' }
  if (typeof value === 'number') return { type: Number, value, format: '#,##0' }
  return { type: String, value: String(value) }
}

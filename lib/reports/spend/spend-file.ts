import writeExcelFile from 'write-excel-file/node'
import { csvResponse, FigureText } from '@/lib/http/csv-response'
import { changeTexts, costPerThousand, hasChange, shareText } from './derived-figures'
import { type DimensionName, dimensionLabel, isDimensionName, isNamedDimension, measureNames } from './dimension-names'
import type { SpendReport, SpendRow } from './report-schema'
import type { SpendParams } from './schema'

type CellValue = string | number | FigureText | null

interface FileColumn {
  readonly name: string
  readonly value: (row: SpendRow) => CellValue
}

/**
 * The report's rows as a file. Amounts in CSV are the same exact text as in JSON. A cell of a workbook is a number, which
 * spreadsheets keep to 15 digits. Where the file does not hold all rows, `x-next-cursor` says where they go on.
 */
export async function fileResponse(report: SpendReport, params: SpendParams, format: 'csv' | 'xlsx'): Promise<Response> {
  const columns = params.columns === 'shown' ? listShownColumns(report, params) : listRawColumns(params)
  const name = fileName(report, params)
  const response = format === 'csv' ? csvOf(name, columns, report.rows) : await xlsxOf(name, columns, report.rows)
  if (report.next_cursor !== null) response.headers.set('x-next-cursor', report.next_cursor)
  return response
}

const fileName = ({ from, to }: SpendReport, { groupBy }: SpendParams) =>
  ['spend', ...groupBy.map((name) => name.replace(/[^a-z0-9]+/gi, '-')), from, to].join('-')

const codeColumn = (name: DimensionName): FileColumn => ({ name, value: (row) => row[name] ?? null })
const isAtLeast: FileColumn = { name: 'is_at_least', value: (row) => String(row.is_at_least) }

/** What other programs read: the values as they are in JSON. */
const listRawColumns = ({ groupBy }: SpendParams): FileColumn[] => [
  ...groupBy.map(codeColumn),
  ...measureNames.map((name): FileColumn => ({ name, value: (row) => row[name] })),
  isAtLeast,
]

const figure = (text: string | null) => (text === null ? null : new FigureText(text))

const shownTokens = ['input_tokens', 'cached_input_tokens', 'cache_write_tokens', 'output_tokens', 'reasoning_tokens'] as const

/** The columns of the Spend screen in their order; owners by code and by the name that the screen shows. */
function listShownColumns(report: SpendReport, { groupBy }: SpendParams): FileColumn[] {
  const changeOf = changeTexts(report, groupBy)
  const nameColumn = (name: DimensionName): FileColumn[] =>
    isNamedDimension(name) ? [{ name: `${name}_name`, value: (row) => report.names[name][row[name] ?? ''] ?? null }] : []
  return [
    ...groupBy.flatMap((name) => [codeColumn(name), ...nameColumn(name)]),
    { name: 'cost_usd', value: (row) => row.cost_usd },
    isAtLeast,
    { name: 'share', value: (row) => figure(shareText(row, report)) },
    ...(hasChange(report, groupBy) ? [{ name: 'change', value: (row: SpendRow) => figure(changeOf(row)) }] : []),
    { name: 'requests', value: (row) => row.requests },
    { name: 'cost_per_1000_requests_usd', value: costPerThousand },
    ...shownTokens.map((name): FileColumn => ({ name, value: (row) => row[name] })),
  ]
}

function csvOf(name: string, columns: readonly FileColumn[], rows: readonly SpendRow[]): Response {
  // A credit begins with a minus and is an amount all the same.
  const cellOf = ({ name: column, value }: FileColumn, row: SpendRow) => {
    const cell = value(row)
    return isMoney(column) && typeof cell === 'string' ? figure(cell) : cell
  }
  const cells = rows.map((row) => Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)])))
  const names = columns.map((column) => column.name)
  return csvResponse(name, names, cells)
}

async function xlsxOf(name: string, columns: readonly FileColumn[], rows: readonly SpendRow[]): Promise<Response> {
  const heading = columns.map((column) => ({ value: headingOf(column), fontWeight: 'bold' as const }))
  const cells = rows.map((row) => columns.map((column) => toCell(column.name, column.value(row))))
  const workbook = await writeExcelFile([heading, ...cells], {
    columns: columns.map((column) => ({ width: isMoney(column.name) ? 18 : 16 })),
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

const isMoney = (name: string) => name.endsWith('_usd')

const headingOf = ({ name }: FileColumn) => (isDimensionName(name) ? dimensionLabel(name) : name)

/** Text is a string cell, never a formula, whatever it begins with. */
function toCell(name: string, value: CellValue) {
  if (value === null) return null
  if (isMoney(name)) return { type: Number, value: Number(value), format: '#,##0.00####' }
  if (typeof value === 'number') return { type: Number, value, format: '#,##0' }
  return { type: String, value: value instanceof FigureText ? value.text : value }
}

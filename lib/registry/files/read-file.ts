import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { type FileKind, fileColumns, findColumn, requiredColumns } from './columns'

/** A row of a file: its cells by column, without blanks at their edges; a column that the file lacks is absent. */
export interface FileRow {
  /** Where it begins, the header being line 1. */
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

export interface FileContent {
  readonly rows: readonly FileRow[]
  /** Headers that mean nothing in a file of this kind, as written. */
  readonly ignoredColumns: readonly string[]
}

export const fileMaxRows = 20_000
export const fileMaxBytes = 5_000_000

/** What spreadsheets put in front of text that would run as a formula, and our own files do as well. */
const formulaGuard = /^'(?=[=+\-@\t\r＝＋－＠])/

/**
 * Reads a CSV file of the registry: comma, semicolon or tab, with or without a byte order mark, lines ended in any way.
 *
 * @throws AppError `invalid` where the file as a whole cannot be read; a bad row is for `planImport` to refuse.
 */
export function readFile(kind: FileKind, text: string): FileContent {
  const records = parseRecords(text)
  const [header, ...body] = records
  if (!header) throw refuseFile('is empty: the first line names the columns')
  const columns = header.cells.map((name) => findColumn(kind, name))
  const twice = columns.find((column, index) => column !== null && columns.indexOf(column) !== index)
  if (twice) throw refuseFile(`names the column ${twice} twice`)
  const missing = requiredColumns(kind).filter((column) => !columns.includes(column))
  if (missing.length > 0) {
    throw refuseFile(
      `has no column ${missing.join(', ')}: the first line names the columns, such as ${fileColumns[kind].join(',')}`,
    )
  }
  if (body.length > fileMaxRows) throw refuseFile(`has ${body.length} rows: send at most ${fileMaxRows} at a time`)
  return {
    rows: body.map(({ line, cells }) => ({ line, cells: nameCells(columns, cells) })),
    ignoredColumns: header.cells.filter((name, index) => columns[index] === null && name.trim() !== ''),
  }
}

function nameCells(columns: readonly (string | null)[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((column, index) =>
      column === null ? [] : [[column, (cells[index] ?? '').trim().replace(formulaGuard, '').trim()]],
    ),
  )
}

/** The parser's types do not know that `info` wraps each record. */
const recordsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

function parseRecords(text: string): { line: number; cells: string[] }[] {
  try {
    const records = recordsSchema.parse(
      parse(text, {
        bom: true,
        delimiter: guessDelimiter(text),
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
      }),
    )
    return records.flatMap(({ record: cells, info }) =>
      // A spreadsheet saves its empty rows as delimiters without anything between.
      cells.every((cell) => cell.trim() === '') ? [] : [{ line: info.lines - countBreaks(cells), cells }],
    )
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? ` in line ${error.lines}` : ''
    throw refuseFile(`cannot be read as CSV${line}: a quotation mark opens or closes where none may stand`)
  }
}

/** The parser counts lines at a record's end; breaks within its quoted cells lie between. */
const countBreaks = (cells: readonly string[]) =>
  cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)

/** The delimiter is the one that the header has most of. */
function guessDelimiter(text: string): string {
  const header = text.split(/\r?\n|\r/, 1)[0] ?? ''
  const count = (delimiter: string) => header.split(delimiter).length
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}

const refuseFile = (message: string) => new AppError('invalid', `The file ${message}.`, { errors: [{ path: 'csv', message }] })

import { parse } from 'csv-parse/sync'
import type { FieldError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { type EstimateInput, estimateColumns, estimateSchema } from './schema'

/** A line of a file of estimates: what it says, or what is wrong with it. */
export type EstimateLine =
  | { readonly line: number; readonly estimate: EstimateInput; readonly errors: readonly [] }
  | { readonly line: number; readonly estimate: null; readonly errors: readonly FieldError[] }

export type EstimateFile =
  | { readonly ok: true; readonly lines: readonly EstimateLine[] }
  | { readonly ok: false; readonly message: string }

const optional: readonly string[] = ['team', 'cost_center', 'provider']

/** Reads a CSV file of estimates, whose first line names the columns in any order; an empty cell is nothing. */
export function readEstimateFile(text: string): EstimateFile {
  const table = readTable(text)
  if (!table.ok) return table
  const [head, ...rows] = table.rows
  const columns = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase())
  const unknown = columns.filter((name) => !estimateColumns.some((column) => column === name))
  const missing = estimateColumns.filter((name) => !optional.includes(name) && !columns.includes(name))
  const expected = `The first line names the columns: ${estimateColumns.join(', ')}.`
  if (unknown.length > 0) return { ok: false, message: `The column "${unknown[0]?.slice(0, 60)}" is not known. ${expected}` }
  if (missing.length > 0) return { ok: false, message: `The column "${missing[0]}" is missing. ${expected}` }
  if (rows.length === 0) return { ok: false, message: `The file holds no estimate below its first line. ${expected}` }
  return { ok: true, lines: rows.map(({ line, cells }) => readLine(line, columns, cells)) }
}

function readTable(text: string): { ok: true; rows: { line: number; cells: string[] }[] } | { ok: false; message: string } {
  try {
    const lines: number[] = []
    const records = parse(text, {
      bom: true,
      delimiter: guessDelimiter(text),
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (record, context) => {
        lines.push(context.lines)
        return record
      },
    })
    return { ok: true, rows: records.map((cells, index) => ({ line: lines[index] ?? index + 1, cells })) }
  } catch (error) {
    return { ok: false, message: `This is no CSV file: ${error instanceof Error ? error.message : String(error)}.` }
  }
}

/** Spreadsheets of some countries separate by semicolons, and some tools by tabs: the first line tells, which has no text of its own. */
function guessDelimiter(text: string): string {
  const [head = ''] = text.split(/[\r\n]/, 1)
  return [',', ';', '\t'].find((delimiter) => head.includes(delimiter)) ?? ','
}

function readLine(line: number, columns: readonly string[], cells: readonly string[]): EstimateLine {
  if (cells.length !== columns.length) {
    const message = `has ${cells.length} cells where the first line names ${columns.length} columns`
    return { line, estimate: null, errors: [{ path: 'line', message }] }
  }
  const given = Object.fromEntries(columns.map((name, index) => [name, dropGuard(cells[index]?.trim() ?? '')] as const))
  const filled = Object.fromEntries(Object.entries(given).filter(([name, cell]) => cell !== '' || !optional.includes(name)))
  const parsed = estimateSchema.safeParse(filled)
  return parsed.success
    ? { line, estimate: parsed.data, errors: [] }
    : { line, estimate: null, errors: toFieldErrors(parsed.error) }
}

/** Files of ours quote what a spreadsheet would run as a formula with an apostrophe. */
const dropGuard = (cell: string) => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

import { stringify } from 'csv-stringify/sync'

/** A figure in words of our own, such as `+12.5%`: it begins like a formula and is none. */
export class FigureText {
  constructor(readonly text: string) {}
}

/** A value of a CSV cell: a missing one is an empty cell. */
type CsvCell = string | number | FigureText | null

/**
 * Rows as a CSV file (RFC 4180), one column for each name, in that order. Text that a spreadsheet would run as a formula is
 * quoted with an apostrophe; numbers are not text, so that -5 stays a number, and neither are figures.
 */
export function csvResponse<Column extends string>(
  fileName: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, CsvCell>>[],
): Response {
  const body = stringify([[...columns], ...rows.map((row) => columns.map((column) => row[column]))], {
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { object: (cell) => ({ value: cell instanceof FigureText ? cell.text : '', escape_formulas: false }) },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}

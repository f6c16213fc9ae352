import { stringify } from 'csv-stringify/sync'

/** A value of a CSV cell: a missing one is an empty cell. */
type CsvCell = string | number | null

/**
 * Rows as a CSV file (RFC 4180), one column for each name, in that order. Text that a spreadsheet would run as a formula is
 * quoted with an apostrophe; numbers are not text, so that -5 stays a number.
 */
export function csvResponse<Column extends string>(
  fileName: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, CsvCell>>[],
): Response {
  const body = stringify([[...columns], ...rows.map((row) => columns.map((column) => row[column]))], {
    escape_formulas: true,
    record_delimiter: 'windows',
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
}

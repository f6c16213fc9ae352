/**
 * What a spreadsheet would take for the beginning of a formula: the characters that the house's CSV writer (csv-stringify with
 * `escape_formulas`) puts an apostrophe before, in their wide forms too.
 */
const formulaStart = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/
const needsQuotes = /[",\r\n]/

/** Lines end as RFC 4180 has it. */
export const lineEnd = '\r\n'

/**
 * Text as a cell, formulas made harmless; null is an empty cell. A large file is written cell by cell: a general writer takes
 * longer for a row than all the arithmetic in it.
 */
export function textCell(text: string | null): string {
  if (text === null) return ''
  const harmless = formulaStart.test(text) ? `'${text}` : text
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A number, date or code of our own as a cell: it needs no care. */
export const plainCell = (text: string | null): string => text ?? ''

/** An object as a JSON cell, which begins with a brace and is no formula. Undefined values are left out; nothing left is null. */
export function jsonCell(value: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const json = JSON.stringify(value)
  return json === '{}' ? '' : `"${json.replaceAll('"', '""')}"`
}

/** A value as the columns of our tables have it. */
export type ColumnValue = string | number | bigint | boolean | Date | object | null

/**
 * A column's values as the text of a Postgres array, which `unnest` makes rows of. Where all are null it is the empty array:
 * `unnest` pads the shorter ones with nulls, so that columns that nobody fills cost nothing.
 * @param sqlType the column's type; decides what must be quoted.
 */
export function toArrayLiteral(values: readonly ColumnValue[], sqlType: string): string {
  if (values.every((value) => value === null)) return '{}'
  const encode = encoderOf(sqlType)
  let text = '{'
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (index > 0) text += ','
    text += value === null || value === undefined ? 'NULL' : encode(value)
  }
  return `${text}}`
}

function encoderOf(sqlType: string): (value: Exclude<ColumnValue, null>) => string {
  if (sqlType === 'text') return (value) => quoteElement(String(value))
  if (sqlType === 'jsonb') return (value) => quoteElement(JSON.stringify(value))
  if (sqlType.startsWith('timestamp')) return (value) => (value instanceof Date ? value.toISOString() : String(value))
  // `\x…` of a Buffer; the backslash is itself escaped within an array.
  if (sqlType === 'bytea') return (value) => (Buffer.isBuffer(value) ? `"\\\\x${value.toString('hex')}"` : String(value))
  // Numbers, booleans, dates and UUIDs hold nothing that an array would read otherwise.
  return String
}

function quoteElement(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
}

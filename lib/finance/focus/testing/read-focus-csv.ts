import { parse } from 'csv-parse/sync'

/** A row of a file by column; an empty cell is null. */
export type FocusRow = Readonly<Record<string, string | null>>

export interface FocusTable {
  readonly columns: readonly string[]
  readonly rows: readonly FocusRow[]
}

/** A CSV file as another program reads it. */
export function readFocusCsv(text: string): FocusTable {
  const [columns = [], ...lines]: string[][] = parse(text, { record_delimiter: '\r\n' })
  const rows = lines.map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index] || null])))
  return { columns, rows }
}

/** A decimal as digits and a scale, of any length: exact however many places a product has. */
export interface ExactDecimal {
  readonly digits: bigint
  readonly scale: number
}

/** Reads a decimal as FOCUS writes it, E notation among them; null for what is none. */
export function readDecimal(text: string): ExactDecimal | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE](-?\d+))?$/.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(`${sign}${whole}${fraction}`)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

const at = ({ digits, scale }: ExactDecimal, to: number) => digits * 10n ** BigInt(to - scale)

export const multiply = (left: ExactDecimal, right: ExactDecimal): ExactDecimal => ({
  digits: left.digits * right.digits,
  scale: left.scale + right.scale,
})

export function compare(left: ExactDecimal, right: ExactDecimal): number {
  const scale = Math.max(left.scale, right.scale)
  const difference = at(left, scale) - at(right, scale)
  return difference === 0n ? 0 : difference > 0n ? 1 : -1
}

/** The sum of a column, in canonical text. */
export function sumColumn(rows: readonly FocusRow[], column: string): string {
  const values = rows.flatMap((row) => {
    const value = readDecimal(row[column] ?? '')
    return value ? [value] : []
  })
  const scale = Math.max(0, ...values.map((value) => value.scale))
  const total = values.reduce((sum, value) => sum + at(value, scale), 0n)
  const digits = (total < 0n ? -total : total).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${total < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

import type { Cell, CellObject, SheetData } from 'write-excel-file/node'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'

/** A column of a sheet: its heading, its width in characters, and what stands in it. */
export interface SheetColumn<Row> {
  readonly heading: string
  readonly width: number
  readonly cell: (row: Row) => Cell
  /** Headings stand over numbers as these do, at the right. */
  readonly isNumber?: boolean
}

/** What a cell of a sheet can hold at most. */
const longestText = 32_767

/** Text is a string cell, never a formula, whatever it begins with. */
export function textCell(text: string | null, style: Partial<CellObject> = {}): Cell {
  return text === null ? null : { type: String, value: text.slice(0, longestText), ...style }
}

export const boldText = (text: string): Cell => textCell(text, { fontWeight: 'bold' })

/**
 * An amount of dollars as a number, so that spreadsheets calculate with it. A double keeps 15 digits of the up to 38 that an
 * amount has; where the last one matters, `exactCell` stands beside it.
 */
export function moneyCell(amount: Usd | string | null, style: Partial<CellObject> = {}): Cell {
  return numberOf(amount, '#,##0.00####', style)
}

/** Posted amounts are whole cents. */
export function centsCell(amount: string, style: Partial<CellObject> = {}): Cell {
  return numberOf(amount, '#,##0.00', style)
}

/** A rate has digits far behind the point that an amount does not show. */
export function rateCell(amount: string | null): Cell {
  return numberOf(amount, '#,##0.00########', {})
}

/** Every digit, as text: always, also where a number would do, so that a column is of one type. */
export function exactCell(amount: Usd | string, style: Partial<CellObject> = {}): Cell {
  return textCell(typeof amount === 'string' ? amount : formatDecimal(amount), { align: 'right', ...style })
}

export function countCell(count: number | string | null, style: Partial<CellObject> = {}): Cell {
  return count === null ? null : { type: Number, value: Number(count), format: '#,##0.######', ...style }
}

const shareScale = 10n ** 9n

/** A part of a whole as a percentage; empty without a whole. */
export function shareCell(part: Usd, whole: Usd, style: Partial<CellObject> = {}): Cell {
  return whole === 0n
    ? null
    : { type: Number, value: Number((part * shareScale) / whole) / Number(shareScale), format: '0.0%', ...style }
}

/** A day on the calendar, which no zone shifts. */
export function dayCell(day: string, format = 'yyyy-mm-dd'): Cell {
  return { type: Date, value: new Date(`${day}T00:00:00Z`), format, align: 'left' }
}

/** An instant; sheets know no zones, so that it is the time of day in UTC, as its heading says. */
export function instantCell(instant: string | null): Cell {
  return instant === null ? null : { type: Date, value: new Date(instant), format: 'yyyy-mm-dd hh:mm', align: 'left' }
}

const numberOf = (amount: Usd | string | null, format: string, style: Partial<CellObject>): Cell =>
  amount === null ? null : { type: Number, value: toNumber(amount), format, ...style }

function toNumber(amount: Usd | string): number {
  const value = Number(typeof amount === 'string' ? formatDecimal(parseDecimal(amount)) : formatDecimal(amount))
  return value
}

/** The headings and below them the rows. */
export function tableOf<Row>(columns: readonly SheetColumn<Row>[], rows: readonly Row[]): SheetData {
  return [columns.map(headingCell), ...rows.map((row) => columns.map(({ cell }) => cell(row)))]
}

function headingCell<Row>({ heading, isNumber }: SheetColumn<Row>): Cell {
  return textCell(heading, {
    ...{ fontWeight: 'bold', wrap: true, alignVertical: 'bottom', backgroundColor: '#F1F1F3', bottomBorderStyle: 'thin' },
    ...{ bottomBorderColor: '#9A9AA2', align: isNumber ? 'right' : 'left' },
  })
}

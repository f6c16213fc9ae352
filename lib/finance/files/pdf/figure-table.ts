import type { Content, ContentTable, TableCell } from 'pdfmake/interfaces'
import { ink } from './look'

/** A column of figures. */
export interface FigureColumn {
  readonly heading: string
}

/** A row: what it is about, and its figures as they are printed. */
export interface FigureRow {
  readonly name: string
  readonly figures: readonly string[]
  /** `sum` stands out; `group` heads the rows below it; `plain` is one of many, set back under its group. */
  readonly kind: 'plain' | 'group' | 'sum'
  /** How far the name is set back. */
  readonly depth?: number
}

export interface FigureTable {
  readonly title: string
  /** What is to be known of the figures, in a sentence. */
  readonly remark?: string
  /** What heads the column of names. */
  readonly names: string
  readonly columns: readonly FigureColumn[]
  readonly rows: readonly FigureRow[]
}

/** A4 less its margins. */
const pageWidth = 515
const cellPadding = 5
/** Below this a name would be broken into syllables. */
const narrowestName = 112
/** Below this a heading of two words would stand one above the other. */
const narrowestFigure = 42
const sizes = [8, 7.5, 7, 6.5, 6, 5.5, 5]
/** How wide a tabular digit of the font is, in ems; commas and points are narrower. */
export const digitEm = 0.62
const headingEm = 0.66
const headingSize = 6.5

/**
 * A table of names and figures, figures at the right. Columns are as wide as their longest figure, and names break into lines
 * in what is left: nothing is cut, and nothing leaves the page, however large the amounts are. Title and headings are repeated on
 * each page, and never stand at the foot of one alone.
 */
export function figureTable({ title, remark, names, columns, rows }: FigureTable): Content {
  const { size, widths } = fitColumns(columns, rows)
  const nameWidth = pageWidth - takenBy(widths)
  const heading = (text: string, alignment: 'left' | 'right'): TableCell => ({
    ...{ text, alignment, fontSize: headingSize, color: ink.soft, bold: true },
  })
  const table: ContentTable = {
    table: {
      headerRows: 2,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: [nameWidth, ...widths],
      body: [
        titleRow(title, remark, columns.length),
        [heading(names, 'left'), ...columns.map((column) => heading(column.heading, 'right'))],
        ...rows.map((row) => cellsOf(row, size)),
      ],
    },
    layout: layoutOf(rows, columns.length),
    margin: [0, 0, 0, 16],
  }
  return table
}

function titleRow(title: string, remark: string | undefined, others: number): TableCell[] {
  const stack: Content[] = [
    { text: title, fontSize: 12, bold: true },
    ...(remark === undefined ? [] : [{ text: remark, fontSize: 8, color: ink.soft }]),
  ]
  return [{ stack, colSpan: others + 1 }, ...Array.from({ length: others }, (): TableCell => '')]
}

/** Figures have digits of one width, so that they line up; words do without, since text with features is laid out anew each time. */
function cellsOf({ name, figures, kind, depth = 0 }: FigureRow, fontSize: number): TableCell[] {
  const bold = kind !== 'plain'
  return [
    { text: name, fontSize, bold, margin: [depth * 9, 0, 0, 0] },
    ...figures.map((text): TableCell => ({ text, fontSize, bold, alignment: 'right', noWrap: true, fontFeatures: ['tnum'] })),
  ]
}

/** What columns of figures and the space between all columns take; at the outer edges there is none. */
const takenBy = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width + 2 * cellPadding, 0)

/** The largest size of letters at which all figures and a readable name fit side by side. */
function fitColumns(columns: readonly FigureColumn[], rows: readonly FigureRow[]) {
  const fits = sizes.map((size) => {
    const widths = columns.map(({ heading }, index) => {
      const longestWord = Math.max(...heading.split(' ').map((word) => word.length))
      const longestFigure = Math.max(0, ...rows.map(({ figures }) => figures[index]?.length ?? 0))
      return Math.max(narrowestFigure, longestWord * headingSize * headingEm, longestFigure * size * digitEm)
    })
    return { size, widths, isRoomy: pageWidth - takenBy(widths) >= narrowestName }
  })
  const fit = fits.find(({ isRoomy }) => isRoomy) ?? fits.at(-1)
  if (fit === undefined) throw new Error('there is always a smallest size')
  return fit
}

/** How many rows stand before those of figures. */
const headRows = 2

/** Hairlines between rows; a stronger one under the headings and above a sum. */
function layoutOf(rows: readonly FigureRow[], lastColumn: number) {
  const isStrong = (line: number) => line === headRows || rows[line - headRows]?.kind === 'sum'
  return {
    hLineWidth: (line: number) => (line < headRows ? 0 : isStrong(line) ? 0.75 : 0.4),
    hLineColor: (line: number) => (isStrong(line) ? ink.strong : ink.hairline),
    vLineWidth: () => 0,
    // The outer edges stand on the margins, as all else on the page does.
    paddingLeft: (column: number) => (column === 0 ? 0 : cellPadding),
    paddingRight: (column: number) => (column === lastColumn ? 0 : cellPadding),
    paddingTop: () => 3.5,
    paddingBottom: () => 3.5,
  }
}

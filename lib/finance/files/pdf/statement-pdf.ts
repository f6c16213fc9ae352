import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces'
import { describeInstant, describeMonth, describeState, describeSubject, roundingNote } from '../describe-statement'
import { statementFileName } from '../file-name'
import { fileResponse } from '../file-response'
import type { StatementPart } from '../place-lines'
import {
  attemptTable,
  costCenterTable,
  exceptionTable,
  listWork,
  shareTable,
  teamTable,
  workTable,
  workTitle,
} from './line-tables'
import { ink } from './look'
import { printable } from './printable'
import { fontFamily, renderPdf } from './render-pdf'
import { titleBlock } from './title-block'

/** Beyond so many lines a paper is no longer read, and laying it out takes seconds: the workbook has them all. */
const maxWorkLines = 1_000

/**
 * A statement on A4: what it comes to, by cost centre and team, what it was spent on, what came of the calls, and what has no
 * owner. Amounts are printed in cents; totals are those that are posted.
 */
export async function statementPdf(part: StatementPart, otherPart: StatementPart | null): Promise<Response> {
  const bytes = await renderPdf(layOut(part, otherPart))
  return fileResponse(bytes, `${statementFileName('statement', part)}.pdf`)
}

function layOut(part: StatementPart, otherPart: StatementPart | null): TDocumentDefinitions {
  const { statement } = part
  const title = `AI usage statement, ${describeMonth(statement.month)}, ${printable(describeSubject(part))}`
  return {
    pageSize: 'A4',
    pageMargins: [40, 48, 40, 62],
    info: {
      ...{ title, subject: describeState(statement), author: 'Ascribe', creator: 'Ascribe', producer: 'Ascribe' },
      creationDate: new Date(statement.published_at ?? statement.as_of),
    },
    language: 'en',
    displayTitle: true,
    defaultStyle: { font: fontFamily, fontSize: 9, color: ink.strong, lineHeight: 1.15 },
    header: (page) => (page === 1 ? null : runningHead(title, describeState(statement))),
    footer: (page, pages) => pageFoot(part, page, pages),
    ...(statement.version === null
      ? { watermark: { text: 'DRAFT', opacity: 0.045, bold: true, angle: -52, fontSize: 150 } }
      : {}),
    content: [...titleBlock(part), ...listSections(part, otherPart)],
  }
}

const margin: [number, number, number, number] = [40, 0, 40, 0]

const runningHead = (title: string, state: string): Content => ({
  columns: [
    { text: title, width: '*' },
    { text: state, width: 'auto', alignment: 'right', bold: true },
  ],
  ...{ margin: [40, 22, 40, 0], fontSize: 7.5, color: ink.soft, columnGap: 12 },
})

function pageFoot({ statement }: StatementPart, page: number, pages: number): Content {
  const origin = `As of ${describeInstant(statement.as_of, statement.zone)}. Price version ${statement.price_version}. US dollars.`
  return {
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 515, y2: 0, lineWidth: 0.4, lineColor: ink.hairline }], margin: [0, 0, 0, 5] },
      {
        columns: [
          { text: origin, width: '*' },
          { text: `Page ${page} of ${pages}`, width: 80, alignment: 'right' },
        ],
      },
      { text: `${roundingNote} Other amounts are rounded one by one.`, margin: [0, 2, 0, 0] },
    ],
    ...{ margin, fontSize: 6.5, color: ink.soft },
  }
}

function listSections(part: StatementPart, otherPart: StatementPart | null): Content[] {
  if (!part.lines.some(({ line }) => line.level === 'owner')) {
    return [{ text: 'There was no spend in this month.', fontSize: 10, margin: [0, 8, 0, 0] }]
  }
  const isWhole = part.costCenter === null
  const shares = shareTable(part)
  return [
    ...(isWhole ? [costCenterTable(part)] : []),
    teamTable(part),
    ...(shares === null ? [] : [shares]),
    ...[part, ...(otherPart === null ? [] : [otherPart])].flatMap(listWorkSections),
    attemptTable(part),
    ...(isWhole && part.statement.exceptions.length > 0 ? [exceptionTable(part)] : []),
  ]
}

function listWorkSections(part: StatementPart): Content[] {
  const lines = listWork(part).length
  if (lines === 0) return []
  if (lines <= maxWorkLines) return [workTable(part)]
  const text = `These are ${lines.toLocaleString('en-US')} lines: the workbook and the CSV of this statement hold them.`
  return [
    { text: workTitle(part), fontSize: 12, bold: true },
    { text, margin: [0, 2, 0, 16] },
  ]
}

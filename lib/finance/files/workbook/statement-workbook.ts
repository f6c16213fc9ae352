import writeExcelFile from 'write-excel-file/node'
import { statementFileName } from '../file-name'
import { fileResponse } from '../file-response'
import type { StatementPart } from '../place-lines'
import type { PricesUsed } from '../prices-used-schema'
import { exceptionsSheet } from './exceptions-sheet'
import { linesSheet } from './lines-sheet'
import { pricesSheet } from './prices-sheet'
import { summarySheet } from './summary-sheet'

interface Others {
  /** The same in the other view, for a sheet of its own. */
  readonly otherPart: StatementPart | null
  readonly pricesUsed: PricesUsed | null
}

/**
 * A statement as a workbook. Amounts are numbers, dates are dates and text is text, never a formula. A number in a workbook keeps
 * 15 digits; posted cents are exact in that, and beside totals and direct spend stands their exact amount as text.
 */
export async function statementWorkbook(part: StatementPart, { otherPart, pricesUsed }: Others): Promise<Response> {
  const sheets = [
    summarySheet(part),
    linesSheet(part, otherPart === null ? 'Lines' : nameOf(part)),
    ...(otherPart === null ? [] : [linesSheet(otherPart, nameOf(otherPart))]),
    // What has no owner concerns the organisation: no cost centre bears it.
    ...(part.costCenter === null ? [exceptionsSheet(part)] : []),
    ...(pricesUsed === null ? [] : [pricesSheet(part, pricesUsed)]),
  ]
  const bytes = await writeExcelFile(sheets, { fontFamily: 'Arial', fontSize: 10, features: [fitToPaper] }).toBuffer()
  return fileResponse(bytes, `${statementFileName('statement', part)}.xlsx`)
}

/** More characters side by side than that nobody reads on paper. */
const widestPrinted = 450

/** Printed, all columns of a sheet stand side by side on one page, unless there are too many. */
const fitToPaper = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (sheet: string, { columns = [] }: { columns?: readonly { width?: number }[] }) =>
          columns.reduce((sum, { width = 0 }) => sum + width, 0) > widestPrinted
            ? sheet
            : sheet
                .replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
                .replace('<pageSetup ', '<pageSetup fitToHeight="0" '),
      },
    },
  },
}

const nameOf = ({ statement }: StatementPart) => (statement.view === 'project' ? 'Lines by project' : 'Lines by model')

import type { Statement } from '@/lib/finance/statement/schema'
import { writeJournal } from './journal'
import type { JournalAccounts } from './journal-accounts'
import { statementPdf } from './pdf/statement-pdf'
import { type StatementPart, selectPart } from './place-lines'
import type { PricesUsed } from './prices-used-schema'
import { statementCsv } from './statement-csv'
import type { StatementFileFormat } from './statement-file-schema'
import { statementWorkbook } from './workbook/statement-workbook'

/** What a file is made of; everything was read under the reader's scope before. */
export interface StatementFileInput {
  /** As the screen shows it. */
  readonly statement: Statement
  /** The same statement in its other view: the workbook and the PDF then hold both. */
  readonly otherView?: Statement | null
  /** For the workbook, narrowed to the same cost centre; null leaves its sheet out. */
  readonly pricesUsed: PricesUsed | null
  /** The code of the only cost centre that the file is about; `~none` for what has none; null for everything. */
  readonly costCenter: string | null
  readonly format: StatementFileFormat
  /** For the journal; the defaults where absent. */
  readonly accounts?: JournalAccounts
}

/**
 * A statement as a file to download. Every figure in it is the statement's own, so that it agrees with the screen to the last
 * digit.
 *
 * @throws AppError `not_found` where the statement has no such cost centre.
 */
export async function statementFile(input: StatementFileInput): Promise<Response> {
  const part = selectPart(input.statement, input.costCenter)
  switch (input.format) {
    case 'csv':
      return statementCsv(part)
    case 'journal':
      return writeJournal(part, input.accounts)
    case 'xlsx':
      return statementWorkbook(part, { otherPart: findOther(input), pricesUsed: input.pricesUsed })
    case 'pdf':
      return statementPdf(part, findOther(input))
  }
}

const findOther = ({ otherView, costCenter }: StatementFileInput): StatementPart | null =>
  otherView ? selectPart(otherView, costCenter) : null

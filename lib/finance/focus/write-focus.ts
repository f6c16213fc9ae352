import { formatDecimal } from '@/lib/money/decimal'
import type { ExportTransaction } from '../exports/export-client'
import type { ExportQuestion } from '../exports/export-place'
import { readPriceSets } from '../exports/price-sets'
import { type FocusSummary, summarizeMonth } from './left-out'
import { billingSpan, dayPeriod, focusSpan } from './month-bounds'
import { listUsedDays, priceIdsOf, streamDay } from './rollup-rows'
import { FocusWriter, focusHeader } from './write-rows'

/** A piece of the file, with how far it has come. */
export interface FilePiece {
  readonly text: string
  /** Rows of the ledger behind the file so far. */
  readonly readRows: number
  readonly fileRows: number
}

export interface FocusFile {
  readonly summary: FocusSummary
  /** The file in pieces, each made when it is asked for. */
  readonly pieces: AsyncGenerator<FilePiece>
}

/** The summary of a month on this snapshot, without its rows. */
export async function readFocusSummary(tx: ExportTransaction, question: ExportQuestion): Promise<FocusSummary> {
  return summarizeMonth(tx, question, await readPriceSets(tx, priceIdsOf(question.month)))
}

/**
 * A month as a FOCUS 1.2 cost-and-usage file: a row for each day, series, price and token class, day by day.
 *
 * @throws Error at the last piece where the rows do not add up to the roll-ups: a file that is wrong is never complete.
 */
export async function writeFocus(tx: ExportTransaction, question: ExportQuestion): Promise<FocusFile> {
  const sets = await readPriceSets(tx, priceIdsOf(question.month))
  const summary = await summarizeMonth(tx, question, sets)
  const writer = new FocusWriter(sets, billingSpan(question.month, question.zone))
  return { summary, pieces: writePieces(tx, question, writer, summary) }
}

async function* writePieces(
  tx: ExportTransaction,
  question: ExportQuestion,
  writer: FocusWriter,
  summary: FocusSummary,
): AsyncGenerator<FilePiece> {
  let readRows = 0
  yield { text: focusHeader, readRows, fileRows: 0 }
  for (const day of await listUsedDays(tx, question.month)) {
    const span = focusSpan(dayPeriod(day), question.zone)
    for await (const rows of streamDay(tx, question, day)) {
      readRows += rows.length
      yield { text: writer.write(rows, span), readRows, fileRows: writer.lines }
    }
  }
  const billed = formatDecimal(writer.billed)
  if (billed === summary.billed_cost_usd) return
  throw new Error(`the rows of ${question.month} add up to ${billed}, its roll-ups to ${summary.billed_cost_usd}`)
}

import type { Sheet } from 'write-excel-file/node'
import type { StatementException } from '@/lib/finance/statement/schema'
import { parseDecimal } from '@/lib/money/decimal'
import type { StatementPart } from '../place-lines'
import { boldText, countCell, exactCell, moneyCell, type SheetColumn, tableOf, textCell } from './cells'

const columns: readonly SheetColumn<StatementException>[] = [
  { heading: 'Reason', width: 24, cell: ({ reason }) => textCell(reason) },
  { heading: 'In words', width: 40, cell: ({ label }) => textCell(label) },
  { heading: 'Lies with', width: 28, cell: ({ assignee }) => textCell(assignee ?? 'nobody yet') },
  { heading: 'Requests', width: 13, isNumber: true, cell: ({ requests }) => countCell(requests) },
  { heading: 'Amount', width: 16, isNumber: true, cell: ({ amount_usd }) => moneyCell(amount_usd) },
  { heading: 'Amount, exact', width: 26, isNumber: true, cell: ({ amount_usd }) => exactCell(amount_usd) },
  { heading: 'At least', width: 9, cell: ({ is_at_least }) => textCell(is_at_least ? 'at least' : null) },
  { heading: 'Where to mend it', width: 44, cell: ({ href }) => textCell(href) },
]

/** What nobody answers for, by reason, with its sum. */
export function exceptionsSheet({ statement }: StatementPart): Sheet<Buffer> {
  const { exceptions } = statement
  const sum = exceptions.reduce((total, { amount_usd }) => total + parseDecimal(amount_usd), 0n)
  const bold = { fontWeight: 'bold' as const }
  const total = [boldText('Not attributed'), null, null, null, moneyCell(sum, bold), exactCell(sum, bold)]
  return {
    ...{ sheet: 'Exceptions', stickyRowsCount: 1, orientation: 'landscape' },
    columns: columns.map(({ width }) => ({ width })),
    data: [...tableOf(columns, exceptions), total],
  }
}

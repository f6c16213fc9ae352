import type { Cell, Row, Sheet } from 'write-excel-file/node'
import { parseDecimal } from '@/lib/money/decimal'
import { changeOf, unattributedOf, varianceOf } from '../derived-figures'
import { describeGaps, describeState, describeSubject, listBusinessUnits, roundingNote } from '../describe-statement'
import type { PlacedLine, StatementPart } from '../place-lines'
import {
  boldText,
  centsCell,
  countCell,
  dayCell,
  exactCell,
  instantCell,
  moneyCell,
  type SheetColumn,
  shareCell,
  tableOf,
  textCell,
} from './cells'

const costCenterColumns: readonly SheetColumn<PlacedLine>[] = [
  { heading: 'Cost centre', width: 34, cell: ({ line }) => textCell(line.code ?? 'none') },
  { heading: 'Name', width: 28, cell: ({ line }) => textCell(line.name) },
  { heading: 'Business unit', width: 28, cell: ({ place }) => textCell(place.business_unit?.name ?? null) },
  { heading: 'Direct', width: 16, isNumber: true, cell: ({ line }) => moneyCell(line.direct_usd) },
  { heading: 'Shared, received', width: 16, isNumber: true, cell: ({ line }) => moneyCell(line.shared_received_usd) },
  { heading: 'Shared, given', width: 16, isNumber: true, cell: ({ line }) => moneyCell(line.shared_given_usd) },
  { heading: 'Total', width: 16, isNumber: true, cell: ({ line }) => moneyCell(line.total_usd) },
  { heading: 'Posted', width: 14, isNumber: true, cell: ({ line }) => centsCell(line.posted_usd) },
  { heading: 'Month before', width: 16, isNumber: true, cell: ({ line }) => moneyCell(line.prior_total_usd) },
  { heading: 'Change', width: 16, isNumber: true, cell: ({ line }) => moneyCell(changeOf(line)) },
  { heading: 'Budget', width: 16, isNumber: true, cell: ({ line }) => moneyCell(line.budget_usd) },
  { heading: 'Variance', width: 16, isNumber: true, cell: ({ line }) => moneyCell(varianceOf(line)) },
  {
    ...{ heading: 'Coverage', width: 10, isNumber: true },
    cell: ({ line }) => shareCell(parseDecimal(line.attributed_usd), parseDecimal(line.total_usd)),
  },
  { heading: 'Total, exact', width: 26, isNumber: true, cell: ({ line }) => exactCell(line.total_usd) },
]

/** What the statement is, what it comes to, and what each cost centre bears. */
export function summarySheet(part: StatementPart): Sheet<Buffer> {
  const costCenters = part.lines.filter(({ line }) => line.level === 'cost_center')
  return {
    ...{ sheet: 'Summary', stickyRowsCount: 1, orientation: 'landscape', showGridLines: false },
    columns: costCenterColumns.map(({ width }) => ({ width })),
    data: [
      [textCell('AI usage statement', { fontWeight: 'bold', fontSize: 16 })],
      ...describePart(part),
      [],
      [boldText('US dollars'), rightBold('Amount'), rightBold('Exact')],
      ...listFigures(part),
      [],
      ...tableOf(costCenterColumns, costCenters),
    ],
  }
}

const rightBold = (text: string) => textCell(text, { fontWeight: 'bold', align: 'right' })

function describePart(part: StatementPart): Row[] {
  const { statement } = part
  const rows: [string, Cell][] = [
    ['Month', dayCell(statement.from, 'mmmm yyyy')],
    ['About', textCell(describeSubject(part))],
    ['Business unit', textCell(listBusinessUnits(part).join(', ') || null)],
    ['State', textCell(`${describeState(statement)}${statement.is_running ? ', the month is not over' : ''}`)],
    ['Published by', textCell(statement.published_by)],
    ['Published at (UTC)', instantCell(statement.published_at)],
    ['Note', textCell(statement.note)],
    ['As of (UTC)', instantCell(statement.as_of)],
    ['First day', dayCell(statement.from)],
    ['First day after', dayCell(statement.to)],
    ['Days counted in', textCell(statement.zone)],
    ['Price version', countCell(statement.price_version, { align: 'left' })],
    ['Rounding', textCell(roundingNote)],
    ['What is unknown', textCell(describeGaps(part))],
  ]
  return rows.filter(([, cell]) => cell !== null).map(([label, cell]) => [textCell(label, { textColor: '#5F5F68' }), cell])
}

function listFigures({ total }: StatementPart): Row[] {
  const amount = (label: string, value: string | bigint | null): Row[] =>
    value === null ? [] : [[textCell(label), moneyCell(value), exactCell(value)]]
  const bold = { fontWeight: 'bold' as const }
  return [
    [boldText('Total'), moneyCell(total.total_usd, bold), exactCell(total.total_usd, bold)],
    [boldText('Posted'), centsCell(total.posted_usd, bold)],
    ...amount('Direct', total.direct_usd),
    ...amount('Shared, received', total.shared_received_usd),
    ...amount('Shared, given', total.shared_given_usd),
    ...amount('Adjustments', total.adjustments_usd),
    ...amount('Month before', total.prior_total_usd),
    ...amount('Change', changeOf(total)),
    ...amount('Budget', total.budget_usd),
    ...amount('Variance (total less budget)', varianceOf(total)),
    ...amount('Attributed', total.attributed_usd),
    ...amount('Not attributed', unattributedOf(total)),
    [textCell('Coverage'), shareCell(parseDecimal(total.attributed_usd), parseDecimal(total.total_usd))],
    ...amount('First attempts that succeeded', total.success_usd),
    ...amount('Retries', total.retry_usd),
    ...amount('First attempts that failed', total.failure_usd),
    ...amount('Direct at list prices', total.list_usd),
    ...amount('Estimated, beside the total', total.estimated_usd),
    [textCell('Requests'), countCell(total.requests)],
    [textCell('Requests without a price'), countCell(total.unpriced_requests)],
    [textCell('Requests without tokens'), countCell(total.missing_token_requests)],
  ]
}

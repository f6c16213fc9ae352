import type { Sheet } from 'write-excel-file/node'
import type { LineLevel } from '@/lib/finance/statement/schema'
import { parseDecimal } from '@/lib/money/decimal'
import { changeOf, varianceOf } from '../derived-figures'
import type { PlacedLine, StatementPart } from '../place-lines'
import { centsCell, countCell, exactCell, moneyCell, type SheetColumn, shareCell, tableOf, textCell } from './cells'

const levelLabels: Readonly<Record<LineLevel, string>> = {
  business_unit: 'Business unit',
  cost_center: 'Cost centre',
  owner: 'Team or pool',
  shared: 'Share of a pool',
  project: 'Project',
  model_family: 'Model',
  route: 'Route',
}

/** Sums of others stand out from what they are the sum of. */
const styleOf = ({ line }: PlacedLine) =>
  line.level === 'business_unit' || line.level === 'cost_center' ? { fontWeight: 'bold' as const } : {}

type Column = SheetColumn<PlacedLine>

const place = (level: LineLevel, heading: string): Column[] => [
  { heading, width: 22, cell: (row) => textCell(row.place[level]?.code ?? null, styleOf(row)) },
  { heading: `${heading}, name`, width: 32, cell: (row) => textCell(row.place[level]?.name ?? null, styleOf(row)) },
]

const money = (heading: string, read: (line: PlacedLine['line']) => string | bigint | null): Column => ({
  ...{ heading, width: 16, isNumber: true },
  cell: (row) => moneyCell(read(row.line), styleOf(row)),
})

const columnsOf = (part: StatementPart): Column[] => [
  { heading: 'Level', width: 16, cell: (row) => textCell(levelLabels[row.line.level], styleOf(row)) },
  ...place('business_unit', 'Business unit'),
  ...place('cost_center', 'Cost centre'),
  ...place('owner', 'Owner'),
  { heading: 'Owner is', width: 10, cell: (row) => textCell(row.place.owner?.owner_kind ?? null) },
  ...place('shared', 'Pool'),
  ...(part.statement.view === 'project'
    ? place('project', 'Project')
    : [...place('model_family', 'Model'), ...place('route', 'Route')]),
  { heading: 'Requests', width: 13, isNumber: true, cell: (row) => countCell(row.line.requests, styleOf(row)) },
  money('Direct', ({ direct_usd }) => direct_usd),
  money('Shared, received', ({ shared_received_usd }) => shared_received_usd),
  money('Shared, given', ({ shared_given_usd }) => shared_given_usd),
  money('Adjustments', ({ adjustments_usd }) => adjustments_usd),
  money('Total', ({ total_usd }) => total_usd),
  { heading: 'Posted', width: 14, isNumber: true, cell: (row) => centsCell(row.line.posted_usd, styleOf(row)) },
  money('Month before', ({ prior_total_usd }) => prior_total_usd),
  money('Change', changeOf),
  money('Budget', ({ budget_usd }) => budget_usd),
  money('Variance (total less budget)', varianceOf),
  money('First attempts that succeeded', ({ success_usd }) => success_usd),
  money('Retries', ({ retry_usd }) => retry_usd),
  money('First attempts that failed', ({ failure_usd }) => failure_usd),
  money('Direct at list prices', ({ list_usd }) => list_usd),
  {
    ...{ heading: 'Coverage', width: 10, isNumber: true },
    cell: (row) => shareCell(parseDecimal(row.line.attributed_usd), parseDecimal(row.line.total_usd), styleOf(row)),
  },
  money('Estimated, beside the total', ({ estimated_usd }) => estimated_usd),
  { heading: 'Requests without a price', width: 13, isNumber: true, cell: ({ line }) => countCell(line.unpriced_requests) },
  { heading: 'Requests without tokens', width: 13, isNumber: true, cell: ({ line }) => countCell(line.missing_token_requests) },
  { heading: 'At least', width: 9, cell: ({ line }) => textCell(line.is_at_least ? 'at least' : null) },
  { heading: 'Direct, exact', width: 26, isNumber: true, cell: (row) => exactCell(row.line.direct_usd, styleOf(row)) },
  { heading: 'Total, exact', width: 26, isNumber: true, cell: (row) => exactCell(row.line.total_usd, styleOf(row)) },
]

/** Every line of every level; those of one level add up, not the column as a whole. */
export function linesSheet(part: StatementPart, name: string): Sheet<Buffer> {
  const columns = columnsOf(part)
  return {
    ...{ sheet: name, stickyRowsCount: 1, stickyColumnsCount: 1, orientation: 'landscape' },
    columns: columns.map(({ width }) => ({ width })),
    data: tableOf(columns, part.lines),
  }
}

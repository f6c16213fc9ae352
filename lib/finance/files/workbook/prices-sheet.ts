import type { Sheet, SheetData } from 'write-excel-file/node'
import { parseDecimal } from '@/lib/money/decimal'
import type { StatementPart } from '../place-lines'
import type { PricesUsed, PricesUsedLine } from '../prices-used-schema'
import { boldText, countCell, exactCell, instantCell, moneyCell, rateCell, type SheetColumn, tableOf, textCell } from './cells'

type Column = SheetColumn<PricesUsedLine>

const columns: readonly Column[] = [
  { heading: 'Provider', width: 14, cell: ({ provider }) => textCell(provider) },
  { heading: 'Model', width: 30, cell: ({ model }) => textCell(model) },
  { heading: 'Tier', width: 11, cell: ({ tier }) => textCell(tier) },
  { heading: 'Region', width: 14, cell: ({ region }) => textCell(region) },
  { heading: 'Regional uplift', width: 16, cell: ({ uplift }) => textCell(uplift) },
  { heading: 'Account with own terms', width: 18, cell: ({ billing_account }) => textCell(billing_account) },
  { heading: 'Contract terms', width: 20, cell: ({ terms }) => textCell(terms.length === 0 ? null : terms.join(', ')) },
  { heading: 'Valid from (UTC)', width: 17, cell: ({ valid_from }) => instantCell(valid_from) },
  { heading: 'Valid to (UTC)', width: 17, cell: ({ valid_to }) => instantCell(valid_to) },
  { heading: 'Holds for', width: 26, cell: ({ condition }) => textCell(condition) },
  { heading: 'Class of usage', width: 20, cell: (line) => textCell(classOf(line)) },
  { heading: 'Quantity', width: 16, isNumber: true, cell: ({ quantity }) => countCell(quantity) },
  { heading: 'Unit', width: 10, cell: ({ unit }) => textCell(unit) },
  { heading: 'Rate', width: 14, isNumber: true, cell: ({ rate_usd }) => rateCell(rate_usd) },
  { heading: 'List rate', width: 14, isNumber: true, cell: ({ list_rate_usd }) => rateCell(list_rate_usd) },
  { heading: 'Per units', width: 12, isNumber: true, cell: ({ per }) => countCell(per) },
  {
    heading: 'Cost',
    width: 16,
    isNumber: true,
    cell: (line) => (isUnknown(line) ? textCell('unknown', { align: 'right' }) : moneyCell(line.cost_usd)),
  },
  { heading: 'Cost at list', width: 16, isNumber: true, cell: ({ list_cost_usd }) => moneyCell(list_cost_usd) },
  { heading: 'Cost, exact', width: 26, isNumber: true, cell: ({ cost_usd }) => (cost_usd === null ? null : exactCell(cost_usd)) },
  {
    heading: 'Since price version',
    width: 11,
    isNumber: true,
    cell: ({ first_price_version }) => countCell(first_price_version),
  },
  { heading: 'Until price version', width: 11, isNumber: true, cell: ({ last_price_version }) => countCell(last_price_version) },
  { heading: 'Remark', width: 46, cell: ({ reason }) => textCell(reason) },
]

const isUnknown = ({ kind }: PricesUsedLine) => kind === 'unpriced'

/** `Cache write 5m`. */
function classOf({ meter, kind }: PricesUsedLine): string {
  if (meter === null) return kind === 'remainder' ? 'Minimums and rounding' : ''
  const words = meter.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const costColumn = columns.findIndex(({ heading }) => heading === 'Cost')
const exactColumn = columns.findIndex(({ heading }) => heading === 'Cost, exact')

/**
 * Every price with what was used at it. Its sum is held against the direct cost of the statement: of a published version the two
 * differ by whatever was recorded or corrected since.
 */
export function pricesSheet(part: StatementPart, prices: PricesUsed): Sheet<Buffer> {
  const total = parseDecimal(prices.total_usd)
  const direct = parseDecimal(part.total.direct_usd)
  const difference = total - direct
  return {
    ...{ sheet: 'Prices used', stickyRowsCount: 1, stickyColumnsCount: 2, orientation: 'landscape' },
    columns: columns.map(({ width }) => ({ width })),
    data: [
      ...tableOf(columns, prices.lines),
      sumRow('Total', total),
      ...(difference === 0n
        ? []
        : [sumRow('Direct cost of this statement', direct), sumRow('Recorded or corrected since', difference)]),
    ],
  }
}

function sumRow(label: string, amount: bigint): SheetData[number] {
  const bold = { fontWeight: 'bold' as const }
  return columns.map((_, index) => {
    if (index === 0) return boldText(label)
    if (index === costColumn) return moneyCell(amount, bold)
    return index === exactColumn ? exactCell(amount, bold) : null
  })
}

import { formatDecimal } from '@/lib/money/decimal'
import { multiplyRate, type Usd } from '@/lib/money/usd'
import { quantityScale } from '@/lib/pricing/meters'
import { splitUsage, type UsagePart } from '@/lib/pricing/split-usage'
import { rateSetOfError, reservedRateSets } from '@/lib/usage/reserved-rate-sets'
import { one, readStoredDecimal } from '../focus/exact'
import { type FocusSummary, summarizeMonth } from '../focus/left-out'
import { pricingUnit } from '../focus/meter-names'
import type { ExportRate } from '../focus/price-lines'
import { priceIdsOf } from '../focus/rollup-rows'
import type { FilePiece } from '../focus/write-focus'
import { lineEnd, plainCell, textCell } from './csv-line'
import { type EventRow, listSpans, readCounts, streamSpan } from './event-rows'
import type { ExportTransaction } from './export-client'
import type { ExportQuestion } from './export-place'
import { type PriceSet, readPriceSets } from './price-sets'

export const eventColumns = [
  ...(['event_key', 'occurred_at', 'request_id', 'source', 'owner_kind', 'owner', 'unowned_reason', 'cost_center'] as const),
  ...(['project', 'service', 'environment', 'provider', 'model', 'outcome', 'attempt', 'requests', 'token_class'] as const),
  ...(['quantity', 'charged_quantity', 'unit_price', 'price_unit', 'currency', 'cost', 'price_version', 'price_status'] as const),
] as const

/** What is the same in every line of an event, and what is a line's own. */
const lineColumns = [
  'token_class',
  'quantity',
  'charged_quantity',
  'unit_price',
  'price_unit',
  'currency',
  'cost',
  'price_version',
  'price_status',
] as const
type LineCells = Readonly<Record<(typeof lineColumns)[number], string>>

const header = `${eventColumns.join(',')}${lineEnd}`

/** Why an event has no price, by the rate set that stands for it. */
const reasons: Readonly<Record<number, string>> = {
  ...Object.fromEntries(Object.entries(rateSetOfError).map(([reason, id]) => [id, reason])),
  [reservedRateSets.missing_tokens]: 'missing_tokens',
  [reservedRateSets.no_cost]: 'no_charge',
}

const noLine: LineCells = {
  ...{ token_class: '', quantity: '', charged_quantity: '', unit_price: '', price_unit: '', currency: '', cost: '' },
  ...{ price_version: '', price_status: '' },
}

/**
 * A month's events with their lines: one for each token class, at the price that was in force. A class without a rate has no
 * cost, and neither has an event without a price: they are listed with the reason. What cost nothing says so with a 0.
 *
 * @throws Error at the last piece where the lines do not add up to the roll-ups.
 */
export async function writeEvents(
  tx: ExportTransaction,
  question: ExportQuestion,
): Promise<{ summary: FocusSummary; pieces: AsyncGenerator<FilePiece> }> {
  const sets = await readPriceSets(tx, priceIdsOf(question.month))
  const summary = await summarizeMonth(tx, question, sets)
  return { summary, pieces: writePieces(tx, question, sets, summary) }
}

async function* writePieces(
  tx: ExportTransaction,
  question: ExportQuestion,
  sets: ReadonlyMap<number, PriceSet>,
  summary: FocusSummary,
): AsyncGenerator<FilePiece> {
  let [readRows, fileRows, total] = [0, 0, 0n]
  yield { text: header, readRows, fileRows }
  for (const span of await listSpans(tx, question)) {
    for await (const rows of streamSpan(tx, question, span)) {
      let text = ''
      for (const row of rows) {
        const { lines, cost } = describeEventLines(row, sets.get(row.rate_set_id))
        const shared = eventCells(row)
        for (const line of lines) text += `${shared},${lineColumns.map((column) => line[column]).join(',')}${lineEnd}`
        fileRows += lines.length
        total += cost
        // An event may stand for several calls: they are what the summary counted.
        readRows += typeof row.requests === 'string' ? Number(row.requests) : 0
      }
      yield { text, readRows, fileRows }
    }
  }
  const cost = formatDecimal(total)
  if (cost === summary.billed_cost_usd) return
  throw new Error(`the events of ${question.month} add up to ${cost}, its roll-ups to ${summary.billed_cost_usd}`)
}

/** The cells before a line's own, in the order of the columns. */
function eventCells(row: EventRow): string {
  return [
    ...[row.event_key, row.at, textCell(row.request_id), textCell(row.source), row.owner_kind],
    ...[textCell(row.team ?? row.pool), textCell(row.unowned_reason), textCell(row.cost_center), textCell(row.project)],
    ...[textCell(row.service), textCell(row.environment), textCell(row.provider), textCell(row.stated_model ?? row.model)],
    ...[row.outcome, row.is_retry ? 'retry' : 'first', String(row.requests)],
  ].join(',')
}

function describeEventLines(row: EventRow, set: PriceSet | undefined): { lines: LineCells[]; cost: Usd } {
  const split = splitUsage(readCounts(row))
  const parts = split.ok && row.outcome !== 'cache_hit' ? split.parts : []
  const cost = row.cost === null ? 0n : readStoredDecimal(row.cost)
  const lines: LineCells[] = []
  let rest = cost
  for (const part of parts) {
    const rate = set?.rates.get(part.meter)
    if (rate && set) {
      const line = priceLine(part, rate, set.firstVersion)
      lines.push(line.cells)
      rest -= line.cost
    } else if (part.meter !== 'request') {
      lines.push({ ...quantityCells(part), price_status: set ? 'unpriced_meter' : (reasons[row.rate_set_id] ?? 'no_rate') })
    }
  }
  if (rest !== 0n) lines.push({ ...noLine, currency: 'USD', cost: formatDecimal(rest), price_status: 'unexplained' })
  if (lines.length === 0) lines.push(withoutLines(row))
  return { lines, cost }
}

/** An event of which nothing was counted, or whose counts cost nothing. */
function withoutLines(row: EventRow): LineCells {
  const price_status = row.outcome === 'cache_hit' ? 'cache_hit' : (reasons[row.rate_set_id] ?? 'priced')
  return row.cost === null ? { ...noLine, price_status } : { ...noLine, currency: 'USD', cost: '0', price_status }
}

const quantityCells = ({ meter, quantity }: UsagePart): LineCells => ({
  ...noLine,
  token_class: meter,
  quantity: formatDecimal(quantity * (one / quantityScale(meter))),
})

function priceLine(part: UsagePart, rate: ExportRate, version: number): { cells: LineCells; cost: Usd } {
  const scale = quantityScale(part.meter)
  // Minimums are in the meter's unit, at 10^-18.
  const minimum = rate.minimum === null ? 0n : (rate.minimum * scale) / one
  const charged = part.quantity < minimum ? minimum : part.quantity
  const cost = multiplyRate(charged, rate.contract, rate.per * scale)
  const cells = {
    ...quantityCells(part),
    charged_quantity: formatDecimal(charged * (one / scale)),
    unit_price: formatDecimal(rate.contract),
    price_unit: pricingUnit(part.meter, rate.per),
    currency: 'USD',
    cost: formatDecimal(cost),
    price_version: plainCell(String(version)),
    price_status: 'priced',
  }
  return { cells, cost }
}

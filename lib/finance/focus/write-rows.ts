import { formatDecimal } from '@/lib/money/decimal'
import type { MeterName } from '@/lib/pricing/meters'
import { lineEnd } from '../exports/csv-line'
import { mergeQuantities, type PriceSet } from '../exports/price-sets'
import { type FocusCells, focusColumns, type PlacedCells, placeCells } from './columns'
import { readStoredDecimal } from './exact'
import type { FocusSpan } from './month-bounds'
import { accountCells, ownerCells } from './owner-cells'
import { priceCells, unpricedCells } from './price-cells'
import { describeAmounts, type ExportRate, type PriceLine, priceRollup, type Unexplained } from './price-lines'
import { type RollupRow, readQuantities } from './rollup-rows'

type AmountColumn =
  | 'BilledCost'
  | 'ConsumedQuantity'
  | 'ContractedCost'
  | 'EffectiveCost'
  | 'ListCost'
  | 'PricingQuantity'
  | 'x_RequestCount'

/** The first line of the file. */
export const focusHeader = `${focusColumns.join(',')}${lineEnd}`

const noRates: ReadonlyMap<MeterName, ExportRate> = new Map()
const noMerges: ReadonlySet<MeterName> = new Set()

/**
 * Makes the lines of a file out of roll-ups, one for each token class, and adds up what they bill. All lines are made in one
 * array, in which only what differs from the line before is written: rows of one series follow each other, prices are few.
 */
export class FocusWriter {
  /** Lines so far, and the sum of their billed costs at 10^-18. */
  lines = 0
  billed = 0n
  private readonly cells: string[] = focusColumns.map(() => '')
  private readonly prices = new Map<ExportRate, PlacedCells>()

  constructor(
    private readonly sets: ReadonlyMap<number, PriceSet>,
    private readonly billing: FocusSpan,
  ) {}

  /** The lines of some roll-ups of one day, by series. */
  write(rows: readonly RollupRow[], day: FocusSpan): string {
    this.put(
      placeCells({
        BillingPeriodEnd: this.billing.end,
        BillingPeriodStart: this.billing.start,
        ChargePeriodEnd: day.end,
        ChargePeriodStart: day.start,
      }),
    )
    let text = ''
    let series: number | null = null
    for (const row of rows) {
      // On one day a series has one owner.
      if (row.series_id !== series) this.put(placeCells(ownerCells(row)))
      series = row.series_id
      text += this.writeRollup(row)
    }
    return text
  }

  private writeRollup(row: RollupRow): string {
    const set = this.sets.get(row.rate_set_id)
    const { lines, unexplained } = priceRollup(
      set?.rates ?? noRates,
      mergeQuantities(readQuantities(row), set?.merges ?? noMerges),
      {
        cost: readStoredDecimal(row.cost),
        listCost: readStoredDecimal(row.list_cost),
        requests: BigInt(row.requests),
      },
    )
    this.put(placeCells(accountCells(row.billing_account, set?.provider ?? row.provider)))
    // Counted once for the roll-up, so that the column adds up.
    let requests = row.requests
    let text = ''
    const add = (prices: PlacedCells, amounts: FocusCells<AmountColumn>, billed: bigint) => {
      this.put(prices)
      this.put(placeCells(amounts))
      text += `${this.cells.join(',')}${lineEnd}`
      requests = ''
      this.lines += 1
      this.billed += billed
    }
    for (const line of lines) {
      if (set) add(this.pricesOf(set, line.rate), amountCells(line, requests), line.billedCost)
    }
    if (unexplained) {
      const prices = unpricedCells(set?.provider ?? row.provider, set?.model ?? row.model, set?.firstVersion ?? null)
      add(placeCells(prices), unexplainedCells(unexplained, requests), unexplained.billedCost)
    }
    return text
  }

  private put(cells: PlacedCells): void {
    for (const [place, cell] of cells) this.cells[place] = cell
  }

  private pricesOf(set: PriceSet, rate: ExportRate): PlacedCells {
    const known = this.prices.get(rate)
    if (known) return known
    const cells = placeCells(priceCells(set, rate))
    this.prices.set(rate, cells)
    return cells
  }
}

/** Nothing is prepaid, so that what is billed and what it amounts to are one. */
function amountCells(line: PriceLine, requests: string): FocusCells<AmountColumn> {
  const { billedCost, consumed, contractedCost, listCost, pricingQuantity } = describeAmounts(line)
  return {
    BilledCost: billedCost,
    ConsumedQuantity: consumed,
    ContractedCost: contractedCost,
    EffectiveCost: billedCost,
    ListCost: listCost,
    PricingQuantity: pricingQuantity,
    x_RequestCount: requests,
  }
}

function unexplainedCells({ billedCost, listCost }: Unexplained, requests: string): FocusCells<AmountColumn> {
  const billed = formatDecimal(billedCost)
  return {
    BilledCost: billed,
    ConsumedQuantity: '',
    ContractedCost: billed,
    EffectiveCost: billed,
    ListCost: formatDecimal(listCost),
    PricingQuantity: '',
    x_RequestCount: requests,
  }
}

import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { ModelFact } from '@/lib/pricing/model-facts'
import type { PriceBook } from '@/lib/pricing/price-book'
import type { CalendarDate } from '@/lib/time/calendar'
import { type ModelUsage, writeKey } from './fold-models'
import { type PricedUsage, reRate } from './re-rate'
import type { SiblingRow } from './schema'
import { findSiblings } from './siblings'

interface Comparison {
  readonly book: PriceBook
  readonly facts: readonly ModelFact[]
  /** The instant whose prices are asked, and its day. */
  readonly atMs: number
  readonly day: CalendarDate
}

/**
 * The siblings of every model in use that are newer or cheaper, as `chooseSiblings` takes them, with what the very same usage would have cost there at list
 * prices. A sibling that has a price for none of it is left out.
 *
 * @returns `known`: how many of the models have a known line and date.
 */
export function compareSiblings(
  usages: readonly ModelUsage[],
  { book, facts, atMs, day }: Comparison,
): { siblings: SiblingRow[]; known: number } {
  const byModel = new Map<string, ModelUsage[]>()
  for (const usage of usages) {
    if (usage.rateSet === null) continue
    const key = writeKey(usage)
    byModel.set(key, [...(byModel.get(key) ?? []), usage])
  }
  let known = 0
  const rows: SiblingRow[] = []
  for (const ofModel of byModel.values()) {
    const [first] = ofModel
    const model = facts.find((fact) => fact.provider === first?.rateSet?.listedUnder && fact.model === first.rateSet.model)
    if (first === undefined || model === undefined || model.line === null || model.released === null) continue
    known += 1
    const requests = ofModel.reduce((sum, usage) => sum + usage.requests, 0n)
    const found = findSiblings(model, facts, day).flatMap(({ fact, isSameSize, isNewer }): SiblingRow[] => {
      const rated = reRate(ofModel.flatMap(toPriced), { book, model: model.model, sibling: fact.model, atMs })
      if (rated.listCost === 0n) return []
      const row = {
        ...{ provider: first.provider, model: first.model },
        ...{ sibling: fact.model, is_same_size: isSameSize, is_newer: isNewer },
        ...{ released: model.released, sibling_released: fact.released, requests: Number(requests) },
        is_cheaper: !rated.isAtLeast && rated.siblingCost < rated.listCost,
        list_cost_usd: formatDecimal(rated.listCost),
        sibling_cost_usd: formatDecimal(rated.siblingCost),
        difference_usd: formatDecimal(rated.siblingCost - rated.listCost),
        is_at_least: rated.isAtLeast,
        left_out_usd: formatDecimal(rated.leftOut),
        left_out_why: [...rated.leftOutWhy],
      }
      return [row]
    })
    rows.push(...chooseSiblings(found))
  }
  return { siblings: rows, known }
}

/**
 * Of many siblings those worth a look: of the same size the latest newer one and the cheapest, of which the later where two cost
 * the same; of each other size the one that there is, where it is cheaper.
 */
export function chooseSiblings(rows: readonly SiblingRow[]): SiblingRow[] {
  const sameSize = rows.filter((row) => row.is_same_size).sort(byRelease)
  const latest = sameSize.find((row) => row.is_newer)
  const costOf = (row: SiblingRow) => parseDecimal(row.difference_usd)
  const cheapest = sameSize
    .filter((row) => row.is_cheaper)
    .reduce<SiblingRow | undefined>((least, row) => (least && costOf(least) <= costOf(row) ? least : row), undefined)
  return [...new Set([latest, cheapest, ...rows.filter((row) => !row.is_same_size && row.is_cheaper)])].filter(
    (row) => row !== undefined,
  )
}

/** The latest first; of one day the later name. */
function byRelease(left: SiblingRow, right: SiblingRow): number {
  const [one, other] = [left, right].map(({ sibling, sibling_released }) => `${sibling_released ?? ''} ${sibling}`)
  return (one ?? '') > (other ?? '') ? -1 : 1
}

/** Without quantities there is nothing to ask a price for. */
function toPriced({ provider, reportedTier, region, rateSet, rates, quantities, listCost }: ModelUsage): PricedUsage[] {
  if (rateSet === null || rates === undefined || quantities.size === 0) return []
  return [{ provider, tier: rateSet.tier || reportedTier, region, band: rateSet.band, quantities, listCost, rates }]
}

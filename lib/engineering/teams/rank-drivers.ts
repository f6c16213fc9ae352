import { compareSizes } from '@/lib/money/compare'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { FeatureRow } from '../features/schema'

/** What changed the cost of a period against the one before. */
export interface Driver {
  /** Null: what names none. */
  readonly key: string | null
  readonly kind: FeatureRow['kind']
  readonly cost_usd: string
  /** Null: there was no usage before. */
  readonly previous_cost_usd: string | null
  readonly change_usd: string
  readonly is_at_least: boolean
}

/**
 * The rows whose cost changed most in either direction, largest first. What cost as much as before drives nothing.
 *
 * @param rows of the report of features or services; what had usage before and has none now is not among them.
 */
export function rankDrivers(rows: readonly FeatureRow[], limit: number): Driver[] {
  return rows
    .map(({ key, kind, cost_usd, previous_cost_usd, is_at_least }) => {
      const change = parseDecimal(cost_usd) - parseDecimal(previous_cost_usd ?? '0')
      return { change, driver: { key, kind, cost_usd, previous_cost_usd, change_usd: formatDecimal(change), is_at_least } }
    })
    .filter(({ change }) => change !== 0n)
    .sort((one, other) => compareSizes(other.change, one.change))
    .slice(0, limit)
    .map(({ driver }) => driver)
}

import { parseDecimal } from '@/lib/money/decimal'
import type { FeatureRow } from './schema'

/** Shares that differ by less say nothing: five points of a percent. */
const leastPoints = 5n * 10n ** 18n

/** The two that volume misleads about most; null where no share of cost is far from its share of requests. */
export interface Contrast {
  /** Few requests, much cost. */
  readonly dear: FeatureRow | null
  /** Many requests, little cost. */
  readonly cheap: FeatureRow | null
}

/** Among what is named: whose share of cost exceeds its share of requests most, and the other way round. */
export function findContrast(rows: readonly FeatureRow[]): Contrast {
  let [dear, cheap]: [FeatureRow | null, FeatureRow | null] = [null, null]
  let [most, least] = [leastPoints, -leastPoints]
  for (const row of rows) {
    if (row.kind !== 'named' || row.cost_share === null || row.request_share === null) continue
    const points = parseDecimal(row.cost_share) - parseDecimal(row.request_share)
    if (points >= most) [dear, most] = [row, points]
    if (points <= least) [cheap, least] = [row, points]
  }
  return { dear, cheap }
}

import type { WasteKind, WasteReport } from '@/lib/engineering/waste/schema'
import { parseDecimal } from '@/lib/money/decimal'
import { formatPercent } from '@/lib/money/format'

type Costs = Pick<WasteKind, 'cost_usd'>

/** `1.2% of spend`, of what is known of both; a dash where nothing was spent. */
export const shareOfSpend = ({ cost_usd }: Costs, { spend }: Pick<WasteReport, 'spend'>): string =>
  formatPercent(cost_usd, spend.cost_usd) ?? '—'

/** How wide a kind's bar is beside the largest one, in percent to a tenth. */
export function barWidth({ cost_usd }: Costs, kinds: readonly Costs[]): number {
  const largest = kinds.map((kind) => parseDecimal(kind.cost_usd)).reduce((left, right) => (left > right ? left : right), 0n)
  return largest === 0n ? 0 : Number((parseDecimal(cost_usd) * 1_000n) / largest) / 10
}

import type { StatementFigures } from '@/lib/finance/statement/schema'
import { formatPercent } from '@/lib/money/format'

/** A share of something with two decimals, as Overview says what is attributed; null where there is nothing to share. */
export function formatShare(partUsd: string, wholeUsd: string): string | null {
  return formatPercent(partUsd, wholeUsd, { decimals: 2 })
}

/** Which part of a line somebody answers for; null where it came to nothing. */
export const formatCoverage = ({ attributed_usd, total_usd }: Pick<StatementFigures, 'attributed_usd' | 'total_usd'>) =>
  formatShare(attributed_usd, total_usd)

import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { StatementLine } from '../statement/schema'
import { describeLine, rankBy } from './question-row'
import type { AllocationRow } from './schema'

/** Lines of any level that a budget covers, by how far they are over it; those furthest below come last. */
export function rankAllocation(lines: readonly StatementLine[]): AllocationRow[] {
  const budgeted = lines.flatMap((line): AllocationRow[] => {
    const { total_usd, budget_usd } = line
    if (budget_usd === null) return []
    const variance_usd = formatDecimal(parseDecimal(total_usd) - parseDecimal(budget_usd))
    return [{ ...describeLine(line), total_usd, budget_usd, variance_usd }]
  })
  return rankBy(budgeted, ({ variance_usd }) => variance_usd)
}

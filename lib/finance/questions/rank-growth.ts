import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { StatementLine } from '../statement/schema'
import { describeLine, rankBy } from './question-row'
import type { GrowthRow } from './schema'

/** What a line came to in both periods; `prior_usd` null: it was not there before. */
export interface GrowthAmounts {
  readonly current_usd: string
  readonly prior_usd: string | null
  readonly is_at_least: boolean
}

/** A statement's own comparison: its total against that of the month before. */
export const totalsOf = ({ total_usd, prior_total_usd, is_at_least }: StatementLine): GrowthAmounts => ({
  current_usd: total_usd,
  prior_usd: prior_total_usd,
  is_at_least,
})

/**
 * The lines that grew, by dollars and not by percent, which small lines win. What shrank or stood still is no row.
 *
 * @param amountsOf what is compared of a line; null: nothing of it can be.
 */
export function rankGrowth(
  lines: readonly StatementLine[],
  amountsOf: (line: StatementLine) => GrowthAmounts | null,
): GrowthRow[] {
  const grown = lines.flatMap((line): GrowthRow[] => {
    const amounts = amountsOf(line)
    if (amounts === null) return []
    const growth = parseDecimal(amounts.current_usd) - parseDecimal(amounts.prior_usd ?? '0')
    return growth > 0n ? [{ ...describeLine(line), ...amounts, growth_usd: formatDecimal(growth) }] : []
  })
  return rankBy(grown, ({ growth_usd }) => growth_usd)
}

/** Teams, under whatever cost centre: pools are shared out to them, and nobody's spend has a question of its own. */
export const isTeamLine = ({ level, owner_kind }: StatementLine): boolean => level === 'owner' && owner_kind === 'team'

/** Cost centres that have a code: what stands under none is not one. */
export const isCostCenterLine = ({ level, code }: StatementLine): boolean => level === 'cost_center' && code !== null

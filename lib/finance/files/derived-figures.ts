import type { StatementFigures } from '@/lib/finance/statement/schema'
import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'

type Figures = Pick<StatementFigures, 'total_usd' | 'prior_total_usd' | 'budget_usd' | 'attributed_usd'>

/** This month less the month before; what was not there before counted for nothing. 10^-18 USD. */
export function changeOf({ total_usd, prior_total_usd }: Figures): Usd {
  return parseDecimal(total_usd) - parseDecimal(prior_total_usd ?? '0')
}

/** Total less budget, so that what is over budget is above 0; null where there is no budget. */
export function varianceOf({ total_usd, budget_usd }: Figures): Usd | null {
  return budget_usd === null ? null : parseDecimal(total_usd) - parseDecimal(budget_usd)
}

/** What nobody answers for. */
export function unattributedOf({ total_usd, attributed_usd }: Figures): Usd {
  return parseDecimal(total_usd) - parseDecimal(attributed_usd)
}

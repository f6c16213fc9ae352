import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { StatementFigures, StatementLine } from '../statement/schema'
import { describeLine, rankBy } from './question-row'
import type { ProportionRow } from './schema'

/**
 * Owners that cost more than their share of the requests: `direct − total direct × requests ÷ total requests`, in dollars.
 * Direct spend, because a share of a pool brings money without requests.
 *
 * @param total over all lines, the base of both shares.
 */
export function rankProportion(
  lines: readonly StatementLine[],
  total: Pick<StatementFigures, 'direct_usd' | 'requests'>,
): ProportionRow[] {
  if (total.requests === 0) return []
  const [wholeUsd, wholeRequests] = [parseDecimal(total.direct_usd), BigInt(total.requests)]
  const rows = lines.flatMap((line): ProportionRow[] => {
    if (line.level !== 'owner') return []
    const { direct_usd, requests } = line
    const proportional = divideHalfEven(wholeUsd * BigInt(requests), wholeRequests)
    const excess = parseDecimal(direct_usd) - proportional
    if (excess <= 0n) return []
    return [
      {
        ...describeLine(line),
        ...{ direct_usd, requests, proportional_usd: formatDecimal(proportional), excess_usd: formatDecimal(excess) },
      },
    ]
  })
  return rankBy(rows, ({ excess_usd }) => excess_usd)
}

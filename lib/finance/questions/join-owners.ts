import { compareAmounts } from '@/lib/money/compare'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { sumLines } from '../statement/keep-visible'
import type { StatementLine } from '../statement/schema'
import type { GrowthAmounts } from './rank-growth'

/** An owner wherever its spend is booked: one line that adds up the lines that it has in a statement. */
export interface JoinedOwner {
  /** Under the id of the part that comes to most. */
  readonly line: StatementLine
  readonly parts: readonly StatementLine[]
}

/**
 * Teams and pools as one line each. A team that moved from one cost centre to another in the month has a line in both, and held
 * against the month before, the new one would look like growth.
 */
export function joinOwners(lines: readonly StatementLine[]): JoinedOwner[] {
  const owners = new Map<string, StatementLine[]>()
  for (const line of lines) {
    if (line.level !== 'owner') continue
    const key = `${line.owner_kind}:${line.code ?? ''}`
    const parts = owners.get(key)
    if (parts) parts.push(line)
    else owners.set(key, [line])
  }
  return [...owners.values()].flatMap((parts) => {
    const [largest] = parts.toSorted(compareTotals)
    if (largest === undefined) return []
    return [{ parts, line: parts.length === 1 ? largest : { ...largest, ...sumLines(parts), filters: ownerFilters(largest) } }]
  })
}

function compareTotals(one: StatementLine, other: StatementLine): number {
  return compareAmounts(parseDecimal(other.total_usd), parseDecimal(one.total_usd))
}

/** What Spend is filtered by for an owner in whatever cost centre. */
function ownerFilters({ filters: { team, pool } }: StatementLine): StatementLine['filters'] {
  return { ...(team ? { team } : {}), ...(pool ? { pool } : {}) }
}

/** What several lines came to together in both periods; null where none of them can be compared. */
export function sumAmounts(amounts: readonly (GrowthAmounts | null)[]): GrowthAmounts | null {
  const known = amounts.filter((one) => one !== null)
  if (known.length === 0) return null
  const priors = known.flatMap(({ prior_usd }) => prior_usd ?? [])
  return {
    current_usd: sum(known.map(({ current_usd }) => current_usd)),
    prior_usd: priors.length === 0 ? null : sum(priors),
    is_at_least: known.some(({ is_at_least }) => is_at_least),
  }
}

const sum = (amounts: readonly string[]) => formatDecimal(amounts.reduce((total, amount) => total + parseDecimal(amount), 0n))

import { compareSizes } from '@/lib/money/compare'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'

interface TeamSpend {
  readonly key: string | null
  readonly costUsd: string
  readonly isAtLeast: boolean
}

/** What a team spent on the complete days of the month, beside the same days last month. */
export interface TeamMove {
  /** Null: what nobody owns. */
  readonly team: string | null
  readonly costUsd: string
  readonly previousCostUsd: string
  readonly changeUsd: string
  /** The cost is a lower bound. */
  readonly isAtLeast: boolean
  /** The cost of last month is a lower bound. */
  readonly isPreviousAtLeast: boolean
}

const moverCount = 10

/** The teams whose spend changed most, up or down, largest first; those whose did not change are none. */
export function findMovers(now: readonly TeamSpend[], before: readonly TeamSpend[]): TeamMove[] {
  const costs = (teams: readonly TeamSpend[]) => new Map(teams.map(({ key, costUsd }) => [key, parseDecimal(costUsd)]))
  const [current, previous] = [costs(now), costs(before)]
  const moves = [...new Set([...current.keys(), ...previous.keys()])].map((team) => {
    const [cost, previousCost] = [current.get(team) ?? 0n, previous.get(team) ?? 0n]
    return { team, cost, previousCost, change: cost - previousCost }
  })
  const bounds = (teams: readonly TeamSpend[]) => new Set(teams.filter(({ isAtLeast }) => isAtLeast).map(({ key }) => key))
  const [currentBounds, previousBounds] = [bounds(now), bounds(before)]
  return moves
    .filter(({ change }) => change !== 0n)
    .sort((left, right) => compareSizes(right.change, left.change) || compareNames(left.team, right.team))
    .slice(0, moverCount)
    .map(({ team, cost, previousCost, change }) => ({
      team,
      costUsd: formatDecimal(cost),
      previousCostUsd: formatDecimal(previousCost),
      changeUsd: formatDecimal(change),
      isAtLeast: currentBounds.has(team),
      isPreviousAtLeast: previousBounds.has(team),
    }))
}

const compareNames = (left: string | null, right: string | null) => ((left ?? '\uffff') < (right ?? '\uffff') ? -1 : 1)

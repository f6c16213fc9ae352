import { allocateByWeight } from '@/lib/money/allocate'
import { formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'

/** "20 % make 80 %": the share of the cost whose makers are counted. */
export const vitalPercent = 80n

/** How the cost of some things is concentrated. */
export interface Pareto {
  readonly count: number
  /** The fewest of them that together make `vitalPercent` of the cost; 0 where nothing cost anything. */
  readonly vitalCount: number
  readonly total: Usd
  /** Cost up to and with each, in the order given; the last is the total. */
  readonly cumulative: readonly Usd[]
}

/** @param costs those of the things ranked, largest first. */
export function rankPareto(costs: readonly Usd[]): Pareto {
  let sum = 0n
  const cumulative = costs.map((cost) => {
    sum += cost
    return sum
  })
  const isReached = (amount: Usd) => amount * 100n >= sum * vitalPercent
  return { count: costs.length, vitalCount: sum === 0n ? 0 : cumulative.findIndex(isReached) + 1, total: sum, cumulative }
}

/** 10^-18 of a percent: one hundredth of it is the smallest part of a share that is shown. */
const hundredPercent = 100n * 10n ** 18n
const hundredth = 10n ** 16n

/**
 * Shares in percent with two decimals that add up to exactly 100 (largest remainder); null for each where the whole is 0.
 * @param amounts 0 or more.
 */
export function sharesOf(amounts: readonly bigint[]): (string | null)[] {
  if (amounts.every((amount) => amount === 0n)) return amounts.map(() => null)
  return allocateByWeight(hundredPercent, amounts, { unit: hundredth }).map(formatDecimal)
}

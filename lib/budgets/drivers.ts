import { compareSizes } from '@/lib/money/compare'
import { divideHalfEven } from '@/lib/money/decimal'
import { sumFields } from '@/lib/money/sum-fields'
import type { Usd } from '@/lib/money/usd'

/** What of a scope is compared: one feature, model and environment, and only first attempts, or only further ones. */
export interface DriverCell {
  readonly feature: string | null
  readonly model: string | null
  readonly environment: string | null
  readonly isRetry: boolean
  readonly cost: Usd
  readonly requests: number
  /** Input and output together. */
  readonly tokens: bigint
}

/** Why spend changed; the parts add up to the change exactly. */
export interface DriverParts {
  /** More or fewer calls, at what they cost before. */
  readonly traffic: Usd
  /** Longer or shorter prompts and answers: tokens a call, at what a token cost before. */
  readonly length: Usd
  /** All that calls cost which repeat others. */
  readonly retries: Usd
  /** What a token costs: rates, tiers, the share that caches answer, input against output. */
  readonly price: Usd
}

export const driverDimensions = ['feature', 'model', 'environment'] as const
export type DriverDimension = (typeof driverDimensions)[number]
export const partNames = ['traffic', 'length', 'retries', 'price'] as const

/** All that adds up from one driver to the next. */
export const driverAmounts = ['before', 'now', 'change', ...partNames] as const

export interface Driver extends DriverParts {
  /** Null: what names none. */
  readonly value: string | null
  readonly before: Usd
  readonly now: Usd
  readonly change: Usd
}

const nothing: DriverParts = { traffic: 0n, length: 0n, retries: 0n, price: 0n }
const empty = { cost: 0n, requests: 0, tokens: 0n }

/**
 * Splits the change of a cell's cost, one factor after the other: calls, then tokens a call, and the price of a token is what is
 * left. So each part has a plain meaning and no cent is lost. What was not there before is traffic.
 */
export function splitChange(before: typeof empty, now: typeof empty): DriverParts {
  const change = now.cost - before.cost
  if (before.requests === 0 || now.requests === 0) return { ...nothing, traffic: change }
  const [calls, callsBefore] = [BigInt(now.requests), BigInt(before.requests)]
  const traffic = divideHalfEven(before.cost * (calls - callsBefore), callsBefore)
  if (before.tokens === 0n || now.tokens === 0n) return { ...nothing, traffic, price: change - traffic }
  // calls × (tokens a call now − before) × the price of a token before, over one denominator.
  const length = divideHalfEven(before.cost * (now.tokens * callsBefore - calls * before.tokens), before.tokens * callsBefore)
  return { ...nothing, traffic, length, price: change - traffic - length }
}

/**
 * What moved between two spans, by feature, by model and by environment, each adding up to the whole change. Changes are split
 * where calls are alike, at one feature, model and environment, so that a move from one model to another is traffic of both and
 * not a change of price.
 */
export function findDrivers(
  before: readonly DriverCell[],
  now: readonly DriverCell[],
): Record<DriverDimension, Driver[]> & { total: Driver } {
  const cells = pairCells(before, now).map((pair) => ({
    ...pair,
    parts: pair.isRetry ? { ...nothing, retries: pair.now.cost - pair.before.cost } : splitChange(pair.before, pair.now),
  }))
  const by = (dimension: DriverDimension) => {
    const values = [...new Set(cells.map((cell) => cell[dimension]))]
    return values
      .map((value) =>
        addUp(
          value,
          cells.filter((cell) => cell[dimension] === value),
        ),
      )
      .sort((left, right) => compareSizes(right.change, left.change) || ((left.value ?? '~') < (right.value ?? '~') ? -1 : 1))
  }
  return { feature: by('feature'), model: by('model'), environment: by('environment'), total: addUp(null, cells) }
}

interface Pair {
  readonly feature: string | null
  readonly model: string | null
  readonly environment: string | null
  readonly isRetry: boolean
  before: typeof empty
  now: typeof empty
}

function pairCells(before: readonly DriverCell[], now: readonly DriverCell[]): Pair[] {
  const pairs = new Map<string, Pair>()
  const put = (cells: readonly DriverCell[], side: 'before' | 'now') => {
    for (const { feature, model, environment, isRetry, cost, requests, tokens } of cells) {
      const key = JSON.stringify([feature, model, environment, isRetry])
      const pair = pairs.get(key) ?? { feature, model, environment, isRetry, before: empty, now: empty }
      const known = pair[side]
      pair[side] = { cost: known.cost + cost, requests: known.requests + requests, tokens: known.tokens + tokens }
      pairs.set(key, pair)
    }
  }
  put(before, 'before')
  put(now, 'now')
  return [...pairs.values()]
}

function addUp(value: string | null, cells: readonly (Pair & { parts: DriverParts })[]): Driver {
  const sums = sumFields(
    driverAmounts,
    cells.map(({ before, now, parts }) => ({
      ...{ before: before.cost, now: now.cost, change: now.cost - before.cost },
      ...parts,
    })),
  )
  return { value, ...sums }
}

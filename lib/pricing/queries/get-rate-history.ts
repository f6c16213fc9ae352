import type { ModelPrice } from './get-model'

/** What one meter cost in one tier over valid time, oldest first; gaps are times without a price. */
export interface RateHistory {
  readonly tier: string
  readonly window: string
  readonly meter: string
  readonly points: readonly { readonly from: string | null; readonly to: string | null; readonly rate: string }[]
}

/** The history of each meter at its base band, as the version that `getModel` was asked for believes it; for a chart. */
export function getRateHistory(prices: readonly ModelPrice[]): RateHistory[] {
  const histories = new Map<string, RateHistory & { points: { from: string | null; to: string | null; rate: string }[] }>()
  for (const price of prices) {
    if (!price.isCurrent) continue
    for (const [meter, rate] of Object.entries(price.rates)) {
      const key = `${price.tier}\0${price.window}\0${meter}`
      const history = histories.get(key) ?? { tier: price.tier, window: price.window, meter, points: [] }
      history.points.push({ from: price.from, to: price.to, rate })
      histories.set(key, history)
    }
  }
  return [...histories.values()]
}

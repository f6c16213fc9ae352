import type { FieldError } from '@/lib/errors'
import { windowKeyOf } from '@/lib/pricing/edit-prices'
import type { PriceSetDocument } from '@/lib/pricing/price-book-document'
import { toMidnight } from './form-fields'
import { formatSpan, formatWindow } from './format-moment'
import { type BandValues, checkBands, checkRates, type RateValues, toBands, toRates } from './rates-fields'

/** `add`: from a day on. `correct`: all along. `end`: no price from a day on. `remove`: as if it had never been. */
export type PriceMode = 'add' | 'correct' | 'end' | 'remove'

export type PriceValues = {
  mode: PriceMode
  /** Which of the model's prices is changed, or is the pattern for a new one: its place in the list, as text. */
  chosen: string
  /** For a new price; others keep theirs. */
  tier: string
  /** A day, for `add` and `end`. */
  from: string
  rates: RateValues
  bands: readonly BandValues[]
}

/** The prices that can be chosen, as a select shows them. */
export function listPriceChoices(prices: readonly PriceSetDocument[]) {
  return prices.map((price, index) => ({
    value: String(index),
    label: [price.tier, formatWindow(windowKeyOf(price)), formatSpan(price.from ?? null, price.to ?? null)]
      .filter(Boolean)
      .join(', '),
  }))
}

/** The form as it begins on one of the prices. */
export function fillPriceValues(prices: readonly PriceSetDocument[], chosen: string, mode: PriceMode): PriceValues {
  const price = prices[Number(chosen)]
  return {
    mode,
    chosen,
    tier: price?.tier ?? 'standard',
    from: '',
    rates: { ...(price?.rates ?? { input: '', output: '' }) },
    bands: (price?.bands ?? []).map(({ over, inclusive, rates }) => ({ over: String(over), inclusive, rates: { ...rates } })),
  }
}

/** Faults that need no server. */
export function checkPriceValues({ mode, from, rates, bands, tier }: PriceValues): FieldError[] {
  const day = (mode === 'add' || mode === 'end') && from === '' ? [{ path: 'from', message: 'choose a day' }] : []
  if (mode === 'end' || mode === 'remove') return day
  return [
    ...day,
    ...(tier.trim() === '' ? [{ path: 'tier', message: 'is needed' }] : []),
    ...(Object.keys(toRates(rates)).length === 0 ? [{ path: 'rates', message: 'name at least one; what is free costs 0' }] : []),
    ...checkRates(rates, 'rate'),
    ...checkBands(bands),
  ]
}

/** The price that `add` and `correct` send: what the chosen one says of times of day and least quantities stays. */
export function toPrice(values: PriceValues, template: PriceSetDocument | undefined): PriceSetDocument {
  const { from, to: _, rates: __, bands: ___, sources: ____, ...kept } = template ?? { rates: {} }
  const start = values.mode === 'add' ? toMidnight(values.from) : from
  return {
    ...kept,
    tier: values.mode === 'add' ? values.tier.trim().toLowerCase() : (template?.tier ?? values.tier),
    ...(start !== undefined && { from: start }),
    rates: toRates(values.rates),
    ...toBands(values.bands),
  }
}

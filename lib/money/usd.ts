import { divideHalfEven } from './decimal'

/** An exact amount of US dollars, as an integer count of 10^-18 USD. Never a JS number before pixels. */
export type Usd = bigint

/** One dollar. */
export const dollar: Usd = 10n ** 18n

/** One cent, the unit in which statements are posted. */
export const cent: Usd = 10n ** 16n

/**
 * `quantity × rate ÷ per`: exact where `per` divides the product, else half-even at 18 decimal places.
 * @param per the quantity that `rate` is published for (1,000,000 tokens, 3,600 seconds); above 0.
 */
export function multiplyRate(quantity: bigint, rate: Usd, per: bigint): Usd {
  return divideHalfEven(quantity * rate, per)
}

/** Whole cents nearest to the amount, ties to even: what a statement posts. `1.005` USD is 100 cents, `1.015` is 102. */
export function toCents(amount: Usd): bigint {
  return divideHalfEven(amount, cent)
}

/** The amount of so many whole cents. */
export function fromCents(cents: bigint): Usd {
  return cents * cent
}

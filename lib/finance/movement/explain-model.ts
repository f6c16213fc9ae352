import { divideHalfEven } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import type { MeterName } from '@/lib/pricing/meters'
import { type MovementParts, noParts } from './movement-parts'

/** Usage of one meter under one set of terms. What no meter explains is `other`, without a quantity. */
export interface MovementCell {
  readonly meter: MeterName | 'other'
  /** What a price depends on beside the model: tier, context band, region, time of day, account. The same text, the same terms. */
  readonly terms: string
  /** What was counted and has a price, as meters hold it; usage without a price is not in it. */
  readonly quantity: bigint
  readonly cost: Usd
}

/** What one model did for one team in a month. */
export interface ModelUsage {
  /** All of them, those without a price too: the measure of volume. */
  readonly requests: bigint
  readonly cells: readonly MovementCell[]
}

/** Requests of the models that a team used in both months. */
export interface Volume {
  readonly prior: bigint
  readonly current: bigint
}

/** What of the input was read from or written to a cache is one class with the rest of the input; so it is with pictures and sound. */
const classOfMeter: Readonly<Partial<Record<MeterName, string>>> = {
  cached_input: 'input',
  cache_write_5m: 'input',
  cache_write_1h: 'input',
  cached_audio_input: 'audio_input',
  cached_image_input: 'image_input',
}

const classOf = ({ meter }: MovementCell) => (meter === 'other' ? meter : (classOfMeter[meter] ?? meter))
const meterOf = ({ meter }: MovementCell) => meter
const cellOf = ({ meter, terms }: MovementCell) => `${meter} ${terms}`

export const costOf = ({ cells }: ModelUsage): Usd => cells.reduce((sum, { cost }) => sum + cost, 0n)

/** A model was used in a month if anything of it was counted, a correction too. */
export const isUsed = ({ requests, cells }: ModelUsage): boolean =>
  requests !== 0n || cells.some(({ quantity, cost }) => quantity !== 0n || cost !== 0n)

/**
 * Splits the change of what a model cost a team that used it in both months, by price–volume–mix analysis: the sales-quantity,
 * sales-mix and price variances of cost accounting (Horngren, Datar, Rajan: Cost Accounting, ch. 14), with requests for units.
 * Volume and mix are at the prices of the prior month, and price, which comes last, is of the quantities of the current one.
 *
 * With `c` for cost, `q` for quantity, `r` for the model's requests, `R` for those of all models that the team used in both
 * months, 0 for the prior month and 1 for the current one, each effect is the step from one level to the next:
 *
 * - level 0 is `c0`;
 * - **volume** leads to `c0 × R1 ÷ R0`: more requests, of the same models, doing the same;
 * - **mix: model** leads to `c0 × r1 ÷ r0`: requests that went to or left this model;
 * - **mix: token class** leads to `Σ class c0 × q1 ÷ q0`: longer prompts or answers, more searches; all input is one class;
 * - **mix: caching** leads to `Σ meter c0 × q1 ÷ q0`: what of the input was read from or written to a cache;
 * - **mix: tier** leads to `Σ meter, terms c0 × q1 ÷ q0`: another service tier, context band, region, hour or account;
 * - **price** leads to `c1`: `Σ meter, terms q1 × (p1 − p0)`, where `p = c ÷ q`.
 *
 * Steps between fixed ends add up exactly, however a level is rounded (half-even at 18 places).
 *
 * A price that was not there is never made up. Where the prior month has no priced quantity of a class, meter or terms, its
 * level is what it costs now: what is first used this month is mix, at the current price, and has no effect of price. The same
 * holds for what has no quantity (`other`), and for usage whose price was not known before. A model without requests in the
 * prior month has no model mix, and a team without any no volume: what they would measure shows as mix of token classes.
 */
export function explainModel(prior: ModelUsage, current: ModelUsage, volume: Volume): MovementParts {
  const [before, now] = [costOf(prior), costOf(current)]
  const atVolume = rescale(before, volume.current, volume.prior) ?? before
  const atModel = rescale(before, current.requests, prior.requests) ?? atVolume
  const atClass = sumRescaled(prior, current, classOf)
  const atMeter = sumRescaled(prior, current, meterOf)
  const atTerms = sumRescaled(prior, current, cellOf)
  return {
    ...noParts,
    volume: atVolume - before,
    mix: atTerms - atVolume,
    price: now - atTerms,
    mixOf: {
      model: atModel - atVolume,
      token_class: atClass - atModel,
      caching: atMeter - atClass,
      tier: atTerms - atMeter,
    },
  }
}

/** `cost × now ÷ then`, half-even; null where there was nothing to measure by, or less than nothing. */
const rescale = (cost: Usd, now: bigint, then: bigint): Usd | null => (then > 0n ? divideHalfEven(cost * now, then) : null)

/** What the current quantities would have cost at the prior month's prices, each price an average over the cells of one key. */
function sumRescaled(prior: ModelUsage, current: ModelUsage, keyOf: (cell: MovementCell) => string): Usd {
  const [then, now] = [addUp(prior, keyOf), addUp(current, keyOf)]
  return [...new Set([...then.keys(), ...now.keys()])].reduce((sum, key) => {
    const [was, is] = [then.get(key) ?? nothing, now.get(key) ?? nothing]
    return sum + (rescale(was.cost, is.quantity, was.quantity) ?? is.cost)
  }, 0n)
}

const nothing = { quantity: 0n, cost: 0n }

function addUp({ cells }: ModelUsage, keyOf: (cell: MovementCell) => string): Map<string, typeof nothing> {
  const sums = new Map<string, typeof nothing>()
  for (const cell of cells) {
    const { quantity, cost } = sums.get(keyOf(cell)) ?? nothing
    sums.set(keyOf(cell), { quantity: quantity + cell.quantity, cost: cost + cell.cost })
  }
  return sums
}

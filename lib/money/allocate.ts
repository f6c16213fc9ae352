import { MoneyError } from './decimal'

/**
 * Divide `total` in proportion to `weights` by largest remainder (Hamilton's method): the shares sum to `total` exactly,
 * each is the exact share rounded down or up to a whole `unit`, and ties go to the earlier index.
 * A negative total is divided as its magnitude and negated, so that a credit reverses a charge line by line.
 * @param options.unit the smallest amount a share may have (default 1n = 10^-18 USD; `cent` for posted statements).
 * @throws {MoneyError} `negative_weight`; `no_weight` when no weight is above 0, also for a total of 0: with nothing to go by,
 *   who bears it is the caller's decision; `not_a_multiple` when `total` is not whole units; `not_positive` unit.
 */
export function allocateByWeight(total: bigint, weights: readonly bigint[], options: { unit?: bigint } = {}): bigint[] {
  const unit = checkUnit(total, options.unit)
  const negative = weights.findIndex((weight) => weight < 0n)
  if (negative >= 0) throw new MoneyError('negative_weight', `weight ${negative} is negative: ${weights[negative]}`)
  const sum = weights.reduce((left, right) => left + right, 0n)
  if (sum === 0n) throw new MoneyError('no_weight', 'nothing to divide by: no weight is above 0')

  const units = total / unit
  const magnitude = units < 0n ? -units : units
  const shares = spreadRemainder(
    magnitude,
    weights.map((weight) => ({ whole: (magnitude * weight) / sum, remainder: (magnitude * weight) % sum })),
  )
  return shares.map((share) => (units < 0n ? -share : share) * unit)
}

/**
 * Round amounts to whole units so that they sum to a total that has been rounded already: the posted cents of the lines below
 * a posted total. Each amount moves by less than one unit; the largest remainders are rounded up, ties to the earlier index.
 * Amounts may be negative.
 * @throws {MoneyError} `total_out_of_reach` when no such rounding exists; `not_a_multiple`, `not_positive` as above.
 */
export function roundToTotal(total: bigint, amounts: readonly bigint[], options: { unit?: bigint } = {}): bigint[] {
  const unit = checkUnit(total, options.unit)
  const parts = amounts.map((amount) => {
    const remainder = ((amount % unit) + unit) % unit
    return { whole: (amount - remainder) / unit, remainder }
  })
  const floor = parts.reduce((sum, part) => sum + part.whole, 0n)
  const movable = BigInt(parts.filter((part) => part.remainder > 0n).length)
  const missing = total / unit - floor
  if (missing < 0n || missing > movable) {
    throw new MoneyError('total_out_of_reach', `the amounts cannot be rounded to a total of ${total / unit} units`)
  }
  return spreadRemainder(total / unit, parts).map((share) => share * unit)
}

function checkUnit(total: bigint, unit = 1n): bigint {
  if (unit <= 0n) throw new MoneyError('not_positive', `unit must be above 0, got ${unit}`)
  if (total % unit !== 0n) throw new MoneyError('not_a_multiple', `total ${total} is not a whole number of units of ${unit}`)
  return unit
}

/** Give one unit each to the largest remainders until the whole parts reach `total`. */
function spreadRemainder(total: bigint, parts: readonly { whole: bigint; remainder: bigint }[]): bigint[] {
  const shares = parts.map((part) => part.whole)
  const missing = total - shares.reduce((sum, share) => sum + share, 0n)
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part.remainder }))
    .sort((left, right) =>
      left.remainder === right.remainder ? left.index - right.index : left.remainder > right.remainder ? -1 : 1,
    )
  for (const { index } of byRemainder.slice(0, Number(missing))) shares[index] = (shares[index] ?? 0n) + 1n
  return shares
}

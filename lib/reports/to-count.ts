/**
 * A sum of Postgres as a number of JSON. Nine quadrillion tokens are beyond any organisation, and rounding them would be a silent lie.
 *
 * @throws RangeError beyond what JSON numbers hold exactly.
 */
export function toCount(count: bigint | string): number {
  const number = Number(count)
  if (!Number.isSafeInteger(number)) throw new RangeError('a count lies beyond what JSON numbers hold exactly')
  return number
}

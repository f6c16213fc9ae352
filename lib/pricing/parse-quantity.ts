const powers: Readonly<Record<string, number>> = {
  k: 3,
  m: 6,
  mn: 6,
  b: 9,
  bn: 9,
  t: 12,
  thousand: 3,
  million: 6,
  billion: 9,
  trillion: 12,
}

/** More than any organisation counts in a year, and few enough digits to show. */
const maxDigits = 18

export type ReadQuantity = { readonly ok: true; readonly value: bigint } | { readonly ok: false; readonly message: string }

/**
 * A whole count as people write it: `1.2B`, `180M`, `1,200,000,000`, `45 million`. A comma separates thousands; what could also
 * be a decimal comma (`1,2B`) is refused rather than read as ten times as much.
 */
export function parseQuantity(text: string): ReadQuantity {
  const [, digits = '', suffix = ''] = /^([\d.,_\s]+?)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  const power = suffix === '' ? 0 : powers[suffix.toLowerCase()]
  const isGrouped = /^\d{1,3}([,_ ]\d{3})+(\.\d+)?$/.test(digits)
  const isPlain = /^(\d+(\.\d*)?|\.\d+)$/.test(digits)
  if (power === undefined || !(isGrouped || isPlain)) {
    return { ok: false, message: 'write a count such as 1.2B, 180M or 1,200,000' }
  }
  const [whole = '', fraction = ''] = digits.replace(/[,_ ]/g, '').split('.')
  const places = fraction.replace(/0+$/, '')
  if (places.length > power) return { ok: false, message: 'must come out as a whole number' }
  const value = BigInt(`${whole}${places}${'0'.repeat(power - places.length)}`)
  if (value.toString().length > maxDigits) return { ok: false, message: 'is more than can be counted here' }
  return { ok: true, value }
}

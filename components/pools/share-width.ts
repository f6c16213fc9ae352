import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'

/** How wide a bar is, in percent with two decimals as CSS text; 0 where there is no whole. */
export function widthPercent(part: string, whole: string): string {
  const base = parseDecimal(whole)
  if (base <= 0n) return '0'
  return formatDecimal(divideHalfEven(parseDecimal(part) * 10_000n, base) * 10n ** 16n)
}

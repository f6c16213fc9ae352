/**
 * A decimal string as a number, for drawing and nothing else: the one place in the product where an exact amount becomes a
 * binary float. Null (unknown) stays null, so that it leaves a gap and never a zero.
 */
export function toPixels(decimal: string | null): number | null {
  return decimal === null ? null : Number(decimal)
}

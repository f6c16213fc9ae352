/** A whole number with thousands separated, exact at any size: `"182340"` → `182,340`. Text that is no whole number stays. */
export function formatCount(count: string | number | bigint): string {
  const text = count.toString()
  return /^-?\d+$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, ',').replace('-', '−') : text
}

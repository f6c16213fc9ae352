const steps = [1, 2, 5] as const

/** The round position (1, 2 or 5 times a power of ten) at or beyond a value above 0: below it or above it. */
function roundOut(value: number, side: 'below' | 'above'): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const places = [...steps, 10].map((step) => step * power)
  const found =
    side === 'below'
      ? places.filter((place) => place <= value * (1 + 1e-9)).at(-1)
      : places.find((place) => place >= value * (1 - 1e-9))
  return found ?? value
}

/**
 * Round positions along a logarithmic axis that holds all values, from the one below the least to the one above the greatest;
 * only powers of ten where those would be more than `maxTicks`.
 * @param values positions of pixels above 0.
 */
export function listLogTicks(values: readonly number[], maxTicks = 8): number[] {
  if (values.length === 0) return []
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  // An axis needs two ends: around one round value they are the places next to it.
  const margin = least === greatest ? 1.01 : 1
  const [first, last] = [roundOut(least / margin, 'below'), roundOut(greatest * margin, 'above')]
  const ticks: number[] = []
  for (let exponent = Math.floor(Math.log10(first)); exponent <= Math.ceil(Math.log10(last)); exponent += 1) {
    for (const step of steps) {
      const tick = Number((step * 10 ** exponent).toPrecision(1))
      if (tick >= first * (1 - 1e-9) && tick <= last * (1 + 1e-9)) ticks.push(tick)
    }
  }
  if (ticks.length <= maxTicks) return ticks
  const isEdge = (tick: number) => tick === ticks[0] || tick === ticks.at(-1)
  return ticks.filter((tick) => isEdge(tick) || /^10*$|^0\.0*1$/.test(String(tick)))
}

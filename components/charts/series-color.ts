import { otherKey } from './chart-data'

const slotCount = 6

/** FNV-1a, 32 bit: small, and the same in every browser and on the server. */
function hashKey(key: string): number {
  let hash = 0x811c9dc5
  for (const character of key) {
    hash ^= character.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** The colour that a key would like, as a CSS variable that follows the colour scheme. */
export function preferredColor(key: string): string {
  return key === otherKey ? 'var(--series-other)' : `var(--series-${(hashKey(key) % slotCount) + 1})`
}

/**
 * A colour per series, by the key and not by its rank, so that a team keeps its colour from chart to chart and from day to
 * day. Two keys of one chart that want the same colour are told apart: the later one in the alphabet takes the next free.
 * Beyond six, colours repeat; `foldSeries` sees to it that this does not happen.
 */
export function assignColors(keys: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<number>()
  const colors = new Map<string, string>()
  const sorted = [...new Set(keys)].filter((key) => key !== otherKey).sort()
  for (const key of sorted) {
    let slot = hashKey(key) % slotCount
    while (taken.has(slot) && taken.size < slotCount) slot = (slot + 1) % slotCount
    taken.add(slot)
    colors.set(key, `var(--series-${slot + 1})`)
  }
  if (keys.includes(otherKey)) colors.set(otherKey, 'var(--series-other)')
  return colors
}

import { noneValue } from '@/lib/reports/spend/dimension-names'
import { otherKey } from './chart-data'

/** As many hues as can be told apart in one chart, also by those who see few colours; `palette.ts` defines them. */
export const hueCount = 12

/** FNV-1a, 32 bit: small, and the same in every browser and on the server. */
function hashKey(key: string): number {
  let hash = 0x811c9dc5
  for (const character of key) {
    hash ^= character.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** What is nothing by itself has a grey of its own, so that no team and no model ever looks like it. */
const fixedColors: Readonly<Record<string, string>> = {
  [otherKey]: 'var(--series-other)',
  [noneValue]: 'color-mix(in oklab, var(--series-other) 55%, var(--mantine-color-text))',
}

/** The providers that nearly every organisation has stand beside each other on most screens, so they are told apart for sure. */
const providerHues: Readonly<Record<string, number>> = { anthropic: 1, openai: 2, google: 3, aws: 10, azure: 5, openrouter: 4 }

const hueOf = (key: string) => `var(--series-${providerHues[key] ?? (hashKey(key) % hueCount) + 1})`

/** Shares of the hue in the shades of things that meet in one chart with the same hue; the rest is the colour of text. */
const shadePercents = [100, 60, 35, 80, 48, 22]

/** The colour of a thing by itself, as a CSS variable that follows the colour scheme. */
export function preferredColor(key: string): string {
  return fixedColors[key] ?? hueOf(key)
}

/**
 * A colour per series, by the key and nothing else: not by its rank, nor by what stands beside it, so that a team has the same
 * hue on every screen and every day. Hues are fewer than things: where two of one chart share theirs, the later one in the
 * alphabet wears a deeper shade of it. Handing it another hue instead would tell them apart better and make it look, in this
 * chart only, like something else; a list of all values with their places would need asking for before anything is drawn.
 */
export function assignColors(keys: readonly string[]): ReadonlyMap<string, string> {
  const worn = new Map<string, number>()
  const colors = new Map<string, string>()
  for (const key of [...new Set(keys)].sort()) {
    const color = preferredColor(key)
    const shade = shadePercents[(worn.get(color) ?? 0) % shadePercents.length] ?? 100
    if (!(key in fixedColors)) worn.set(color, (worn.get(color) ?? 0) + 1)
    colors.set(key, shade === 100 ? color : `color-mix(in oklab, ${color} ${shade}%, var(--mantine-color-text))`)
  }
  return colors
}

/** Chance that can be repeated: the same seed gives the same draws, on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Whether something of that probability happens. */
  chance(probability: number): boolean
  /** A whole number in [from, to). */
  between(from: number, to: number): number
  /** A value of a list of (value, weight). */
  pick<T>(choices: Weighted<T>): T
  /** A positive number whose logarithm is normal: half of the draws lie below the median. */
  aroundMedian(median: number, spread: number): number
  /** `expected` rounded up or down, so that many draws average to it. */
  round(expected: number): number
  /** So many characters of `[A-Za-z0-9]`. */
  letters(count: number): string
}

/** Values with their weights, which need not add up to anything. */
export type Weighted<T> = readonly (readonly [T, number])[]

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Makes a generator of its own for each text, so that what one part of the demo draws never moves another part's figures. */
export function createRandom(seed: string): Random {
  let state = hashSeed(seed)
  // Mulberry32, Tommy Ettinger, public domain: 32 bits of state are plenty for draws that only have to look like chance.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (choices) => pickWeighted(choices, next()),
    // Box and Muller's transform; 1 − u keeps the logarithm finite.
    aroundMedian: (median, spread) =>
      median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    round: (expected) => Math.floor(expected + next()),
    letters: (count) => Array.from({ length: count }, () => alphabet[between(0, alphabet.length)]).join(''),
  }
}

function pickWeighted<T>(choices: Weighted<T>, draw: number): T {
  let left = draw * choices.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [value, weight] of choices) {
    left -= weight
    if (left < 0) return value
  }
  const last = choices.at(-1)
  if (last === undefined) throw new RangeError('there is nothing to choose from')
  return last[0]
}

/** FNV-1a, 32 bits. */
function hashSeed(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash | 0
}

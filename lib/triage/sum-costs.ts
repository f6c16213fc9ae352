import { formatDecimal, parseDecimal } from '@/lib/money/decimal'

interface Costed {
  /** US dollars as exact decimal text. */
  readonly costUsd: string
  readonly isAtLeast: boolean
}

/** The exact sum of some amounts, and whether it is a lower bound because one of them is. */
export function sumCosts(amounts: Iterable<Costed>): Costed {
  let sum = 0n
  let isAtLeast = false
  for (const amount of amounts) {
    sum += parseDecimal(amount.costUsd)
    isAtLeast ||= amount.isAtLeast
  }
  return { costUsd: formatDecimal(sum), isAtLeast }
}

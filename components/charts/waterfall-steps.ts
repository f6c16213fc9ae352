import { formatDecimal, parseDecimal } from '@/lib/money/decimal'

/** A level that the whole stands at, or a step that leads from one to the next. */
export interface WaterfallStep {
  readonly key: string
  readonly label: string
  readonly kind: 'level' | 'step'
  /** Decimal text: of a level the level, of a step the change. */
  readonly amount: string
  /** What the step is, as a sentence for those who look closer. */
  readonly meaning?: string
}

/** A step with the levels that it leads from and to; a level leads from nothing to itself. */
export interface WaterfallRow extends WaterfallStep {
  readonly from: string
  readonly to: string
}

/** Puts each step where the ones before it lead to. Exact: the last level is where the steps before it end, if they add up. */
export function placeSteps(steps: readonly WaterfallStep[]): WaterfallRow[] {
  let level = 0n
  return steps.map((step) => {
    const from = step.kind === 'level' ? 0n : level
    level = from + parseDecimal(step.amount)
    return { ...step, from: formatDecimal(from), to: formatDecimal(level) }
  })
}

/** An axis of dollars, for drawing: where it begins and ends, and its marks, which begin where it does. */
export interface WaterfallAxis {
  readonly start: number
  readonly end: number
  readonly ticks: readonly number[]
}

const maxTicks = 5

/**
 * The axis of some levels. Levels many times as large as the steps between them leave no room to see these: where all of them
 * are more than half of the largest, the axis begins at a round amount below the smallest, and the chart has to say so.
 *
 * @param levels where steps lead to, in any order.
 */
export function findAxis(levels: readonly number[]): WaterfallAxis {
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const isCut = low > 0 && low > high / 2
  const room = Math.max(high - low, high * 0.1)
  const [from, end] = isCut ? [low - room * 0.2, high] : [Math.min(0, low), Math.max(0, high)]
  if (end === from) return { start: 0, end: 1, ticks: [0, 1] }
  const step = roundUp((end - from) / (maxTicks - 1))
  const first = Math.floor(from / step)
  const count = Math.floor(end / step) - first + 1
  const ticks = Array.from({ length: count }, (_, index) => (first + index) * step)
  return { start: first * step, end, ticks }
}

/** The next of 1, 2 and 5 times a power of ten. */
function roundUp(amount: number): number {
  const power = 10 ** Math.floor(Math.log10(amount))
  return ([1, 2, 5].find((digit) => digit * power >= amount) ?? 10) * power
}

/** A dot with its name, by where it stands in the plot: 0 to 1 from the left and from the top. */
export interface LabelledDot {
  readonly label: string
  readonly across: number
  readonly down: number
}

/** Of the smallest text in charts. */
const characterPx = 6
const linePx = 14
/** Room beside the plot that a name may reach into: the margin on the right, the axis on the left. */
const marginPx = 28
const axisPx = 80
/** From the middle of a dot to the middle of its name, which stands above it. */
const liftPx = 18

/**
 * Which dots can bear their names without one running into another, or out of the plot; the earlier ones go first.
 *
 * @returns the positions of these among `dots`.
 */
export function pickLabels(dots: readonly LabelledDot[], plot: { widthPx: number; heightPx: number }): Set<number> {
  const placed: { left: number; right: number; middle: number }[] = []
  const picked = new Set<number>()
  for (const [index, { label, across, down }] of dots.entries()) {
    const half = (label.length * characterPx) / 2
    const [center, middle] = [across * plot.widthPx, down * plot.heightPx - liftPx]
    const box = { left: center - half, right: center + half, middle }
    const isFree = placed.every(
      (other) => box.right < other.left || box.left > other.right || Math.abs(box.middle - other.middle) >= linePx,
    )
    if (!isFree || box.right > plot.widthPx + marginPx || box.left < -axisPx) continue
    placed.push(box)
    picked.add(index)
  }
  return picked
}

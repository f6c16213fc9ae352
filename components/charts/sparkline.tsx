import classes from './charts.module.css'
import { toPixels } from './to-pixels'

export interface SparklineProps {
  /** Decimal strings in order; null leaves a gap. */
  values: readonly (string | null)[]
  /** What it shows, for those who cannot see it: "Daily cost of checkout, rising". */
  label: string
  widthPx?: number
  heightPx?: number
}

/** The shape of a series in one line of text, from zero, without axes: always beside the exact figure, never instead of it. */
export function Sparkline({ values, label, widthPx = 96, heightPx = 24 }: SparklineProps) {
  const pixels = values.map(toPixels)
  const known = pixels.filter((value) => value !== null)
  const lowest = Math.min(0, ...known)
  const span = Math.max(...known, 0) - lowest || 1
  const step = values.length > 1 ? widthPx / (values.length - 1) : 0
  let path = ''
  for (const [index, value] of pixels.entries()) {
    if (value === null) continue
    const y = heightPx - 1 - ((value - lowest) / span) * (heightPx - 2)
    const previous = index > 0 ? pixels[index - 1] : null
    path += `${previous === null || previous === undefined ? 'M' : 'L'}${(index * step).toFixed(1)} ${y.toFixed(1)}`
  }
  return (
    <svg role="img" aria-label={label} width={widthPx} height={heightPx} className={classes.sparkline}>
      <path d={path} fill="none" stroke="var(--series-1)" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}

import { VisuallyHidden } from '@mantine/core'
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import { describeChange } from '@/lib/money/describe-change'
import { formatUsd } from '@/lib/money/format'
import classes from './figures.module.css'
import { UnknownFigure } from './money'

export interface DeltaProps {
  /** Sum of the period, a decimal string; null where it is unknown. */
  current: string | null
  /** Sum of the period compared with; null (or zero) means that there was none, which reads "new" and never 0 %. */
  base: string | null
  /** `cost` colours up red and down green; `neutral` colours nothing, for figures where more is neither good nor bad. */
  mode?: 'cost' | 'neutral'
  /** A percentage of the base (default) or the difference in dollars. */
  show?: 'percent' | 'amount'
  /** What is compared with, in words: "last month". Read out, and shown when `showAgainst`. */
  against?: string
  showAgainst?: boolean
}

/**
 * Change between two sums: arrow, sign and word, so that colour never speaks alone. A change from a credit (a negative
 * base) has no honest percentage and is shown in dollars.
 */
export function Delta({ current, base, mode = 'cost', show = 'percent', against, showAgainst = false }: DeltaProps) {
  if (current === null) return <UnknownFigure reason="The change is not known, because this period's figure is not" />
  const change = describeChange(current, base, show)
  if (change.kind === 'new')
    return <Plain text={change.text} hint={against ? `no figure for ${against}` : 'nothing to compare with'} />
  if (change.kind === 'same') return <Plain text={change.text} hint={against && `since ${against}`} />
  const rising = change.kind === 'up'
  const Arrow = rising ? IconArrowUpRight : IconArrowDownRight
  const color = mode === 'neutral' ? classes.neutral : rising ? classes.up : classes.down
  return (
    <span
      className={`${classes.delta} ${color}`}
      title={`${formatUsdOrCount(change.amount, mode)}${against ? ` since ${against}` : ''}`}
    >
      <Arrow size={13} stroke={2} aria-hidden />
      <VisuallyHidden>{rising ? 'up' : 'down'} </VisuallyHidden>
      {change.text}
      {against && (showAgainst ? <span> since {against}</span> : <VisuallyHidden> since {against}</VisuallyHidden>)}
    </span>
  )
}

/** The hover text gives the exact difference in dollars for costs, and only the direction for counts. */
function formatUsdOrCount(change: bigint, mode: 'cost' | 'neutral'): string {
  if (mode === 'neutral') return change > 0n ? 'Up' : 'Down'
  return `${formatUsd(change, { digits: 'exact', sign: true })} USD`
}

function Plain({ text, hint }: { text: string; hint?: string }) {
  return (
    <span className={`${classes.delta} ${classes.neutral}`} title={hint}>
      {text}
      {hint && <VisuallyHidden>: {hint}</VisuallyHidden>}
    </span>
  )
}
